"""Lines that the terminal scrolls itself leave what painting all of them would."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import pairwise

import pytest
from recto.tui.painting.pane_painter import PanesUpdate, Pen
from recto.tui.painting.scrolling import scroll_of
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from ...e2e.terminal import WholeScreen
from .test_pane_painter import cells, feed

WIDTH, HEIGHT, FIRST = 30, 12, 2
STYLES = [Style.null(), Style(bold=True), Style(bgcolor="blue")]


def line(rng: random.Random) -> Strip:
    """Return a line that may be blank, wide, or all of one colour."""
    words = rng.choice(["", "rows", "naïve 模型 rows", "a longer line of words"])
    said = f"{words} {rng.randint(0, 99)}" if words else ""
    strip = Strip([Segment(said, rng.choice(STYLES))]).adjust_cell_length(WIDTH, Style.null())
    return strip.simplify()


def test_what_is_scrolled_and_painted_is_what_was_wanted() -> None:
    rng = random.Random(5)
    content = [line(rng) for _ in range(400)]
    pen = Pen([], ColorSystem.STANDARD)
    screen, top, scrolled = WholeScreen(WIDTH, 20, lambda text: None), 100, 0
    feed(screen, "\x1b[1;1Hhead\x1b[20;1Hfoot")

    def pane(top: int) -> list[Strip]:
        lines = content[top : top + HEIGHT]
        lines[0] = Strip([Segment(f"{top} %".ljust(WIDTH))])  # as the line that says where one is
        if top % 3 == 0:
            lines[5] = Strip([Segment("chosen".ljust(WIDTH), Style(reverse=True))])
        return lines

    def whole(lines: list[Strip]) -> WholeScreen:
        other = WholeScreen(WIDTH, 20, lambda text: None)
        feed(other, "\x1b[1;1Hhead\x1b[20;1Hfoot")
        spans = [(FIRST + y, 0, WIDTH) for y in range(HEIGHT)]
        parts = [list(strip) for strip in lines]
        feed(other, PanesUpdate(spans, parts, pen, WIDTH).render_segments(Console()))
        return other

    places = [
        top := min(380, max(0, top + rng.choice([1, 1, -1, 2, -3, 6, 11, 40]))) for _ in range(120)
    ]
    feed(screen, PanesUpdate([(FIRST + y, 0, WIDTH) for y in range(HEIGHT)],
                             [list(strip) for strip in pane(100)], pen, WIDTH)
         .render_segments(Console()))  # fmt: skip
    for before, after in pairwise([100, *places]):
        old, new = pane(before), pane(after)
        scroll = scroll_of(old, new, WIDTH)
        if scroll is None:
            rest = dict.fromkeys(range(HEIGHT), (0, WIDTH))
            sent = ("", range(0))
        else:
            scrolled += 1
            assert abs(scroll.lines) == abs(after - before)
            region = range(scroll.top, scroll.bottom + 1)
            rest = {y: (0, WIDTH) for y in range(HEIGHT) if y not in region} | scroll.rest
            sent = scroll.sequence(FIRST), range(FIRST, FIRST + HEIGHT)
        spans = [(FIRST + y, *ends) for y, ends in rest.items()]
        parts = [list(new[y].crop(*ends)) for y, ends in rest.items()]
        feed(screen, PanesUpdate(spans, parts, pen, WIDTH, sent).render_segments(Console()))
        assert cells(screen) == cells(whole(new)), (before, after)
    assert scrolled > 40


@pytest.mark.parametrize(("term", "can"), [("xterm-256color", "True"), ("nobodys", "False")])
def test_only_a_terminal_that_is_known_to_scroll_is_asked_to(term: str, can: str) -> None:
    # The list of terminals is looked into once in a process.
    ask = "from recto.tui.painting.scrolling import can_scroll; print(can_scroll(input()))"
    run = [sys.executable, "-c", ask]
    told = subprocess.run(run, input=term, capture_output=True, text=True, check=True).stdout
    assert told.strip() == can
