"""The query language: text into a tree of words and filters."""
