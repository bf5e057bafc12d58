"""Filters to sets of papers: what SQLite answers beside the full-text index."""
