"""Our own files: case, result, reading, schema, shipped examples."""
