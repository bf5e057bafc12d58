"""Formats of files by where what they say comes from."""

from __future__ import annotations

DERIVED = "derived"
"""Of papers that a followed source had on a day by its records, and not by its list of the day:
they stand under the day of their first version, and are no news."""

PROVISIONAL = "provisional"
"""Of a day of a followed source by its feed, until its list of that day can be had."""

ARXIV = frozenset(
    {"atom", "oai", "json", "arxiv", "arxiv-list", "arxiv-mail", "arxiv-snapshot"}
    | {DERIVED, PROVISIONAL}
)
"""Those in which arXiv and services that are asked by programs tell papers."""

OWN_LIBRARIES = frozenset({"bibtex", "ris", "csl-json", "zotero", "nbib", "enw", "wos", "pdf"})
"""Those of a library of one's own: what comes in them is no news."""

BY_HAND = OWN_LIBRARIES | {"arxiv"}
"""Those that somebody has put together paper by paper, lists of ids and links among them."""

BIBLIOGRAPHIES = OWN_LIBRARIES | {"jsonl"}
