"""From a case to what the kernel computes: labels off, grids refined, a plan made and kept."""
