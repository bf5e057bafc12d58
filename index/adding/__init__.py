"""Files taken in: which are read, what of them is new, which papers they mean."""
