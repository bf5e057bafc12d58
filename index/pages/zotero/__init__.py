"""Zotero's own database: where it is, what is in it, and the papers that this makes."""
