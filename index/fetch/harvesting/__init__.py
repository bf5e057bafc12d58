"""Former days of a category of arXiv, by its records: asked for, kept waiting, taken in."""
