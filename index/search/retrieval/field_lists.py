"""Filters that the index has lists for: authors, venues, categories, types, years and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import filterfalse
from typing import TYPE_CHECKING

from ..analysis.words import words
from ..filtering.field_cache import TYPES
from ..postings.fields import AUTHOR, CATEGORY, KEYWORD, KINDS, LINK, TYPE, VENUE, YEAR
from ..query.nodes import FactLeaf, Filter, Range
from .phrases import Wanted, chain_docs

if TYPE_CHECKING:
    from ..reader import IndexReader

_MOST = 1 << 30
"""Terms that may begin alike: all."""


def papers_with(reader: IndexReader, leaf: FactLeaf) -> frozenset[int] | None:
    """Return the papers of the index that a filter asks for; None for one that it cannot answer."""
    match leaf:
        case Filter("author's word", value, is_prefix):
            docs = _named(reader, AUTHOR, [value], is_prefix)
        case Filter("keyword", value):
            docs = _named(reader, KEYWORD, words(value), True)
        case Filter("venue", value):
            docs = _named(reader, VENUE, words(value), True)
        case Filter("cat", value, is_prefix):
            wanted = value.lower()
            begun = wanted if is_prefix else f"{wanted.rstrip('.')}."
            docs = _any_of(reader, CATEGORY, {wanted, *_begun(reader, CATEGORY, begun)})
        case Filter("type", value, is_prefix):
            wanted = TYPES.get(value.lower(), value.lower())
            begun_types = _begun(reader, TYPE, wanted) if is_prefix else ()
            docs = _any_of(reader, TYPE, {wanted, *begun_types})
        case Filter("has", value, False) if value in KINDS:
            docs = _any_of(reader, LINK, (value,))
        case Range("year", low, high) if _is_year(low) and _is_year(high):
            # As the library compares dates: a year says less than any of its days.
            first, end = low or "0", high or "~"
            years = _begun(reader, YEAR, "")
            docs = _any_of(
                reader,
                YEAR,
                [year for year in years if f"{year}~" > str(first) and year < str(end)],
            )
        case _:
            return None
    if docs is None:
        return None
    rowids, deleted = reader.rowids, reader.deleted
    alive = filterfalse(deleted.__contains__, docs) if deleted else docs
    return frozenset(map(rowids.__getitem__, alive))


def _is_year(text: int | str | None) -> bool:
    """Tell whether an end of a range is a year, or behind one."""
    return text is None or re.fullmatch("[0-9]{4}~?", str(text)) is not None


def _begun(reader: IndexReader, field: str, prefix: str) -> Iterator[str]:
    return (term for term, _ in reader.terms(field, prefix, _MOST))


def _any_of(reader: IndexReader, field: str, terms: Iterable[str]) -> set[int]:
    """Return the documents that have any of some terms."""
    docs: set[int] = set()
    for term in terms:
        found = reader.postings(field, term)
        if found is not None:
            docs.update(found.ids.tolist())
    return docs


def _named(
    reader: IndexReader, field: str, asked: Sequence[str], is_prefix: bool
) -> Iterable[int] | None:
    """Return the documents that have words one behind the other, the last one perhaps begun."""
    if not asked:
        return None
    *before, last = asked
    terms = list(_begun(reader, field, last)) if is_prefix else [last]
    if not before:
        return _any_of(reader, field, terms)
    found = [_any_of(reader, field, (word,)) for word in dict.fromkeys(before)]
    docs = sorted(set.intersection(*found, _any_of(reader, field, terms)))
    steps = [[Wanted(field, word)] for word in before]
    steps.append([Wanted(field, term) for term in terms])
    return [int(doc) for doc in chain_docs(reader, steps, "", docs)]
