"""Names in a line of authors, as arXiv and Google Scholar write it."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..values import MOST_AUTHORS, MOST_TEXT, names_of

_AND = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+")
_INNER = re.compile(r"\([^()]*\)")
_DEEPEST = 4
_MORE = re.compile(
    r"(?:et\.? al\.?|…|\.{3}|\W*(?:and )?(?P<count>\d{1,5}) (?:additional|more|other) authors?.*)"
    r"|\W*others?\W*",
    re.IGNORECASE,
)
_NOT_SHOWN = re.compile(
    r"\(\s*(?:and )?(?:(\d{1,5}) )?(?:additional|more|other) authors?(?: not shown)?\s*\)",
    re.IGNORECASE,
)
_GROUP = re.compile(r"(?P<group>[^:,]{2,80}): +(?=\S)")


class People(NamedTuple):
    """The authors whom a line names."""

    names: tuple[str, ...] = ()
    has_more: bool = False
    total: int | None = None
    """How many there are in all, where that is known."""


def people_of(line: str) -> People:
    """Return the authors of a line; affiliations in brackets are none, and `et al.` is nobody."""
    line = line[:MOST_TEXT]
    more = _NOT_SHOWN.search(line)
    for _ in range(_DEEPEST):
        line = _INNER.sub("", line)
    if group := _GROUP.match(line):
        line = f"{group['group']}, {line[group.end() :]}"
    line = line.strip(" ,;:")
    line = line if line.endswith("...") else line.rstrip(" .,;:")
    told = people_among(_AND.split(line), int(more[1] or 0) if more else 0)
    return told if more is None or told.has_more else People(told.names, has_more=True)


def people_among(names: list[str], hidden: int = 0) -> People:
    """Return the authors of a list of names, in which some may stand for those not named."""
    kept: list[str] = []
    has_more = bool(hidden)
    for name in names[:MOST_AUTHORS]:
        text = " ".join(name.split()).strip(" ,;:")
        if found := _MORE.fullmatch(text):
            has_more = True
            hidden = hidden or int(found["count"] or 0)
        elif text.lower().endswith(" et al") or text.endswith(("…", "...")):
            has_more = True
            kept.append(re.sub(r"(?i)\s*(?:et al|…|\.{3})$", "", text))
        else:
            kept.append(text)
    told = names_of(kept)
    total = len(told) + hidden if hidden or not has_more else None
    return People(told, has_more, total or None)
