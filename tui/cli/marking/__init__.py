"""Commands of the shell about what the reader has done to papers."""
