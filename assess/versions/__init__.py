"""Two statements of one case in one structure, and mixtures of them."""
