"""PDF files read into blocks, by pypdf: what is shown, lines, their kinds, whole paragraphs."""

from .reading import read_pdf

__all__ = ["read_pdf"]
