"""How a total is shared out fairly: Shapley values, and items grouped by source or tag."""
