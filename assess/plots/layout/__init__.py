"""What pictures share: the page, its frames, lines, axes and styles."""
