"""A text that is read for the first time is shown from its beginning, and does not move."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from recto.index import RectoError, Text
from recto.index.texts.file_marks import BLOCKS
from recto.tui.keys.contexts import TEXT

from ..conftest import Reader
from . import sample
from .conftest import OpenText, pane

WHOLE = sample.text(8)
PARTS = [WHOLE._replace(blocks=WHOLE.blocks[:size]) for size in (25, 60)]


class Slowly:
    """Reads a text anew, a part each time it may."""

    def __init__(self) -> None:
        self._may = threading.Semaphore(0)
        self.error: RectoError | None = None

    def renew(
        self, id: str, *, stopped: object, part: Callable[[Text], object] | None = None
    ) -> bool:
        if part is None:  # as what reads all texts anew beside the screen
            return False
        for text in PARTS:
            self._wait()
            part(text)
        self._wait()
        if self.error is not None:
            raise self.error
        return True

    def go_on(self) -> None:
        self._may.release()

    def _wait(self) -> None:
        assert self._may.acquire(timeout=60)


async def begin(r: Reader, monkeypatch: pytest.MonkeyPatch, *, is_damaged: bool = False) -> Slowly:
    """Let the text be one that has to be read anew, and ask for it."""
    slowly = Slowly()
    monkeypatch.setattr(r.main.library.texts, "renew", slowly.renew)
    monkeypatch.setattr(r.main.library.texts, "get", lambda paper: WHOLE)
    for path in Path(r.main.library.texts.files.directory).glob(f"*{BLOCKS}"):
        if is_damaged:
            path.write_bytes(path.read_bytes().partition(b"\n")[0] + b"\nnonsense")
        else:
            path.unlink()
    await r.until(lambda: r.main.key_dispatcher.is_begun, "the rows")
    await r.press("T")
    return slowly


async def test_more_of_it_comes_while_one_reads_on(
    texts: OpenText, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with texts(80, 24, WHOLE) as r:
        slowly = await begin(r, monkeypatch)
        await r.sees("reading the text anew")
        slowly.go_on()
        await r.sees("José Ruiz")
        await r.sees("O outline")
        shown = pane(r)
        assert "1/…" in r.lines[0]
        await r.press("space", "j")
        before, place = r.lines[1:-1], shown.sight.place
        slowly.go_on()
        await r.until(lambda: shown.text == PARTS[1], "more of it")
        assert (r.lines[1:-1], shown.sight.place) == (before, place)
        await r.press("G", "k")
        before, place = r.lines[1:-1], shown.sight.place
        assert "Footnotes" in r.text  # which stand at the end, wherever that is
        await r.press("space", "space")
        await r.sees("The rest of it is being read.")
        paper = r.main.results.paper
        assert paper is not None
        assert not paper.read
        await r.press("g", "g", "slash", *"five", "enter")
        await r.sees("is nowhere in what is read of this text so far.")
        await r.press("5", *"]]")
        before, place = r.lines[1:-2], shown.sight.place
        slowly.go_on()
        await r.until(lambda: shown.is_whole, "all of it")
        assert (r.lines[1:-2], shown.sight.place) == (before, place)
        await r.until(lambda: "%" in r.lines[0] and "…" not in r.lines[0], "how much that is")
        positions = r.main.library.positions
        await r.until(lambda: positions.parts().get(paper.rowid) == shown.sight.percent, "kept")
        await r.press("enter")


async def test_whoever_asks_again_is_told_what_goes_on(
    texts: OpenText, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with texts(80, 24, WHOLE) as r:
        slowly = await begin(r, monkeypatch)
        await r.sees("reading the text anew")
        await r.press("T")
        await r.sees("Still reading the text anew; ctrl+c gives it up.")
        for _ in range(3):
            slowly.go_on()


async def test_it_opens_where_one_left_it_once_that_is_there(
    texts: OpenText, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with texts(80, 24, WHOLE) as r:
        await r.until(lambda: r.main.key_dispatcher.is_begun, "the rows")
        await r.press("T")
        await r.sees("José Ruiz")
        await r.press("6", *"]]")
        place = pane(r).sight.place
        assert len(PARTS[0].blocks) < place.block < len(PARTS[1].blocks)
        await r.press("q")
        slowly = await begin(r, monkeypatch, is_damaged=True)
        slowly.go_on()
        slowly.go_on()
        await r.until(lambda: r.main.reading is not None, "the text")
        assert (pane(r).text, pane(r).sight.place) == (PARTS[1], place)
        await r.press("q")
        slowly.go_on()  # whoever has closed it is not shown it again
        await r.until(lambda: not r.main.texts.fetcher.is_asking, "the end")
        assert r.main.where != TEXT


async def test_what_is_damaged_is_said_and_the_beginning_stays(
    texts: OpenText, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with texts(80, 24, WHOLE) as r:
        slowly = await begin(r, monkeypatch)
        slowly.error = RectoError("It cannot be read as a paper")
        for _ in range(3):
            slowly.go_on()
        await r.sees("It cannot be read as a paper")
        assert pane(r).text == PARTS[1]
        await r.press("G", "space")
        await r.sees("The rest of it was not read; T reads it again.")
        slowly.error = None
        await r.press("T")
        await r.sees("The rest of it is being read.")
        for _ in range(3):
            slowly.go_on()
        await r.until(lambda: pane(r).text == WHOLE, "all of it")
