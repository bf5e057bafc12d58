"""Remarks of publishers and programs, without what is none: ids, counts, dates of exports."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...text import clean_note
from ..values import MOST_TEXT
from .identifiers import ArxivName, arxiv_first, arxiv_in_field
from .printed import is_arxiv

_IDS = re.compile(
    r"(?:_?eprint|number|arxiv(?: e-?prints?| id)?|doi|pmid|pmcid|issn|isbn|mr ?number|zbl ?number|"
    r"ads bibcode|accession(?: number)?|export date|cited by|citation key|publisher id|zscc|"
    r"_?tex\.[\w.-]{1,40}|version|mag ?id|corpus ?id|original-date)\s{0,3}[:=]|"
    r"cited by:? [\d,]+|arxiv:\S+(?: \[[\w.-]+\])?$|citations? ?[:=]? ?\d+",
    re.IGNORECASE,
)
"""How a line begins in which a program keeps what is no remark."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]")
_EPRINT = re.compile(r"_?eprint(?: id)?\s{0,3}[:=]\s{0,3}(\S+)", re.IGNORECASE)


def remark_of(texts: Iterable[str]) -> str | None:
    """Return remarks, each line once, None where nothing is left of them."""
    told: dict[str, None] = {}
    for text in texts:
        for line in clean_note(text[:MOST_TEXT]).split("\n"):
            bare = line.strip()
            is_remark = bare and not _IDS.match(bare) and not is_arxiv(bare)
            if is_remark and _WORD.search(_ADDRESS.sub("", bare)):
                told.setdefault(line)
    return "\n".join(told)[:MOST_TEXT] or None


def arxiv_of_remark(text: str) -> ArxivName | None:
    """Return the arXiv id that a remark gives to its paper; within it stands that of another."""
    for line in text[:MOST_TEXT].split("\n"):
        bare = line.strip()
        found = _EPRINT.match(bare)
        named = arxiv_in_field(found[1]) if found else arxiv_first(bare)
        if named is not None:
            return named
    return None
