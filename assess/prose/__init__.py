"""What a reading says, in sentences: one file a reading."""
