"""What each pane is handed of the reader's state: none of them knows it, or another pane."""
