"""What the reader marks, lists and keeps, as parts of the library's facade."""
