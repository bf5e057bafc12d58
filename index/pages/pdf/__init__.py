"""PDF files: what their names and their first pages say of which paper they are."""
