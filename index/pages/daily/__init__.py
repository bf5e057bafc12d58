"""Saved Daily Papers pages: their cards, lists, votes and the page of one paper."""
