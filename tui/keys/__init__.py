"""What a key is called, and which command it means where."""
