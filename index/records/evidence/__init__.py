"""The names by which papers find their records, as rows, and libraries of a former rule."""
