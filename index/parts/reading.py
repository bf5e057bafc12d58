"""How else the words of a query can be read: one of them as an author, a tag, a venue."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..search.analysis.words import fold
from ..search.highlighting.reasons import met_by
from ..search.query.nodes import And, Filter, Word
from ..search.query.query import Query

if TYPE_CHECKING:
    from ..paper import Paper

_MOST_WORDS = 6
_LONGEST_NAME = 3
"""Words that may be one author's name."""
_FIELDS = ("author", "tag", "keyword", "venue", "note", "highlight")
_SHORTEST = 2


class Reading(NamedTuple):
    """Another way to read a query, and what it finds more."""

    field: str
    """`author`, `tag`, `keyword`, `venue`, `note` or `highlight`."""
    value: str
    """What of the query is read so, as papers write it."""
    more: int
    """Papers that it finds and the query as words does not."""
    query: str
    """The query that asks for it."""

    @property
    def told(self) -> str:
        """What it finds, in words: `14 more by author Song`."""
        how = {
            "author": f"by author {self.value}",
            "tag": f"with your tag {self.value}",
            "keyword": f"with the keyword {self.value}",
            "venue": f"in {self.value}",
            "note": f"with {self.value} in your note",
            "highlight": f"with {self.value} in what you highlighted",
        }[self.field]
        return f"{self.more:,} more {how}"


class _Read(NamedTuple):
    """Some words of a query read as the value of a field."""

    field: str
    value: str
    query: Query
    length: int


def readings(
    text: str,
    known: Collection[int],
    members: Callable[[Filter], Collection[int]],
    find: Callable[[Query], Sequence[int]],
    rows: Callable[[Sequence[int]], Sequence[Paper]],
    most: int,
) -> tuple[Reading, ...]:
    """Return other readings of plain words that find more than the papers `known`, the best first.

    `members` tells the papers of a filter, `find` those of a query, `rows` reads papers.
    """
    query = Query.parse(text)
    asked = [node for node in query.root.nodes if isinstance(node, Word)]
    if len(asked) != len(query.root.nodes) or not 0 < len(asked) <= _MOST_WORDS:
        return ()
    shown = set(known)
    found: list[tuple[int, Reading]] = []
    taken: set[str] = set()
    for read in _ways(text, asked):
        if read.field == "author" and any(word in taken for word in read.value.split()):
            continue  # it is a part of a longer name that there is
        if not members(Filter(read.field, read.value)):
            continue
        more = [rowid for rowid in find(read.query) if rowid not in shown]
        if more:
            if read.field == "author":
                taken.update(read.value.split())
            value = _as_written(read, rows(more[:1]))
            found.append((read.length, Reading(read.field, value, len(more), read.query.text)))
    found.sort(key=lambda one: (-one[0], -one[1].more))
    return tuple(reading for _, reading in found[:most])


def _ways(text: str, asked: Sequence[Word]) -> Iterator[_Read]:
    """Yield the ways to read some of the words, longer names first."""
    for length in range(min(_LONGEST_NAME, len(asked)), 0, -1):
        for start in range(len(asked) - length + 1):
            chosen = asked[start : start + length]
            if any(word.kind != "stem" or word.scope or word.sign for word in chosen):
                continue
            value = " ".join(part for word in chosen for part in word.parts)
            if len(value) < _SHORTEST or all(word.is_function_word for word in chosen):
                continue
            left = [*asked[:start], *asked[start + length :]]
            for field in _FIELDS if length == 1 else _FIELDS[:1]:
                told = "-".join(chosen[0].parts) if field == "tag" else value
                asks = f'{field}:"{told}"' if " " in told else f"{field}:{told}"
                rest = " ".join("-".join(word.parts) for word in left)
                written = f"{asks} {rest}".strip()
                root = And((Filter(field, told), *left))
                yield _Read(field, told, Query(written, root), length)


def _as_written(read: _Read, papers: Sequence[Paper]) -> str:
    """Return a value as a paper writes it."""
    word = Word(tuple(read.value.split()))
    for paper in papers:
        for reason in met_by(word, paper):
            if reason.field == read.field:
                return _part(reason.text, read)
    return read.value


def _part(text: str, read: _Read) -> str:
    if read.field in ("venue", "keyword", "tag"):
        return text
    wanted = read.value.split()
    pieces = [piece for piece in re.split(r"[^\w'’-]+", text) if fold(piece).strip("'’-") in wanted]
    return " ".join(dict.fromkeys(pieces)) or read.value
