"""Which places of a text a query matched."""
