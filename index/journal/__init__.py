"""The reader's acts and the marks that are their fold."""
