"""Extremes of a credence over all stated ranges at once."""
