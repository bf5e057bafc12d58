"""Who asks services for the reader: what is followed, and what a query names."""
