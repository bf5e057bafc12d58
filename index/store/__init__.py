"""Papers, sources and places in SQLite, the truth."""
