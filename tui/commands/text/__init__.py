"""What is done in a whole paper: moving, links, references, highlights, and the tables of that."""
