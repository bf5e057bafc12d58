"""Which cells of a line are sent: never too few, and no more than differ."""

from __future__ import annotations

import pytest
from recto.tui.painting.cell_changes import changed_cells
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

BOLD = Style(bold=True)


def strip(*parts: str | tuple[str, Style]) -> Strip:
    return Strip([Segment(part) if isinstance(part, str) else Segment(*part) for part in parts])


@pytest.mark.parametrize(
    ("before", "after", "cells"),
    [
        (strip("alpha"), strip("alpha"), (0, 0)),
        (strip("alpha"), strip("al", "pha"), (0, 0)),
        (strip("alpha"), strip("alXha"), (2, 3)),
        (strip("alpha"), strip("Xlphb"), (0, 5)),
        (strip("alpha"), strip("al", ("ph", BOLD), "a"), (2, 4)),
        (strip(("alp", BOLD), "ha"), strip("aXpha"), (0, 3)),
        (strip("alpha"), strip("alphabet"), (0, 8)),
        (strip("● a…"), strip("○ a…"), (0, 1)),
        (strip("a日b"), strip("a月b"), (0, 4)),
        (strip("a日b"), strip("axyb"), (0, 4)),
        (strip("a日b"), strip("a日b"), (0, 0)),
        (strip("e\u0301x"), strip("ex"), (0, 2)),
        (strip("ab\u0301c"), strip("ab\u0301d"), (0, 3)),
    ],
)
def test_changed_cells(before: Strip, after: Strip, cells: tuple[int, int]) -> None:
    assert changed_cells(before, after) == cells
    assert changed_cells(after, before) == cells
