"""Lists of papers in forms that tell more than a line alone does, line by line in plainer ones.

A table of which the first line names the columns becomes one of Markdown's, and a link of Markdown
whose address stands elsewhere has it beside its words. Lines keep their numbers.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

_LOOKED_AT = 400
"""Lines that tell whether addresses stand elsewhere."""
_MOST_LINES = 100_000
"""Lines of a list whose addresses stand elsewhere."""
_LONGEST = 2000

_COLUMN = re.compile(r"(?:arxiv|doi|url|link|id)s?(?:[ _-]?(?:id|url|link))?", re.IGNORECASE)
_TITLE = re.compile(r"(?:paper[ _-]?)?(?:title|name)|paper", re.IGNORECASE)
_DEFINITION = re.compile(
    r"\s{0,3}\[([^\[\]\n]{1,100})\]:\s{1,20}<?(\S{1,1000}?)>?(?:\s+[\"'(].*)?\s*"
)
_REFERENCE = re.compile(r"(?<![!\\\]])\[([^\[\]\n]{1,500})\]\s?\[([^\[\]\n]{0,100})\]")


def in_plain_form(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a list, tables and references in the form of the others."""
    lines = iter(lines)
    head = list(islice(lines, _LOOKED_AT))
    if sign := _parting_sign(head):
        yield from _rows(chain(head, lines), sign)
    elif any(map(_REFERENCE.search, head)):
        rest = list(islice(lines, _MOST_LINES))
        yield from _with_addresses([*head, *rest])
        yield from lines
    else:
        yield from head
        yield from lines


def _parting_sign(head: list[str]) -> str:
    """Return what parts the columns of a table whose first line names them; else nothing."""
    first = next((line for line in head if line.strip()), "").lstrip("\ufeff")
    for sign in (",", "\t", ";"):
        names = [name.strip(' "') for name in first.split(sign)]
        if any(map(_COLUMN.fullmatch, names)) and any(map(_TITLE.fullmatch, names)):
            return sign
    return ""


def _rows(lines: Iterable[str], sign: str) -> Iterator[str]:
    for number, line in enumerate(lines):
        if not line.strip() or len(line) > _LONGEST:
            yield line
            continue
        cells = next(csv.reader([line], delimiter=sign), [])
        if number == 0:
            cells = [_named(cell.lstrip("\ufeff")) for cell in cells]
        yield f"| {' | '.join(cell.replace('|', '/').strip() for cell in cells)} |"


def _named(column: str) -> str:
    return "Title" if _TITLE.fullmatch(column.strip()) else column


def _with_addresses(lines: list[str]) -> Iterator[str]:
    """Yield lines in which words have their addresses beside them."""
    addresses: dict[str, str] = {}
    for line in lines:
        if found := _DEFINITION.fullmatch(line[:_LONGEST]):
            addresses.setdefault(found[1].casefold(), found[2])
    used: set[str] = set()

    def told(found: re.Match[str]) -> str:
        name = (found[2] or found[1]).casefold()
        if name not in addresses:
            return found[0]
        used.add(name)
        return f"[{found[1]}]({addresses[name]})"

    plain = [_REFERENCE.sub(told, line[:_LONGEST]) for line in lines]
    for line, shown in zip(lines, plain, strict=True):
        found = _DEFINITION.fullmatch(line[:_LONGEST])
        yield "" if found and found[1].casefold() in used else shown
