"""Highlights in the order in which one reads, told by the texts that are kept."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from ..errors import RectoError
from ..paper import Highlight, Paper
from ..texts.blocks import Text
from ..texts.keeping import TextFiles
from ..texts.placing import place
from ..texts.spots import Spot
from .context import Context


class Placed(NamedTuple):
    """A highlight with where it stands."""

    highlight: Highlight
    spots: tuple[Spot, ...] | None
    """Empty for an orphan, whose words are not in the text; None where no text is here."""


def in_order(paper: Paper, text: Text | None) -> list[Placed]:
    """Return a paper's highlights in the order of its text, orphans at the end.

    Where no text is here they stand as they were made.
    """
    if text is None:
        return [Placed(one, None) for one in paper.highlights]
    found = [Placed(one, place(text, one)) for one in paper.highlights]
    placed = [one for one in found if one.spots]
    return [*sorted(placed, key=lambda one: one.spots or ()), *(o for o in found if not o.spots)]


def names_of(context: Context, rowid: int) -> list[str]:
    """Return the ids of a paper: the one it has, and those it had before it was merged."""
    rows = context.database.rows(
        "SELECT p.id FROM papers p WHERE p.pid = ? UNION ALL "
        "SELECT i.alias FROM ids i WHERE i.pid = ?",
        (rowid, rowid),
    )
    return list(dict.fromkeys(name for (name,) in rows))


def with_order(context: Context, paper: Paper) -> Paper:
    """Return a paper with its highlights in the order of its text, as far as that can be read."""
    if len(paper.highlights) < 2:
        return paper
    files = TextFiles(context.locations.texts)
    kept = next((name for name in names_of(context, paper.rowid) if files.has(name)), None)
    try:
        text = None if kept is None else files.load(kept)
    except RectoError:
        return paper
    return replace(paper, highlights=tuple(one.highlight for one in in_order(paper, text)))
