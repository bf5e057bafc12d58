"""Words to papers: the query language and the full-text index, a cache."""
