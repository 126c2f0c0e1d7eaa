"""Draws of the uncertain numbers and designs of points, as bare arrays."""
