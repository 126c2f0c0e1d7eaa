"""Common pitfalls of a case: each is remarked on, none is refused."""
