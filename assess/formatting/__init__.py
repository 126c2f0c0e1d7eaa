"""How things are written for people: numbers, names, addresses. Nothing here knows a case."""
