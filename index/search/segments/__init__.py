"""The index on disk: segments, written in generations of which one is in use."""
