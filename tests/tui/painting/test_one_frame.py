"""What a letter in the search box costs: one frame, two messages, no line that is the same."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from recto.tui.app import RectoApp
from recto.tui.painting import frames
from recto.tui.painting.pane_painter import PanesUpdate
from recto.tui.reader.typing_pace import TypingPace
from rich.console import RenderableType
from textual import events
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen

from ..conftest import Reader, ReaderFactory


class Watched:
    """The frames and the messages of a reader."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.updates: list[RenderableType | None] = []
        self.messages: list[str] = []
        dispatch = MessagePump._dispatch_message

        def display(app: RectoApp, screen: Screen[Any], update: RenderableType | None) -> None:
            self.updates.append(update)

        async def dispatched(pump: MessagePump, message: Message) -> None:
            self.messages.append(f"{type(message).__name__} to {type(pump).__name__}")
            await dispatch(pump, message)

        monkeypatch.setattr(RectoApp, "_display", display)
        monkeypatch.setattr(MessagePump, "_dispatch_message", dispatched)
        # However late the answer is here, it is in time.
        monkeypatch.setattr(frames, "HELD", 3600.0)
        # Nor does the typing rest here.
        monkeypatch.setattr(TypingPace, "rest", 3600.0)

    def forget(self) -> None:
        self.updates.clear()
        self.messages.clear()


async def letter(r: Reader, watched: Watched, sign: str) -> None:
    """Type a letter and wait for what it finds, without a message of the test's own."""
    text = r.main.box.text + sign
    watched.forget()
    r.app.post_message(events.Key(sign, sign))
    while r.main.state.listing is None or r.main.state.listing.text != text or not watched.updates:
        await asyncio.sleep(0.001)
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_letter_is_one_frame_with_all_that_it_changes(
    reader: ReaderFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch)
    async with reader(120, 40) as r:
        await r.press("slash")
        await r.type("d")
        await r.until(lambda: r.main.state.listing and r.main.state.listing.text == "d", "found")
        await r.pilot.pause()
        for sign in "iffus":
            await letter(r, watched, sign)
            assert [type(update) for update in watched.updates] == [PanesUpdate]
            assert watched.messages == ["Key to RectoApp", "ResultsReady to MainScreen"]
        lines = {y for update in watched.updates for y, _, _ in update.spans}  # type: ignore[union-attr]
        assert 0 in lines
        assert len(r.main.results.rowids) < 300


async def test_what_a_letter_leaves_as_it_was_is_not_drawn_again(
    reader: ReaderFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch)
    async with reader(120, 40) as r:
        await r.press("slash")
        await r.type("permutatio")
        text = "permutatio"
        await r.until(lambda: r.main.state.listing and r.main.state.listing.text == text, "found")
        await r.pilot.pause()
        width = r.main.results.content_size.width
        rows = [r.main.results.line_at(y, width) for y in range(1, 3)]
        abstract = list(r.main.abstract._lines)
        await letter(r, watched, "n")
        assert [r.main.results.line_at(y, width) for y in range(1, 3)] == rows
        assert all(r.main.results.draw_line(y, width) is row for y, row in enumerate(rows, 1))
        assert all(a is b for a, b in zip(r.main.abstract._lines, abstract, strict=True))
