"""A paper's description as the fold of its records and of the reader's corrections.

It depends on nothing but what they say: the same set of records makes the same description in every
library, whatever came first and whatever was there in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .rules import BESIDE, RULES
from .telling import Fields, Told

Numbers = Sequence[tuple[str, int | None, int | None]]
"""Days with the upvotes and comments that were seen on them."""

_ORDER = {name: place for place, name in enumerate(RULES)}

_COUNTED = {"upvotes": 1, "comments": 2}


def in_force(records: Sequence[Told]) -> Sequence[Told]:
    """Return the records that count: those on pages in sight, or all where there are none such."""
    return [told for told in records if told.is_in_force] or records


def describe(
    records: Sequence[Told],
    corrections: Mapping[str, Any] | None = None,
    remembered: Numbers = (),
) -> Fields:
    """Return what is shown of a paper that has these records, at least one.

    `corrections` are the reader's own say, None for what is not so; `remembered` are numbers of
    which nobody knows any more which pages showed them.
    """
    counting = in_force(records)
    if len(counting) == 1:
        shown = counting[0].said
        if remembered:
            shown = dict(shown)
            _count(shown, counting, remembered)
    else:
        shown = _fold(counting)
        _count(shown, counting, remembered)
    return corrected(shown, corrections) if corrections else shown


def corrected(shown: Fields, corrections: Mapping[str, Any]) -> Fields:
    """Return a description as the reader has corrected it."""
    if "authors" in corrections:
        authors = corrections["authors"] or []
        shown = {**shown, "has_more_authors": False, "author_count": len(authors) or None}
    shown = {**shown, **corrections}
    return {name: value for name, value in shown.items() if is_said(value) or name == "title"}


def is_said(value: Any) -> bool:
    """Tell whether a value says something; no comments are a number of comments."""
    return bool(value) or (isinstance(value, int) and not isinstance(value, bool))


def _fold(records: Sequence[Told]) -> Fields:
    first = records[0].said
    if all(told.said == first for told in records):
        return dict(first)
    telling: dict[str, list[Told]] = {}
    for told in records:
        for name in told.said:
            telling.setdefault(name, []).append(told)
    shown: Fields = {}
    for name in sorted(telling, key=_ORDER.__getitem__):
        if name in _COUNTED:
            continue
        tellers = telling[name]
        value = tellers[0].said[name]
        if name in BESIDE or (
            len(tellers) > 1 and any(told.said[name] != value for told in tellers)
        ):
            value = RULES[name].choose(name, tellers, shown)
        if value is not None:
            shown[name] = value
    return shown


def _count(shown: Fields, records: Sequence[Told], remembered: Numbers) -> None:
    """Put the numbers in that were seen last."""
    for name, place in _COUNTED.items():
        seen = [(told.day or "", told.said[name]) for told in records if name in told.said]
        seen += [(row[0], row[place]) for row in remembered if row[place] is not None]
        if seen:
            shown[name] = max(seen)[1]
