"""The reader asks services for a query; what is marked of their answer is kept, nothing else."""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Block, Span
from recto.index.services import Bases
from recto.tui.commands.text.references import open_reference
from werkzeug import Request, Response

from ....index.fetch.conftest import MovedClock
from ....index.fetch.world import ENTRY, feed
from ...conftest import Reader, ReaderFactory


@pytest.fixture
def door(httpserver: HTTPServer) -> threading.Event:
    """arXiv answers once it is open."""
    door = threading.Event()
    door.set()

    def query(request: Request) -> Response:
        door.wait()
        return feed(*map(ENTRY.format, ("2401.00001", "2401.00002")))

    def search(request: Request) -> Response:
        found = [{"paper": {"id": id, "title": f"Told {id}"}} for id in ("2401.00002", "2401.7")]
        found[1]["paper"]["id"] = "2401.00003"
        return Response(json.dumps(found), content_type="application/json; charset=utf-8")

    httpserver.expect_request("/api/query").respond_with_handler(query)
    httpserver.expect_request("/api/papers/search").respond_with_handler(search)
    return door


@pytest.fixture
def asking(
    reader: ReaderFactory,
    httpserver: HTTPServer,
    configure: Callable[..., None],
    door: threading.Event,
) -> ReaderFactory:
    here = httpserver.url_for("").rstrip("/")
    configure("\n".join(["[fetch.base]", *(f'{name} = "{here}"' for name in Bases._fields)]))

    @asynccontextmanager
    async def open_reader(columns: int = 120, rows: int = 40) -> AsyncIterator[Reader]:
        async with reader(columns, rows) as r:
            r.main.library.following.clock = MovedClock()
            yield r

    return open_reader


async def say(r: Reader, line: str) -> None:
    """Give a line to the command line."""
    await r.press("colon")
    await r.until(lambda: r.main.focused is r.main.prompt, "the prompt")
    r.main.prompt.input.value = line
    await r.press("enter")


async def test_an_answer_is_a_list_of_which_marks_are_kept(asking: ReaderFactory) -> None:
    async with asking() as r:
        total = r.main.state.counts.all
        await r.press("g", "slash")
        await r.sees("There is no query to ask for")
        await r.search("merging experts")
        found = [*r.main.results.rowids]
        await r.press("g", "slash")
        await r.sees("arXiv and Hugging Face · “merging experts” · 1/3")
        await r.sees("3 papers; those that you mark are kept.")
        lines = [line for line in r.lines if "Told 2401" in line]
        assert [line.split("│")[-1].split()[-1] for line in lines[:3]] == ["arXiv", "HF", "HF"]
        assert "arXiv, HF" in lines[1] and "All of it." in r.text
        await r.press("j", "b")
        await r.sees("yours")
        assert r.main.results.cursor == 1 and r.main.results.rowids[0] < 0
        kept = r.main.results.paper
        assert kept is not None and kept.bookmarked and kept.rowid > 0
        assert kept.kept_from is not None and kept.kept_from.query == "merging experts"
        await r.until(lambda: r.main.state.counts.all == total + 1, "one paper more")
        assert r.main.state.counts.new == r.main.library.counts().new
        await r.press("V", "j", "a")
        await r.until(lambda: r.main.state.counts.queue == 2, "two on the queue")
        assert [rowid > 0 for rowid in r.main.results.rowids] == [False, True, True]
        await r.press("u")
        await r.until(lambda: r.main.state.counts.queue == 0, "none on the queue")
        await r.press("u")
        await r.sees("Undone: bookmarked")
        await r.until(lambda: r.main.state.counts.all == total, "as many papers as before")
        assert all(rowid < 0 for rowid in r.main.results.rowids)
        assert f"All {total}" in " ".join(r.text.split())  # of the library, not of the answer
        await r.press("q")
        await r.until(lambda: [*r.main.results.rowids] == found, "the list of before")
        await r.press("ctrl+o")
        await r.sees("“merging experts” · 2/3")
        await r.press("escape")
        await r.until(lambda: [*r.main.results.rowids] == found, "the list of before")
        await r.press("g", "slash")
        await r.sees("3 papers; those")
        await r.press("g", "n", "ctrl+o")
        await r.sees("“merging experts” · 1/3")
        await r.press("escape")
        await r.lacks("“merging experts”")
        assert r.main.state.view.kind == "new" or r.main.box.text
        assert r.main.library.counts().all == total


async def test_a_note_on_it_keeps_it(asking: ReaderFactory) -> None:
    async with asking() as r:
        total = r.main.state.counts.all
        await say(r, "ask merging experts")
        await r.sees("1/3")
        await r.press("e")
        await r.until(lambda: r.main.note_controller.is_open, "a note")
        await r.press("escape")
        await r.until(lambda: not r.main.note_controller.is_open, "no note")
        await r.until(lambda: not r.main.state.writing, "nothing is written")
        assert r.main.library.counts().all == total
        await r.press("e")
        await r.until(lambda: r.main.note_controller.is_open, "a note")
        await r.type("Hm")
        await r.press("escape")
        await r.until(lambda: r.main.results.paper and r.main.results.paper.note == "Hm", "it")
        assert r.main.library.counts().all == total + 1
        await r.press("u")
        await r.until(lambda: r.main.library.counts().all == total, "no paper and no note")


async def test_it_is_waited_for_as_long_as_one_likes(
    asking: ReaderFactory, door: threading.Event
) -> None:
    async with asking(80, 24) as r:
        door.clear()
        await say(r, "ask merging experts")
        await r.sees("asking arXiv")
        await r.press("j")
        assert r.main.results.cursor == 1
        await r.press("escape")
        await r.sees("The answer is waited for no more.")
        await r.lacks("asking arXiv")
        await say(r, "ask sparse models")
        await r.sees("asking arXiv")
        await r.press("g", "u")
        door.set()
        await r.sees("3 papers for “sparse models” came; :ask sparse models shows them.")
        assert r.main.state.related is None
        await say(r, "ask sparse models")
        await r.sees("arXiv, HF · “sparse models” · 1/3")
        await say(r, "offline")
        await say(r, "ask something else")
        await r.sees("Recto is offline")


async def test_leaving_waits_for_no_answer(asking: ReaderFactory, door: threading.Event) -> None:
    try:
        async with asking() as r:
            door.clear()
            await say(r, "ask merging experts")
            await r.sees("asking arXiv")
        assert not door.is_set() and r.app.return_code in (0, None)
    finally:
        door.set()


async def test_leaving_waits_for_no_service_that_names_a_paper(
    asking: ReaderFactory, door: threading.Event
) -> None:
    entry = Block("entry", (Span("A. B. New. arXiv:2401.00001, 2024."),), number="1", label="b")
    try:
        async with asking(80, 24) as r:
            await r.until(lambda: r.main.key_dispatcher.is_begun, "the rows")
            door.clear()
            open_reference(r.main, entry)
            await r.sees("add 2401.00001, asking arXiv or Crossref? y/n")
            await r.press("y")
            await r.until(lambda: r.main.services.asker.is_asking, "the question")
        assert not door.is_set() and r.app.return_code in (0, None)
    finally:
        door.set()
