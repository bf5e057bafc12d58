"""Highlights as rows of a list: those of a text, or those of all papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from ....index import Highlight, Paper, readable
from ...painting.look import Signs
from .outline import Row

if TYPE_CHECKING:
    from ....index import Spot


class PlacedHighlight(Protocol):
    """A highlight, with where it stands."""

    @property
    def highlight(self) -> Highlight:
        """What is kept of it."""

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Where it stands; nowhere for an orphan."""

    @property
    def draft(self) -> str | None:
        """What is half typed of its note."""


def paper_rows(placed: Sequence[PlacedHighlight], signs: Signs) -> list[Row]:
    """Return the highlights of a text, each by its number; orphans have a sign."""
    return [
        Row(
            _said(one.highlight, one.draft, signs),
            number,
            sign=signs.bar if one.spots else signs.lost,
        )
        for number, one in enumerate(placed)
    ]


def library_rows(found: Sequence[tuple[Paper, Sequence[Highlight]]], signs: Signs) -> list[Row]:
    """Return papers with their highlights below them, numbered throughout."""
    rows: list[Row] = []
    for paper, highlights in found:
        rows.append(Row(readable(paper.title), len(rows), is_heading=True))
        for one in highlights:
            rows.append(Row(_said(one, None, signs), len(rows), depth=1))
    return rows


def _said(highlight: Highlight, draft: str | None, signs: Signs) -> str:
    """Return in one line a note, what it is on, and where that stands."""
    note, words = draft or highlight.note, readable(highlight.text)
    told = [f"{signs.note} {note}" if note else "", words, highlight.section]
    return f" {signs.dot} ".join(" ".join(part.split()) for part in told if part)
