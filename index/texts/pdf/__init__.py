"""PDF files read into blocks, by pypdf: what is shown, lines, their kinds, whole paragraphs."""
