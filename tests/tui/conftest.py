"""The reader in a test: real widgets, real keys, a real library, no terminal."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import textual.app
from recto.index import Library
from recto.tui import app as app_module
from recto.tui.app import RectoApp
from recto.tui.reader import passing
from recto.tui.reader.main_screen import MainScreen
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import TextArea

from .shells import library, run, shell
from .stages import two

__all__ = ["library", "run", "shell", "two"]


RESTS = 3
"""Turns of the event loop in which nothing must be on its way: what is told is told in one more."""


class Reader:
    """A running reader with the ways a test looks at it."""

    def __init__(self, app: RectoApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def main(self) -> MainScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, MainScreen)
        return screen

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, line by line."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def shows(self, text: str) -> bool:
        """Whether it is on the screen, wherever a line that holds it was broken.

        Where a sentence tells a path, that goes by how long the test's directory is named.
        """
        return text in self.text or text in " ".join(self.text.split())

    async def press(self, *keys: str) -> None:
        """Press keys, each once what the key before it has begun is done and laid out."""
        for key in keys:
            await self.send(key)
            await self.settle()

    async def send(self, *keys: str) -> None:
        """Press keys one behind the other, and wait for nothing that they begin."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type a text without a rest."""
        names = {" ": "space", "/": "slash", "+": "plus", "-": "minus", ":": "colon"}
        await self.send(*(names.get(sign, sign) for sign in text))
        await self.settle()

    async def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, and wait until the panes have theirs."""
        await self.pilot.resize_terminal(columns, rows)
        await self.settle()

    async def settle(self) -> None:
        """Wait until no key waits to be taken, no mark to be written, no list to be shown.

        And until the panes have the places that they are to have. The bound is that of `until`.
        """
        rests = 0
        for turn in range(60_000):
            if rests == RESTS or self.app._exit or not self.app.is_running:
                return
            rests = rests + 1 if self._is_at_rest else 0
            await asyncio.sleep(0 if rests or turn < 20 else 0.001)  # for what threads do
        raise AssertionError(f"what was pressed is never done with\n{self.text}")

    @property
    def _is_at_rest(self) -> bool:
        main, screen = self.main, self.app.screen
        if main.key_dispatcher._held or main.state.writing:
            return False
        if main.state.is_waiting and not main.activity.building:
            return False
        parts: list[Widget] = [screen, *screen.walk_children(Widget)]
        if any(part.message_queue_size for part in (self.app, *parts)):
            return False
        if self.app._resize_event is not None:  # of which Textual tells the screen in a moment
            return False
        if screen._layout_required:
            screen._on_timer_update()  # the next frame, which a slow line would wait for
            return False
        return not any(part._layout_required for part in parts)

    async def until(self, condition: Callable[[], object], why: str = "") -> None:
        """Wait for a condition; the bound only keeps a broken test from hanging."""
        for _ in range(6000):
            try:
                if condition():
                    return
            except KeyError:  # between two frames the toolkit has a text area without its styles
                seen = self.app.screen._compositor.visible_widgets
                if not any(isinstance(one, TextArea) for one in seen):
                    raise
            await self.pilot.pause(0.01)
            await asyncio.sleep(0)
        raise AssertionError(f"never came about: {why}\n{self.text}")

    async def sees(self, text: str) -> None:
        await self.until(lambda: self.shows(text), f"{text!r} on the screen")

    async def lacks(self, text: str) -> None:
        await self.until(lambda: not self.shows(text), f"no {text!r} on the screen")

    async def search(self, text: str) -> None:
        """Type a query and go to its results."""
        await self.press("slash")
        await self.type(text)
        await self.press("enter")
        await self.until(lambda: self._answers(text), f"results of {text!r}")

    async def add(self, path: Path) -> None:
        """Give a path to the command `add`."""
        await self.press("colon")
        await self.until(lambda: self.main.focused is self.main.prompt, "the prompt")
        self.main.prompt.input.value = f"add {path}"
        await self.press("enter")

    def _answers(self, text: str) -> bool:
        listing = self.main.state.listing
        # What was found while the query was being typed need not be what Enter asked for.
        is_there = listing is not None and listing.text == text and listing.is_exact
        is_entered = self.main.focused is not self.main.box  # which Enter leaves as it asks
        return is_there and is_entered and not self.main.state.is_waiting


async def _give_way(*_: float) -> None:
    """Let everybody have a turn, in place of a while in which the machine may do anything else."""
    await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def keys_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a key be pressed without a rest before and behind it: `Reader` knows what to wait for."""
    monkeypatch.setattr(textual.app, "wait_for_idle", _give_way)


_parse_rules = Stylesheet._parse_rules
_parsed: dict[object, list[RuleSet]] = {}
"""The rules of each style sheet that was parsed, in each theme: no test changes them."""


def _parse_once(self: Stylesheet, css: str, *arguments: Any, **options: Any) -> list[RuleSet]:
    """Parse a style sheet; of those of an earlier reader, which has the same, take its rules."""
    key = css, arguments, *options.items(), frozenset(self._variables.items())
    if key not in _parsed:
        _parsed[key] = _parse_rules(self, css, *arguments, **options)
    return _parsed[key]


@pytest.fixture(autouse=True)
def parsed_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first reader in a theme parse the style sheets for those behind it."""
    monkeypatch.setattr(Stylesheet, "_parse_rules", _parse_once)


@pytest.fixture(autouse=True)
def hands_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no paper be passed because a test takes its time; what the cursor leaves still is.

    Nor do chores begin, of which the day's snapshot is a process: who tests them begins them.
    """
    monkeypatch.setattr(passing, "REST", 3600.0)
    monkeypatch.setattr(app_module, "CHORES", 3600.0)


ReaderFactory = Callable[..., AbstractAsyncContextManager[Reader]]


@pytest.fixture
def reader(tmp_path: Path, seeded: Path) -> ReaderFactory:
    """Return a way to open the reader on a library in a directory of this test."""

    @asynccontextmanager
    async def open_reader(
        columns: int = 120, rows: int = 40, *, seeds: bool = True, index: bool = True
    ) -> AsyncIterator[Reader]:
        data_dir = tmp_path / "library"
        if seeds and not data_dir.exists():
            ignore = None if index else shutil.ignore_patterns("cache")
            shutil.copytree(seeded, data_dir, ignore=ignore)
        with Library.open(data_dir, seeds=seeds, window="reader") as library:
            app = RectoApp(library, str(data_dir))
            async with app.run_test(size=(columns, rows)) as pilot:
                opened = Reader(app, pilot)
                await opened.until(lambda: opened.main.key_dispatcher.is_begun, "the first rows")
                yield opened

    return open_reader


Configure = Callable[..., None]


@pytest.fixture
def configure(tmp_path: Path, seeded: Path) -> Configure:
    """Return a way to write the settings of the reader in this test."""

    def write(text: str) -> None:
        shutil.copytree(seeded, tmp_path / "library")
        (tmp_path / "library" / "config.toml").write_text(text)

    return write
