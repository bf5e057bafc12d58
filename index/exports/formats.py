"""The formats that papers are exported in: their names, their files, their columns."""

from __future__ import annotations

from pathlib import PurePath

EXPORT_FORMATS = {
    "bibtex": ".bib",
    "ris": ".ris",
    "csl-json": ".json",
    "markdown": ".md",
    "csv": ".csv",
    "jsonl": ".jsonl",
    "html": ".html",
    "atom": ".atom",
}
"""Each format's name and the ending of its files."""

WITH_FIELDS = ("csv", "jsonl")
"""Formats that can be cut down to some fields."""

CITING = ("bibtex", "ris", "csl-json")
"""Formats by which papers are cited."""

WITHHELD = {"notes": "note", "highlights": "highlights", "abstract": "abstract", "files": "files"}
"""What formats without fields leave out unless it is asked for, and the attribute that holds it."""

EXPORT_FIELDS = (
    "id",
    "title",
    "abstract",
    "authors",
    "author_count",
    "more_authors",
    "published",
    "updated",
    "published_journal",
    "comments",
    "upvotes",
    "arxiv_id",
    "arxiv_version",
    "arxiv_comment",
    "categories",
    "doi",
    "venue",
    "volume",
    "issue",
    "pages",
    "publisher",
    "license",
    "type",
    "keywords",
    "remark",
    "files",
    "collected",
    "annotations",
    "cite_key",
    "links",
    "sources",
    "bookmarked",
    "read",
    "tags",
    "note",
    "highlights",
    "queue",
    "done",
    "rejected",
    "kept_from",
)
"""What is known of a paper, by the keys that its JSON has."""

_ENDINGS = {ending: name for name, ending in EXPORT_FORMATS.items()} | {
    ".bibtex": "bibtex",
    ".markdown": "markdown",
    ".ndjson": "jsonl",
    ".htm": "html",
    ".xml": "atom",
}


def format_of(file: str) -> str | None:
    """Return the format that a file's ending speaks of; None where it speaks of none."""
    return _ENDINGS.get(PurePath(file).suffix.lower())
