"""What an analyst states, checked: the model of a case and what only the whole of it can know."""
