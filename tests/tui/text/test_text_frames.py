"""What crosses the line while one moves in a text leaves what painting all of it would."""

from __future__ import annotations

import random

import pytest
from recto.tui.app import RectoApp
from recto.tui.painting.pane_painter import PanesUpdate

from ..painting.test_pane_painter import Painted
from .conftest import OpenText, open_text

MOVES = ["j", "j", "k", "space", "minus", "ctrl+d", "ctrl+u", "3 j", "bracketright bracketright"]
OTHERS = ["G", "g g", "s", "tab", "slash r o w enter", "n", "question_mark q", "T", "q T", "right"]
LINE = 300
"""Bytes that a line forward may take."""


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (40, 12)])
async def test_scrolling_shows_what_all_of_it_painted_would_show(
    texts: OpenText, columns: int, lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    rng = random.Random(columns)
    async with texts(columns, lines) as r:
        painted = Painted(r.app, columns, lines)
        sent: list[PanesUpdate] = []

        def display(app: RectoApp, screen: object, update: object) -> None:
            painted.show(update)  # type: ignore[arg-type]
            sent.extend([update] if isinstance(update, PanesUpdate) else [])

        monkeypatch.setattr(RectoApp, "_display", display)
        r.main.refresh(layout=True)
        await open_text(r)
        await r.until(lambda: painted.is_right, "painted")
        for number in range(30):
            keys = rng.choice(MOVES if number % 5 else OTHERS)
            await r.press(*keys.split())
            if number % 12 == 11:
                size = (columns + number % 5, lines + number % 3)
                painted.resize(*size)
                await r.resize(*size)
            if number % 3 == 2:
                await r.until(lambda: painted.is_right, f"painted after {keys}")
        await r.until(lambda: painted.is_right, "painted in the end")
        await r.press("escape", *"gg")
        await r.until(lambda: painted.is_right, "painted at the beginning")
        for _ in range(12):
            sent.clear()
            await r.press("j")
            await r.until(lambda: bool(sent) and painted.is_right, "a line further")
            told = "".join(update.render_segments(r.app.console) for update in sent)
            assert len(told.encode()) <= LINE
            assert "\x1b[r" in told
