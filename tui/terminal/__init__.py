"""The terminal itself: what is read from it, what may reach it, and lending it."""
