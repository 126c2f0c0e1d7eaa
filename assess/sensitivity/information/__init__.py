"""What finding out is worth: measures and payoffs."""
