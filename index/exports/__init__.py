"""Papers written for other programs and for people, each format in a file of its own."""
