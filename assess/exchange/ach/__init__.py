"""Matrices of competing hypotheses, read into a case."""
