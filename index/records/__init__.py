"""What each page says of a paper, kept as it said it, and the description that is their fold."""
