"""Highlights in the order in which they stand in a paper's text."""

from __future__ import annotations

from dataclasses import replace

from ...errors import RectoError
from ...paper import Paper
from ...texts.keeping import TextFiles
from ...texts.placing import in_order
from ..context import Context
from .names import names_of


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
    return replace(
        paper, highlights=tuple(one.highlight for one in in_order(paper.highlights, text))
    )
