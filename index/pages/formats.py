"""The kinds of files that papers come in, by name; that and nothing else is known at once."""

from __future__ import annotations

JSON_LINES = "jsonl"
"""The kind that is read as it comes, however long it is."""

FORMATS = (
    "text",
    "linked",
    "markdown",
    "html",
    "mail",
    "json",
    JSON_LINES,
    "csl-json",
    "atom",
    "oai",
    "bibtex",
    "ris",
    "nbib",
    "enw",
    "wos",
    "arxiv",
)
"""Pages and mails first, then what programs write; `arxiv` is a list of ids, DOIs and links."""

RECORD_FORMATS = frozenset(
    {"json", "csl-json", "atom", "oai", "bibtex", "ris", "nbib", "enw", "wos", "arxiv"}
)
"""Lists of records, which are read one record at a time; all others but JSON Lines are pages."""
