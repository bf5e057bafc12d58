"""What is seen: panes, lines and boxes, placed by the size of the terminal."""
