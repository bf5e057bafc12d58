"""Files of references: BibTeX, RIS, lists of arXiv ids."""
