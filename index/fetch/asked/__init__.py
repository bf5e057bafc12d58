"""Services asked once, for a query or for titles: nothing is followed by that."""
