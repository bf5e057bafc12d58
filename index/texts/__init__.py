"""Whole papers: what sources tell of them in one model, kept beside the library."""
