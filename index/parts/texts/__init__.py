"""Whole papers as a part of the library: kept, fetched, searched, their references looked up."""
