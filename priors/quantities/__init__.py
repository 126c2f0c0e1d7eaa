"""How a quantity is stated: distributions, products and blends."""
