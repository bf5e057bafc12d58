"""What panes paint by themselves leaves the terminal as Textual's compositor would."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pyte
import pytest
from recto.index import Library, clean
from recto.tui.app import RectoApp
from recto.tui.painting.pane_painter import PanesUpdate, Pen
from recto.tui.system.ability import TRUE_COLOR, Ability
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console, RenderableType
from rich.segment import Segment
from rich.style import Style
from textual._compositor import CompositorUpdate
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from ...e2e.terminal import WholeScreen
from ...hostile import HOSTILE
from ..conftest import Reader

WORDS = (
    "graph attention of large language models naïve Müller • “quoted” α→β 模型 学習の 日本 "
    "e\u0301tude q\u0332 x\u0301 한국어 𝒪(n²) data-efficient x" + "long" * 30
).split(" ")

MOVES = ["j", "k", "G", "g g", "pagedown", "pageup", "ctrl+d", "ctrl+u", "ctrl+e", "L", "M", "H"]
OTHERS = ["tab", "z", "v", "r", "b", "s", "J", "escape", "slash g r enter", "colon escape", "? q"]


class Painted:
    """A terminal that gets every frame, beside what the whole screen is at the end."""

    def __init__(self, app: RectoApp, columns: int, lines: int) -> None:
        self._app = app
        self._screen = WholeScreen(columns, lines, lambda text: None)
        self._size = columns, lines
        self.frames: Counter[type] = Counter()
        self._looked_at: list[str] = []
        self._was_right = False

    def show(self, update: RenderableType | None) -> None:
        """Take a frame in."""
        if isinstance(update, CompositorUpdate):
            self.frames[type(update)] += 1
            self._looked_at.clear()
            feed(self._screen, update.render_segments(self._app.console))

    def resize(self, columns: int, lines: int) -> None:
        """Be of another size, with nothing on it, as terminals do not agree what stays."""
        self._screen = WholeScreen(columns, lines, lambda text: None)
        self._size = columns, lines
        self._looked_at.clear()

    @property
    def is_right(self) -> bool:
        """Whether that stands on it which Textual would send, were all of it sent now."""
        strips = self._app.screen._compositor.render_strips()
        lines = [strip.render(self._app.console) for strip in strips]
        if lines != self._looked_at:  # else neither has changed since it was looked at
            whole = WholeScreen(*self._size, lambda text: None)
            for y, line in enumerate(lines):
                feed(whole, f"\x1b[{y + 1};1H{line}")
            self._looked_at, self._was_right = lines, cells(self._screen) == cells(whole)
        return self._was_right


def feed(screen: WholeScreen, text: str) -> None:
    pyte.Stream(screen).feed(text)


def is_agreed(text: str) -> bool:
    """Whether this terminal counts a text's cells as the reader does.

    Of others the compositor's lines and those of the panes differ: in the latter nothing moves.
    """
    screen, cleaned = WholeScreen(50_000, 1, lambda text: None), clean(text)
    feed(screen, cleaned)
    return screen.cursor.x == cell_len(cleaned)


def cells(screen: WholeScreen) -> list[list[Any]]:
    columns, lines = range(screen.columns), range(screen.lines)
    return [[screen.buffer[line][at] for at in columns] for line in lines]


def test_most_texts_are_of_agreed_width() -> None:
    assert all(map(is_agreed, WORDS))
    assert sum(map(is_agreed, HOSTILE)) > len(HOSTILE) / 2


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of papers in several scripts, and of texts made to do harm."""
    directory = tmp_path_factory.mktemp("foreign") / "library"
    rng = random.Random(7)
    titles = [" ".join(rng.choices(WORDS, k=rng.randint(1, 16))) for _ in range(60)]
    papers = [
        {
            "id": f"p{number}",
            "title": f"{number} {title}",
            "abstract": " ".join(rng.choices([*WORDS, title], k=rng.randint(0, 150))),
        }
        for number, title in enumerate([*titles, *filter(is_agreed, HOSTILE)])
    ]
    with Library.open(directory, seeds=False) as library:
        library.add_text("papers.jsonl", "\n".join(map(json.dumps, papers)).encode())
        library.index.rebuild()
    return directory


@pytest.mark.parametrize(
    ("columns", "lines", "theme", "ability"),
    [
        (120, 36, "terminal", Ability(256)),
        (80, 24, "dark", Ability(TRUE_COLOR)),
        (40, 12, "light", Ability(16)),
        (180, 40, "high-contrast", Ability(16, is_ascii=True)),
        (80, 24, "terminal", Ability(0)),
    ],
)
async def test_every_frame_leaves_what_textual_would_paint(
    foreign: Path,
    tmp_path: Path,
    columns: int,
    lines: int,
    theme: str,
    ability: Ability,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")  # which scrolls
    rng = random.Random(columns + lines)
    directory = shutil.copytree(foreign, tmp_path / "library")
    with Library.open(directory, seeds=False) as library:
        app = RectoApp(library, str(directory), fresh=True, theme=theme, ability=ability)
        painted = Painted(app, columns, lines)

        def display(self: RectoApp, screen: Screen[Any], update: RenderableType | None) -> None:
            painted.show(update)

        monkeypatch.setattr(RectoApp, "_display", display)
        async with app.run_test(size=(columns, lines)) as pilot:
            r = Reader(app, pilot)
            await r.until(lambda: r.main.key_dispatcher.is_begun, "the first rows")
            for key in "Gkkkkk":
                painted.frames.clear()
                await r.press(key)
                await r.until(lambda: painted.frames and painted.is_right, "painted")
            assert painted.frames.keys() == {PanesUpdate}, "once all stands, panes do it alone"
            for keys in ("5", "colon", "t h e", "escape"):  # the line beneath a prompt changes
                await r.press(*keys.split())
                await r.until(lambda: painted.is_right, f"painted after {keys}")
            for number in range(32):
                keys = rng.choice(MOVES if number % 3 else OTHERS)
                await r.press(*keys.replace("?", "question_mark").split())
                if number % 4 == 3:
                    await r.until(lambda: painted.is_right, f"painted after {keys}")
            await r.until(lambda: painted.is_right, "painted in the end")


async def test_a_part_of_the_screen_is_painted_with_what_panes_have_changed(
    foreign: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = shutil.copytree(foreign, tmp_path / "library")
    with Library.open(directory, seeds=False) as library:
        app = RectoApp(library, str(directory), fresh=True)
        painted = Painted(app, 120, 36)
        monkeypatch.setattr(RectoApp, "_display", lambda app, screen, update: painted.show(update))
        async with app.run_test(size=(120, 36)) as pilot:
            r = Reader(app, pilot)
            await r.until(lambda: r.main.key_dispatcher.is_begun, "the first rows")
            while painted.frames.keys() != {PanesUpdate}:
                painted.frames.clear()
                await r.press("j")
                await r.until(lambda: painted.frames and painted.is_right, "painted")
            r.main.refresh(Region(0, 35, 120, 1))  # as where a prompt was that is closed
            r.main.results.move(5)
            await r.until(lambda: painted.is_right, "painted")


@pytest.mark.parametrize("width", [0, 1, 2])
@pytest.mark.parametrize("text", ["हिन्दी", "தமிழ் a", "模型 e\u0301", "\u0301b"])
def test_letters_of_disputed_width_leave_and_move_nothing(
    monkeypatch: pytest.MonkeyPatch, width: int, text: str
) -> None:
    def disputed(sign: str) -> int:
        return 1 if sign.isascii() else width

    monkeypatch.setattr("pyte.screens.wcwidth", disputed)
    screen = WholeScreen(40, 3, lambda text: None)
    feed(screen, "\x1b[H" + "X" * 120)
    line = Strip([Segment(f" {text} "), Segment("tail", Style(bold=True))])
    line = line.adjust_cell_length(40)
    pen = Pen([], ColorSystem.STANDARD)
    feed(screen, PanesUpdate([(1, 0, 40)], [line._segments], pen, 40).render_segments(Console()))
    rows = screen.display
    assert rows[0] == rows[2] == "X" * 40
    assert "X" not in rows[1]
    start = cell_len(f" {text} ")
    assert [screen.buffer[1][start + n].data for n in range(4)] == list("tail")


@pytest.mark.parametrize(
    ("segments", "end", "is_erased"),
    [
        ([Segment("words"), Segment(" " * 35, Style.null())], 40, True),
        ([Segment("words", Style(bold=True)), Segment(" " * 35)], 40, True),
        ([Segment(" " * 40)], 40, True),
        ([Segment("words"), Segment(" " * 34)], 39, False),  # something else stands beside it
        ([Segment("words" + " " * 35, Style(bgcolor="blue"))], 40, False),
        ([Segment("words" + " " * 35, Style(underline=True))], 40, False),
        ([Segment("w" * 37), Segment("   ")], 40, False),
    ],
)
def test_plain_blanks_up_to_the_edge_are_erased(
    segments: list[Segment], end: int, is_erased: bool
) -> None:
    screen = WholeScreen(40, 3, lambda text: None)
    feed(screen, "\x1b[H" + "X" * 120)
    update = PanesUpdate([(1, 0, end)], [segments], Pen([], ColorSystem.STANDARD), 40)
    sent = update.render_segments(Console())
    assert sent.endswith("\x1b[K") == is_erased
    feed(screen, sent)
    shown = "".join(segment.text for segment in segments)
    assert screen.display == ["X" * 40, shown.ljust(40, "X" if end < 40 else " "), "X" * 40]
