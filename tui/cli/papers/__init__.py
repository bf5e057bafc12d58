"""Commands of the shell that take papers in, find them and give them out."""
