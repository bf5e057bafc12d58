"""How a record is kept beside the description of its paper: as little as tells one from the other.

Names are letters. Of a text that begins like the one that is shown, as that of a page which shows
the beginning of an abstract, the beginning is kept as its length.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .telling import Fields, Told

LETTERS = {
    "title": "t",
    "abstract": "a",
    "authors": "n",
    "author_count": "c",
    "organisation": "o",
    "published": "p",
    "comments": "m",
    "upvotes": "u",
    "arxiv_id": "x",
    "doi": "d",
    "links": "l",
    "has_more_authors": "e",
    "updated": "w",
    "published_journal": "j",
    "venue": "v",
    "volume": "b",
    "issue": "i",
    "pages": "g",
    "publisher": "h",
    "categories": "k",
    "arxiv_version": "s",
    "arxiv_comment": "f",
    "license": "z",
    "type": "y",
    "keywords": "q",
    "remark": "r",
    "files": "A",
    "collected": "B",
    "annotations": "C",
}
"""What fields are called in the column `said`; never to be changed."""

RANK = "#"
"""The place on the page where that is not the record's number."""

UNTOLD = "-"
"""The letters of fields that are shown and that the record does not tell."""

BEGUN = ("title", "abstract", "remark")
"""Fields that may be kept as `[length, rest]`, beginning like what is shown."""

_NAMES = {letter: name for name, letter in LETTERS.items()}

_SHORTEST = 24
"""Characters in common from which that is worth it."""

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def pack(told: Told, shown: Mapping[str, Any]) -> str | None:
    """Return what is kept of a record, as JSON; None where it says just what is shown."""
    said = told.said
    kept: Fields = {}
    if said != shown:
        for name, value in said.items():
            known = shown.get(name)
            if known != value:
                is_begun = name in BEGUN and isinstance(known, str)
                kept[LETTERS[name]] = _begun(value, str(known)) if is_begun else value
        untold = "".join([LETTERS[name] for name in shown if name not in said])
        if untold:
            kept[UNTOLD] = untold
    if told.rank != told.number:
        kept[RANK] = told.rank
    return _COMPACT.encode(kept) if kept else None


def unpack(kept: Mapping[str, Any], shown: Mapping[str, Any]) -> tuple[Fields, int | None]:
    """Return what a record says of which so much is kept, and its rank where that is kept."""
    said = dict(shown)
    rank = None
    for letter, value in kept.items():
        if letter == UNTOLD:
            for one in str(value):
                said.pop(_NAMES.get(one, ""), None)
        elif letter == RANK:
            rank = value
        elif letter in _NAMES:
            name = _NAMES[letter]
            if isinstance(value, list) and name in BEGUN:
                length, rest = value
                said[name] = shown.get(name, "")[:length] + rest
            else:
                said[name] = value
    return said, rank


def _begun(text: str, shown: str) -> str | list[Any]:
    """Return a text, or how much of it is the beginning of what is shown, and the rest."""
    if not shown.startswith(text[:_SHORTEST]) or len(text) < _SHORTEST:
        return text
    low, high = _SHORTEST, min(len(text), len(shown))
    while low < high:
        middle = (low + high + 1) // 2
        if shown.startswith(text[:middle]):
            low = middle
        else:
            high = middle - 1
    return [low, text[low:]]
