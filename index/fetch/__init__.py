"""Papers fetched over the network: politely, whole days at a time, and believed only when whole."""
