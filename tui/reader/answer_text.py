"""What the bottom line says of an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..system.paper_facts import count

if TYPE_CHECKING:
    from .searcher import Answer


def said_of(answer: Answer, key: Callable[[str], str]) -> str:
    """Return what there is to say of an answer at rest; `key` names a command's key."""
    listing = answer.listing
    parts: list[str] = []
    if answer.suggestion is not None:
        total = f"{listing.total:,}" + ("" if listing.is_exact else "+")
        meant = " ".join(answer.suggestion.split())
        parts.append(f"{total} for “{meant}”; {key('as-typed')} as typed")
    else:
        parts += listing.hints
        if answer.named:
            parts.append(_named(answer.named, listing.total))
    if listing.has_moved:
        parts.append("Another paper is first now that the last word is whole.")
    return " ".join(parts)


def _named(named: int, total: int) -> str:
    if named >= total:
        which = "this paper" if named == 1 else f"these {count(named, 'paper')}"
    else:
        which = "the first paper" if named == 1 else f"the first {count(named, 'paper')}"
    return f"The text names {which}."
