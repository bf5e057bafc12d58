"""What a key or a `:name` does, and the table of them all."""
