"""How few bytes a frame takes: what is painted when, and in which colours."""
