"""Which papers answer a query, and in which order."""
