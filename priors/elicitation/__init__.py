"""From judgements and counts to distributions."""
