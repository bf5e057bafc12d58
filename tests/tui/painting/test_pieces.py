"""Styled text in pieces: broken, cut and joined as Rich would."""

from __future__ import annotations

import random

import pytest
from recto.tui.painting.line_pane import strip_of, wrap
from recto.tui.painting.pieces import between, broken, fitted, line_of, marked, plain
from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

BOLD, FAINT, NONE = Style(bold=True), Style(dim=True), Style.null()
WORDS = ["a", "of", "state", "• ", "naïve", "模型", "e\u0301t", "x" * 30, "", "well-known", "한"]


@pytest.mark.parametrize("seed", range(60))
def test_lines_are_broken_as_rich_breaks_them(seed: int) -> None:
    rng = random.Random(seed)
    text = " ".join(rng.choices(WORDS[: rng.choice([5, 11])], k=rng.randint(0, 40)))
    if seed % 5 == 0:
        text = text.replace(" of ", "\n")
    spans = [(a, a + rng.randint(0, 9), BOLD) for a in rng.choices(range(len(text) + 1), k=3)]
    rich_text = Text(text, style=FAINT)
    for start, end, style in spans:
        rich_text.stylize(style, start, end)
    width = rng.randint(4, 40)
    lines = broken(marked(text, FAINT, spans), width)
    assert [plain(line) for _, line in lines] == [line.plain for line in wrap(rich_text, width)]
    assert [line_of(line) for _, line in lines] == [strip_of(t) for t in wrap(rich_text, width)]
    assert all(text[start:].startswith(plain(line)) for start, line in lines)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("short", 8, "short   "),
        ("exactly8", 8, "exactly8"),
        ("longer than that", 8, "longer…"),
        ("longer-than-that", 8, "longer-…"),
        ("模型模型模型", 8, "模型模… "),
        ("模型模型模型", 7, "模型模…"),
        ("any", 1, "…"),
        ("any", 0, ""),
    ],
)
def test_a_text_is_cut_with_an_ellipsis_or_padded(text: str, width: int, expected: str) -> None:
    pieces = fitted(marked(text, NONE, [(0, 4, BOLD)]), width, "…", NONE)
    assert plain(pieces) == expected.ljust(width) if text.isascii() else expected
    assert cell_len(plain(pieces)) == width


def test_what_stands_between_two_places_keeps_its_styles() -> None:
    pieces = [("one ", BOLD), ("two ", NONE), ("three", FAINT)]
    assert between(pieces, 2, 10) == [("e ", BOLD), ("two ", NONE), ("th", FAINT)]
    assert between(pieces, 4, 8) == [("two ", NONE)]
    assert between(pieces, 5, 5) == []
