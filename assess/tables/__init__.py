"""Readings and results as tables that a person reads: one file a reading."""
