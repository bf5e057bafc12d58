"""What the list of papers shows of each: its rows, drawn, known, selected and in sight."""
