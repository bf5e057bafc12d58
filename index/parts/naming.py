"""Which papers of the library a pasted text names, and what it names that is not here."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..database.database import Database
from ..pasted import (
    MOST_CHARACTERS,
    Name,
    asks_for_fields,
    joined_lines,
    links_within,
    may_be_title,
    names_among,
    names_in,
    names_within,
    references,
    titles_within,
)
from ..search.listing import Listing
from ..store.named_papers import papers_named, papers_titled

_FEWEST_WORDS = 3
"""Words from which a text is looked up as a title: of shorter ones ranking takes care."""
_MOST_LINES = 200
_MOST_BROKEN = 3
"""Lines on which one title stands, within a list of several."""
_MOST_TOLD = 3
"""Names that a hint tells."""


class NamedPapers(NamedTuple):
    """What a text names."""

    rowids: list[int]
    """The papers, in the order in which they are named."""
    is_all: bool = False
    """Whether the text names papers and says nothing else: they are all that it asks for."""
    hints: tuple[str, ...] = ()
    """A sentence about what is not in the library."""
    unknown: tuple[str, ...] = ()
    """The ids and DOIs of which none is here, where nothing else is asked for."""


NOTHING = NamedPapers([])


def find_named(database: Database, text: str) -> NamedPapers:
    """Return the papers that a text names by ids, links, DOIs, as a title or in references."""
    if len(text) > MOST_CHARACTERS:
        return NOTHING
    if names := names_in(text):
        return _by_names(database, names)
    if len(text.split(None, _FEWEST_WORDS)) < _FEWEST_WORDS:
        return NOTHING
    joined = joined_lines(text)
    if rowids := papers_titled(database, list(dict.fromkeys((text, joined)))):
        return NamedPapers(rowids)
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    if len(lines) > 1:
        found = _by_lines(database, lines)
        if found.rowids:
            return found
    found = _united(_in_reference(database, one) for one in references(text))
    return found if found.rowids or asks_for_fields(text) else _among_words(database, joined)


def _among_words(database: Database, text: str) -> NamedPapers:
    """Return what is named by ids or links among words that are no reference: a line of a letter.

    What the words find comes behind it.
    """
    names = names_among(text)
    if rowids := _found(papers_named(database, names)):
        return NamedPapers(rowids)
    links = links_within(text)
    return _by_names(database, links) if links else NOTHING


def _by_names(database: Database, names: Sequence[Name]) -> NamedPapers:
    found = papers_named(database, names)
    rowids = _found(found)
    missing = [name for name, papers in zip(names, found, strict=True) if not papers]
    if rowids:
        return NamedPapers(rowids, True, _missing([name.value for name in missing]))
    return NamedPapers([], True, _missing([name.value for name in missing]), _values(missing))


def _found(papers: Iterable[Iterable[int]]) -> list[int]:
    return list(dict.fromkeys(rowid for rowids in papers for rowid in rowids))


def _values(names: Iterable[Name]) -> tuple[str, ...]:
    return tuple(name.value for name in names)


def _missing(values: Sequence[str]) -> tuple[str, ...]:
    if not values:
        return ()
    told = ", ".join(values[:_MOST_TOLD])
    more = f" and {len(values) - _MOST_TOLD} more" if len(values) > _MOST_TOLD else ""
    return (f"The library does not have {told}{more}.",)


def _by_lines(database: Database, lines: Sequence[str]) -> NamedPapers:
    """Return what the lines of a list name, each by itself."""
    if len(lines) > _MOST_LINES:
        return NOTHING
    found: list[NamedPapers] = []
    at = 0
    while at < len(lines):
        named, count = _at_line(database, lines, at)
        found.append(named)
        at += count
    return _united(found)


def _at_line(database: Database, lines: Sequence[str], at: int) -> tuple[NamedPapers, int]:
    """Return what a line names, with those behind it if a title goes on there; and how many."""
    line = lines[at]
    if names := names_in(line):
        return _by_names(database, names), 1
    for count in range(1, min(_MOST_BROKEN, len(lines) - at) + 1):
        title = joined_lines("\n".join(lines[at : at + count]))
        if may_be_title(title) and (rowids := papers_titled(database, [title])):
            return NamedPapers(rowids, True), count
    told = references(line)
    return (_in_reference(database, told[0]) if told else _among_words(database, line)), 1


def _united(found: Iterable[NamedPapers]) -> NamedPapers:
    """Return what several lines name together."""
    every = list(found)
    rowids = list(dict.fromkeys(rowid for one in every for rowid in one.rowids))
    if not rowids:
        return NOTHING
    lost = sum(not one.rowids for one in every)
    lines = "One line names" if lost == 1 else f"{lost} lines name"
    hints = (f"{lines} no paper of the library.",) if lost else ()
    return NamedPapers(rowids, True, hints)


def _in_reference(database: Database, reference: str) -> NamedPapers:
    """Return the paper that a reference of a bibliography is: by its id or DOI, else its title."""
    rowids = _found(papers_named(database, names_within(reference)))
    rowids = rowids or papers_titled(database, list(titles_within(reference)))
    return NamedPapers(rowids, True) if rowids else NOTHING


def with_first(listing: Listing, rowids: Sequence[int]) -> Listing:
    """Return a listing with papers first that its text is the title of."""
    if not len(rowids):
        return listing
    if listing.is_partial:
        # What has only some of the words is not asked for where there is what has this title.
        none = None if listing.scores is None else array("d")
        listing = listing._replace(rowids=array("q"), total=0, is_exact=True, scores=none)
    first = set(rowids)
    left = array("q", (rowid for rowid in listing.rowids if rowid not in first))
    shown = array("q", rowids) + left
    is_whole = len(listing.rowids) == listing.total
    scores: array[float] | None = None
    if listing.scores is not None:
        known = dict(zip(listing.rowids, listing.scores, strict=True))
        best = max(listing.scores, default=0.0)
        scores = array("d", [best] * len(rowids)) + array("d", map(known.__getitem__, left))
    return listing._replace(
        rowids=shown,
        total=len(shown) if is_whole else listing.total,
        scores=scores,
        hints=(),
        is_partial=False,
        is_named=True,
    )
