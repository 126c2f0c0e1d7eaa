"""How a result is laid out, and how it is read: the one room that knows the tree."""
