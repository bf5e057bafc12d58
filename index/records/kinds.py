"""Formats of files by where what they say comes from."""

from __future__ import annotations

ARXIV = frozenset({"atom", "json", "arxiv", "arxiv-list", "arxiv-mail", "arxiv-snapshot"})
"""Those in which arXiv and services that are asked by programs tell papers."""

OWN_LIBRARIES = frozenset({"bibtex", "ris", "csl-json", "zotero", "nbib", "enw", "wos", "pdf"})
"""Those of a library of one's own: what comes in them is no news."""

BY_HAND = OWN_LIBRARIES | {"arxiv"}
"""Those that somebody has put together paper by paper, lists of ids and links among them."""

BIBLIOGRAPHIES = OWN_LIBRARIES | {"jsonl"}
