"""A stand-in for the screen: shows nothing, and keeps what those who work for it ask of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest
from recto.index import Library, Listing, Paper, RectoError
from recto.tui.keys.command import Command
from recto.tui.reader.key_dispatcher import KeyDispatcher
from recto.tui.reader.presenters.activity import Activity
from recto.tui.reader.state import Keyboard
from recto.tui.widgets.note_editor import NoteEditor
from recto.tui.widgets.rows.row_window import RowWindow

from .shells import PAGE

T = TypeVar("T")


class Box:
    """A search box or a prompt, and all that happened to it."""

    def __init__(self) -> None:
        self.text = ""
        self.calls: list[str] = []

    is_at_end = True

    def edit(self, key: str) -> bool:
        self.text += key
        return True

    paste = edit

    def close(self, *, is_answered: bool) -> None:
        self.calls.append("answer" if is_answered else "close")

    asks_for_key = False

    def take_key(self, key: str) -> None:
        self.calls.append(f"key {key}")

    def complete_next(self, step: int) -> None:
        self.calls.append(f"complete {step}")

    def recall(self, step: int) -> None:
        self.calls.append(f"recall {step}")


class Bottom:
    """The bottom line."""

    message = ""
    keys: Sequence[tuple[str, str]] = ()

    def say(self, message: str) -> None:
        self.message = message

    def show_keys(self, keys: Iterable[tuple[str, str]], *, is_prefix: bool = False) -> None:
        self.keys = tuple(keys)


class Rows:
    """The list of papers."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.rowids: Sequence[int] = library.listing("").rowids
        self.cursor = 0

    @property
    def rowid(self) -> int | None:
        return self.rowids[self.cursor] if self.rowids else None

    @property
    def paper(self) -> Paper | None:
        return None if self.rowid is None else self._library.rows([self.rowid])[0]

    @property
    def window(self) -> RowWindow:
        return RowWindow(0, 10, 1, len(self.rowids))

    @property
    def selection(self) -> Rows:
        return self

    def take_targets(self, count: int = 1) -> Sequence[int]:
        return self.rowids[self.cursor : self.cursor + count]


class Stage:
    """A screen that shows nothing and keeps what it was asked."""

    where = "list"
    keyboard = Keyboard.PANE
    is_current = True
    lendings = 0
    passed: Sequence[int] = ()

    def __init__(self, library: Library) -> None:
        self.library = library
        self.loop = asyncio.get_running_loop()
        self.box, self.prompt, self.bottom = Box(), Box(), Bottom()
        self.results = Rows(library)
        self.activity = Activity(lambda: None)
        self.calls: list[str] = []
        self.said: list[str] = []
        self.errors: list[str] = []
        self.ran: list[tuple[str, int | None]] = []
        self.empty_text = ""
        self.editor: NoteEditor | None = None
        self.keys: KeyDispatcher | None = None
        self.look: Callable[[], object] = lambda: None
        self.listen: Callable[[], object] = lambda: None
        self.rest: Callable[[], object] = lambda: None
        self._tasks: list[asyncio.Task[object]] = []

    @property
    def presenter(self) -> Stage:
        """Itself: what is to be shown is kept with all else."""
        return self

    async def settle(self) -> None:
        """Wait until all that was begun is done."""
        while self._tasks:
            await self._tasks.pop(0)

    def say(self, message: str, *, is_error: bool = False) -> None:
        (self.errors if is_error else self.said).append(message)

    def key(self, ident: str) -> str:
        return f"<{ident}>"

    def call_later(self, callback: Callable[..., object], *args: Any) -> None:
        self.loop.call_soon_threadsafe(callback, *args)

    def run_beside(
        self,
        work: Callable[[], Coroutine[None, None, None]],
        *,
        group: str = "",
        exclusive: bool = False,
    ) -> None:
        self._tasks.append(self.loop.create_task(work()))

    def call_in(self, delay: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        self.rest = callback
        return self.loop.call_later(delay, lambda: None)

    def hold_frame(self) -> None: ...

    def release_frame(self) -> None: ...

    def set_interval(self, interval: float, callback: Callable[[], object]) -> None:
        self.look = callback

    def show_list(self, listing: Listing | None, empty_text: str, keep: int | None = None) -> None:
        rowids = () if listing is None else listing.rowids
        self.results.rowids, self.empty_text = rowids, empty_text
        self.results.cursor = rowids.index(keep) if keep is not None and keep in rowids else 0

    def show_papers(self, papers: Sequence[Paper]) -> None:
        self.calls += (f"show {paper.title}" for paper in papers)

    def stay_with(self, papers: Sequence[Paper]) -> None:
        self.calls.append(f"go to {papers[0].title}")

    def refresh_rows(self) -> None:
        self.calls.append("rows")

    def show_counts(self) -> None: ...

    def show_reading(self) -> None: ...

    def show_left(self) -> None: ...

    def show_parts(self) -> None: ...

    def recount(self) -> None: ...

    def reload(self) -> None:
        self.calls.append("reload")

    def release_keys(self) -> None:
        self.calls.append("release")

    def build_index(self, why: str = "") -> None:
        self.activity.building = "indexing"

    def index_texts(self) -> None:
        self.activity.building = "indexing"

    def open_editor(self, editor: NoteEditor) -> None:
        self.editor = editor

    def close_editor(self, editor: NoteEditor) -> None:
        self.editor = None

    def leave_note(self) -> None:
        self.calls.append("leave")

    def lend_terminal(self, work: Callable[[], T]) -> T:
        return work()

    def run_command(self, command: Command[Any], count: int | None) -> None:
        self.ran.append((command.id, count))
        command.run(self, count)

    def pass_key(self, key: str) -> bool:
        assert self.keys is not None
        return self.keys.take(key)

    def focus_pane(self) -> None:
        self.keyboard = Keyboard.PANE

    focus_list = focus_pane

    def turn_focus(self, step: int) -> None:
        self.calls.append(f"turn {step}")

    def refresh_bar(self) -> None:
        if self.keys is not None:
            self.keys.show_bar()

    def call_after_frame(self, callback: Callable[[], object]) -> None:
        self.listen = callback


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Library]:
    """A library of two papers."""
    with Library.open(tmp_path / "two", seeds=False) as library:
        library.add_text("page.txt", PAGE.encode())
        yield library


def refuse(*_: object, **__: object) -> Any:
    """Stand in for whatever cannot be written."""
    raise RectoError("The disk is full")
