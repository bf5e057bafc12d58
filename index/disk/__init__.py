"""How files are written wholly or not at all, and locked: the one place for either."""
