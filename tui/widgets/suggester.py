"""What could complete a query in the search box: fields, what stands behind them, names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...index import Counts


def complete_query(text: str, counts: Counts) -> str | None:
    """Return a query with its last word completed; None where nothing is begun or known."""
    head, _, word = text.rpartition(" ")
    sign = word[: len(word) - len(word.lstrip("-("))]
    begun = word[len(sign) :]
    if not begun:
        return None
    lead = (head + " " if head else "") + sign
    found = (name for name in _candidates(begun, counts) if name.startswith(begun))
    best = next((name for name in found if name != begun), None)
    return None if best is None else lead + best


def _candidates(begun: str, counts: Counts) -> Iterator[str]:
    from ...index import CHOICES, FIELDS  # late: the query language is not needed at the start

    field, colon, _ = begun.partition(":")
    if not colon:
        if len(begun) > 1:
            yield from (f"{name}:" for name in FIELDS)
        return
    values = {
        "tag": [tag for tag, _ in counts.tags],
        "source": [source.name for source in counts.sources],
    }
    for value in values.get(field, CHOICES.get(field, ())):
        if " " not in value:
            yield f"{field}:{value}"
