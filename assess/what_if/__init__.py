"""Stated numbers moved, everything else as stated: what the joint probabilities become."""
