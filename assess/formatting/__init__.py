"""How things are written for people: numbers, names, labels, rows. Nothing here knows a case."""
