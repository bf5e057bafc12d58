"""What stands in the field “Extra” of Zotero's items: lines of `Name: value`, and other remarks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ...text import clean
from ..fields.identifiers import arxiv_in_field

_LINE = re.compile(r"\s*(?:tex\.)?([A-Za-z][\w .-]{0,30}?)\*?\s*[:=]\s*(\S.*)")

_NAMES = {
    "bibtex": "citationkey",
    "arxivid": "arxiv",
    "eprint": "arxiv",
    "containertitle": "publicationtitle",
    "journal": "publicationtitle",
    "page": "pages",
    "issued": "date",
    "comments": "comment",
}
"""Other names of what is read, in small letters and without gaps."""

_READ = frozenset(
    {"arxiv", "citationkey", "comment", "date", "doi", "issue", "license", "pages"}
    | {"publicationtitle", "publisher", "volume"}
)

_COUNTS = re.compile(r"\d[\d,]* citations? \(.*", re.IGNORECASE)
"""What a plug-in that counts citations writes there."""


class Extra(NamedTuple):
    """What the field tells."""

    fields: Mapping[str, str]
    """By the names of fields in small letters and without gaps."""
    remarks: tuple[str, ...]
    """The other lines."""


def read_extra(text: str) -> Extra:
    """Return what the field says, line by line; of two lines of one name the first counts."""
    fields: dict[str, str] = {}
    remarks = []
    for line in map(clean, text.splitlines()):
        if match := _LINE.fullmatch(line):
            name = re.sub(r"[\s._-]", "", match[1]).casefold()
            name = _NAMES.get(name, name)
            is_told = name in _READ and (name != "arxiv" or _is_id(match[2]))
            if is_told:
                fields.setdefault(name, match[2])
                continue
        if line and not _COUNTS.fullmatch(line):
            remarks.append(line)
    return Extra(fields, tuple(remarks))


def _is_id(text: str) -> bool:
    """Whether a text is an arXiv id, perhaps with categories in brackets behind it."""
    return arxiv_in_field(text.partition("[")[0], "arxiv") is not None
