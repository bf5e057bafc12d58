"""The lists of terms cut from planes of bytes that hold those of many terms, and packed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ..postings.files import TermLists
from ..postings.packing import SHORT, sealed
from ..postings.places import SINGLE, SINGLE_OF_FORMS, Places

FormsOf = Callable[[int], tuple[bytes, bool]]
"""What gives the forms of a term by its number, packed, and whether there are several."""


class PostingPlanes(NamedTuple):
    """Postings of terms that follow each other."""

    steps: Sequence[bytes]
    """The steps between documents by bytes, the low ones first; of a term's first the document."""
    short: bytes
    """The same postings as short lists have them."""
    impacts: bytes
    """Empty where there are none."""


class PlacePlanes(NamedTuple):
    """The places of the same terms."""

    starts: Sequence[int]
    """Where the places of each term begin, and where the last one's end."""
    counts: bytes
    """For every posting how often."""
    low: bytes
    high: bytes
    """The steps between places by bytes; of the first one in a paper the place."""
    forms: bytes


def term_lists(
    terms: Sequence[tuple[int, str]],
    starts: Sequence[int],
    widest: Sequence[int],
    postings: PostingPlanes,
    places: PlacePlanes | None,
    forms_of: FormsOf | None,
) -> Iterator[TermLists]:
    """Yield terms, given as numbers and names, with their lists.

    `starts` are where the postings of each begin, and where the last one's end; `widest` is the
    longest step of each. `forms_of` is None where words have no forms.
    """
    steps, short, impacts = postings
    for place, (number, name) in enumerate(terms):
        start, end = starts[place], starts[place + 1]
        if end - start <= SHORT:
            packed = short[4 * start : 4 * end]
        else:
            width = (widest[place].bit_length() + 7) // 8 or 1
            body = b"".join([plane[start:end] for plane in steps[:width]])
            packed = sealed(width, body + impacts[start:end], is_list=True)
        forms, several = forms_of(number) if forms_of else (b"", False)
        where: bytes | Places = b""
        if places is not None:
            where = _where(places, place, start, end, several)
        yield TermLists(name.encode(), forms, end - start, packed, where)


def _where(places: PlacePlanes, place: int, start: int, end: int, several: bool) -> bytes | Places:
    """Return the places of a term: that with the number `place`, of some postings."""
    starts, counts, low, high, forms = places
    first, last = starts[place], starts[place + 1]
    if last - first == 1 == end - start:  # as with most words
        one = low[first:last] + high[first:last]
        return SINGLE_OF_FORMS + one + forms[first:last] if several else SINGLE + one
    shown = forms[first:last] if several else b""
    return Places(counts[start:end], low[first:last], high[first:last], shown)
