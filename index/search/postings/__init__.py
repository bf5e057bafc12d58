"""Posting lists and what they know of each paper, in memory and in bytes."""
