"""Bayesian networks, read into a case."""
