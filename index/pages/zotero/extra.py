"""What stands in the field “Extra” of Zotero's items: lines of `Name: value`, and other remarks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ...paper import arxiv_id
from ...text import clean

_LINE = re.compile(r"\s*(?:tex\.)?([A-Za-z][\w .-]{0,30}?)\*?\s*[:=]\s*(\S.*)")
_ARXIV = re.compile(
    r"(?:arxiv:\s*|https?://arxiv\.org/\w+/)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v(\d{1,3}))?(?:\.pdf)?"
    r"\s*(?:\[([^\]]{0,200})\])?",
    re.I,
)
_CATEGORY = re.compile(
    r"[a-z-]+\.[A-Za-z-]{2,17}|hep-(?:ex|lat|ph|th)|nucl-(?:ex|th)|gr-qc|math-ph|quant-ph"
)

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
    | {"publicationtitle", "publisher", "type", "volume"}
)

_NO_REMARKS = re.compile(
    r"(?:PMID|PMCID|ISBN|ISSN|MR|Zbl|zbmath|INSPIRE|ADS Bibcode|bibcode|Export Date|Cited By|"
    r"Citations?|Citation Count|_eprint|arXivId|S2ID|OCLC|LCCN)\s*[:=].*"
    r"|\d[\d,]* citations? \(.*",
    re.I,
)
"""Ids, counts and dates of exports, which say nothing about a paper to its reader."""


class Extra(NamedTuple):
    """What the field tells."""

    fields: Mapping[str, str]
    """By the names of fields in small letters and without gaps."""
    remarks: tuple[str, ...]


class Preprint(NamedTuple):
    """A paper on arXiv, as a text names it."""

    id: str
    version: int | None
    categories: tuple[str, ...]


def read_extra(text: str) -> Extra:
    """Return what the field says, line by line; of two lines of one name the first counts."""
    fields: dict[str, str] = {}
    remarks = []
    for line in map(clean, text.splitlines()):
        if match := _LINE.fullmatch(line):
            name = re.sub(r"[\s._-]", "", match[1]).casefold()
            name = _NAMES.get(name, name)
            if name in _READ and (name != "arxiv" or find_preprint(match[2])):
                fields.setdefault(name, match[2])
                continue
        if line and not _NO_REMARKS.fullmatch(line):
            remarks.append(line)
    return Extra(fields, tuple(remarks))


def find_preprint(text: str) -> Preprint | None:
    """Return the paper on arXiv that a text is the id or the address of, None for another text.

    Such as `arXiv:2405.15738v2 [cs.CV, cs.LG]`.
    """
    match = _ARXIV.fullmatch(text.strip())
    if match is None or (found := arxiv_id(match[1])) is None:
        return None
    told = re.split(r"[\s,;]+", match[3] or "")
    categories = tuple(dict.fromkeys(name for name in told if _CATEGORY.fullmatch(name)))
    return Preprint(found, int(match[2]) if match[2] else None, categories)
