"""How a probability is stated: its forms, and the mixtures of Betas to which each comes down."""
