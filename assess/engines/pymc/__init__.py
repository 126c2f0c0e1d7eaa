"""The case as a PyMC model."""
