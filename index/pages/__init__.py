"""Saved pages and files of papers, read into records."""
