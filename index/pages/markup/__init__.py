"""The forms in which a page is saved: HTML, MHTML, Markdown, text with its links and without."""
