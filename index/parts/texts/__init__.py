"""Whole papers as a part of the library: kept, fetched, searched."""
