"""The mathematics on bare arrays: no case, no labels, no files."""
