"""Whole papers as HTML: the pages of LaTeXML on arXiv and ar5iv, and others with an article."""
