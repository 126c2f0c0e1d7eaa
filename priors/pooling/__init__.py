"""Several judgements made one."""
