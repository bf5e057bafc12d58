"""Remarks of publishers and programs, without what is none: ids, counts, dates of exports."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...text import clean_note
from ..values import MOST_TEXT
from .identifiers import ArxivName, arxiv_first, arxiv_in_field, is_arxiv_name
from .printed import is_arxiv

_IDS = re.compile(
    r"(?:(?:_?eprint|arxiv(?: e-?prints?| id)?|doi|pmid|pmcid|issn|isbn|mr ?number|zbl ?number|"
    r"ads bibcode|accession(?: number)?|citation key|publisher id|zscc|_?tex\.[\w.-]{1,40}|"
    r"version|mag ?id|corpus ?id|original-date)\s{0,3}[:=]\s{0,3}\S{1,300}(?: \[[\w.-]{1,30}\])?"
    r"|(?:arxiv:\s?)?\S{9,20} (?:\[[\w.-]{1,30}\] )?version: \d{1,3}"
    r"|(?:date )?accessed:? ?[\w ,./:-]{4,40}"
    r"|(?:(?:(?:total )?times cited|cited references? count|usage count)(?: in [\w ]{1,40})?:? ?"
    r"[\d,]{1,12}[ .;]{0,3}){1,6}"
    r"|number\s{0,3}[:=]\s{0,3}arxiv:\S{1,40}|citations? ?[:=]? ?\d{1,9}|cited by:? ?[\d,]{1,12}"
    r"|export date: ?[\w ,./-]{1,30})[.,]?",
    re.IGNORECASE,
)
"""What programs keep in remarks that is none: ids, counts, dates of exports."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]")
_EPRINT = re.compile(r"_?eprint(?: id)?\s{0,3}[:=]\s{0,3}(\S+)", re.IGNORECASE)


def remark_of(texts: Iterable[str]) -> str | None:
    """Return remarks, each line once, None where nothing is left of them."""
    told: dict[str, None] = {}
    for text in texts:
        for line in clean_note(text[:MOST_TEXT]).split("\n"):
            bare = line.strip()
            is_remark = not all(map(_is_id, bare.split(";"))) and not is_arxiv(bare)
            if is_remark and _WORD.search(_ADDRESS.sub("", bare)):
                told.setdefault(line)
    return "\n".join(told)[:MOST_TEXT] or None


def _is_id(text: str) -> bool:
    text = text.strip()
    return not text or _IDS.fullmatch(text) is not None or is_arxiv_name(text)


def arxiv_of_remark(text: str) -> ArxivName | None:
    """Return the arXiv id that a remark gives to its paper; within it stands that of another."""
    for line in text[:MOST_TEXT].split("\n"):
        bare = line.strip()
        found = _EPRINT.match(bare)
        named = arxiv_in_field(found[1]) if found else arxiv_first(bare)
        if named is not None:
            return named
    return None
