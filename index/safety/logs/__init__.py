"""What a killed writer leaves beside the library: its log, read frame by frame."""
