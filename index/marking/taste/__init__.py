"""What a library's marks teach: lists in that order, and the acts that correct it."""
