"""The reader fetches what is followed; services are on this machine."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library
from recto.index.services import Bases
from recto.tui.commands.chores import do_chores
from recto.tui.reader.services.fetch_text import source_name
from werkzeug import Request, Response

from ....index.fetch.conftest import MovedClock
from ....index.fetch.world import World, ids_of, moment
from ...conftest import Reader, ReaderFactory

Follower = Callable[..., AbstractAsyncContextManager[Reader]]


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(moment("2026-11-19T09:00"))


@pytest.fixture
def world(httpserver: HTTPServer, clock: MovedClock) -> World:
    world = World(clock.now)
    httpserver.expect_request("").respond_with_handler(world.answer)
    return world


@pytest.fixture
def door(world: World) -> Iterator[threading.Event]:
    """Services answer once it is open; it opens at the end."""
    door = threading.Event()

    def wait(world: World, request: Request) -> Response | None:
        door.wait()
        return None

    world.incidents.append(wait)
    yield door
    door.set()


@pytest.fixture
def follower(
    reader: ReaderFactory,
    httpserver: HTTPServer,
    clock: MovedClock,
    tmp_path: Path,
    configure: Callable[..., None],
) -> Follower:
    """Opens the reader on a library to which the server is every service, at the clock's time."""

    @asynccontextmanager
    async def open_reader(
        *names: str, columns: int = 120, rows: int = 40, settings: str = ""
    ) -> AsyncIterator[Reader]:
        here = httpserver.url_for("").rstrip("/")
        lines = [
            "new_days = 0",
            settings,
            "[fetch.base]",
            *(f'{name} = "{here}"' for name in Bases._fields),
        ]
        if not (tmp_path / "library").exists():
            configure("\n".join(lines))
        with Library.open(tmp_path / "library") as library:
            assert not library.mistakes
            if names:
                library.following.follow(*names)
        async with reader(columns, rows) as r:
            r.main.library.following.clock = clock
            yield r

    return open_reader


async def say(r: Reader, line: str) -> None:
    """Give a line to the command line."""
    await r.press("colon")
    await r.until(lambda: r.main.focused is r.main.prompt, "the prompt")
    r.main.prompt.input.value = line
    await r.press("enter")


async def test_what_is_due_is_fetched_while_one_reads_on(
    follower: Follower, world: World, door: threading.Event
) -> None:
    async with follower("arxiv:cs.LG", "huggingface") as r:
        before = r.main.results.rowids
        await r.press("R")
        await r.sees("fetching arXiv cs.LG 1/2")
        assert [*r.main.results.rowids] == [*before]
        await r.press("j", "j", "b")
        await r.until(lambda: r.main.results.paper.bookmarked, "a bookmark meanwhile")  # type: ignore[union-attr]
        here = r.main.results.rowid
        await r.press("R")  # once more only reads the list anew
        door.set()
        await r.sees("7 new; gn shows them.")
        await r.until(lambda: len(r.main.results.rowids) == len(before) + 7, "the new papers")
        assert r.main.results.rowid == here and "fetching" not in r.text
        await r.sees("arXiv Thu ✓  HF Thu ✓")
        await r.press("g", "n")
        await r.sees("Paper 2611.19000 of its day")
        asked = len(world.asked)
        await r.press("R")
        await r.sees("arXiv cs.LG, Hugging Face: The list of 2026-11-19 is there.")
        assert len(world.asked) == asked


async def test_a_fetch_in_the_background_is_shown_to_whoever_asks_for_it_meanwhile(
    follower: Follower, world: World, door: threading.Event
) -> None:
    async with follower("arxiv:cs.LG") as r:
        before = len(r.main.results.rowids)
        do_chores(r.main)
        await r.sees("fetching arXiv cs.LG")
        await r.press("R")
        door.set()
        await r.sees("4 new; gn shows them.")
        await r.until(lambda: len(r.main.results.rowids) == before + 4, "the new papers")


async def test_nothing_followed_or_offline_only_reads_the_list_anew(
    follower: Follower, world: World
) -> None:
    # On a slow machine the reader would else come to its own chores after something is followed.
    async with follower(settings="[fetch]\nevery = 0") as r:
        do_chores(r.main)
        await r.press("R")
        assert r.main.services._fetcher is None
        await say(r, "follow nonsense")
        await r.sees("is none")
        await say(r, 'follow arxiv:cs.LG hf:"two words"')
        await r.sees("R fetches, u takes it back.")
        assert set(r.main.library.following.names) == {"arxiv:cs.LG", 'hf:"two words"'}
        await r.sees("two words …")
        await r.press("u")
        await r.sees("Undone: followed")
        await r.until(lambda: "two words …" not in r.text, "no foot")
        await say(r, "follow arxiv:cs.LG")
        await r.sees("cs.LG”. R fetches")
        await say(r, "offline")
        await r.sees("Nothing is fetched from now on; :offline takes that back.")
        await r.press("R")
        await r.sees("Offline: the list was read anew, nothing fetched; :offline ends that.")
        assert not r.main.services.fetcher.is_fetching
        await say(r, "offline")
        await r.sees("Online again; R fetches what is due.")
        assert not world.asked
        await say(r, "unfollow arxiv:cs.LG")
        await r.sees("What has come stays; u takes that back.")
        await say(r, "unfollow")
        await r.sees("Nothing is followed; :follow huggingface does it.")


async def test_nothing_is_fetched_where_the_settings_say_so(
    follower: Follower, world: World
) -> None:
    async with follower("arxiv:cs.LG", settings="[fetch]\nenabled = false") as r:
        do_chores(r.main)
        await r.press("R")
        assert not r.main.services.fetcher.is_fetching
        await r.sees("arXiv …  offline")
        await say(r, "offline")
        await r.sees("Fetching is switched off: `enabled = false` under [fetch] in")
        assert not r.main.library.following.is_offline
        assert not world.asked


async def test_opening_fetches_what_is_older_and_says_what_needs_a_person(
    follower: Follower, world: World, clock: MovedClock
) -> None:
    async with follower("arxiv:cs.LG") as r:
        await r.press("j")
        before = [*r.main.results.rowids]
        do_chores(r.main)
        await r.sees("4 new; R shows them.")
        assert [*r.main.results.rowids] == before
        asked = len(world.asked)
        await r.press("R")
        await r.sees("4 new; gn shows them.")
        await r.press("R")
        await r.sees("The list of 2026-11-19 is there.")
        before = [*r.main.results.rowids]
        clock.at += 5 * 3600
        do_chores(r.main)
        await r.until(lambda: not r.main.services.fetcher.is_fetching, "nothing is due")
        assert len(world.asked) == asked
        clock.at += 2 * 3600
        world.incidents.append(lambda *_: Response("<html>", content_type="text/html"))
        await r.press("j")
        do_chores(r.main)
        await r.sees("arXiv's list of cs.LG is not believed")
        await r.sees("arXiv Thu !")
        world.incidents[0] = lambda *_: Response("Rate exceeded.", status=429)
        await r.press("R")
        await r.sees("is left alone until ")
        await r.sees("arXiv Thu …")


async def test_of_each_source_it_is_said_why_nothing_came(follower: Follower, world: World) -> None:
    def trouble(world: World, request: Request) -> Response:
        if "/list/" in request.path:
            return Response("Rate exceeded.", status=429)
        return Response("<html>", content_type="text/html")

    world.incidents.append(trouble)
    async with follower("arxiv:cs.LG", "huggingface") as r:
        await r.press("R")
        await r.sees("arXiv cs.LG: arXiv's list of the day is left alone until ")
        told = r.main.bottom.message
        assert told.startswith("Hugging Face's list of 2026-11-18 is not believed")


async def test_a_followed_source_is_one_row_of_the_sidebar(
    follower: Follower, world: World, clock: MovedClock
) -> None:
    async with follower("arxiv:cs.LG") as r:
        for day in ("19", "20"):
            clock.at = moment(f"2026-11-{day}T14:00")
            await r.press("R")
            await r.sees("4 new")
            await r.until(lambda: not r.main.services.fetcher.is_fetching, "fetched")
            await r.press("escape")
        await r.sees("arXiv cs.LG  8 new")
        assert "2026-11-19" not in r.text
        r.main.sidebar.go_to("source")
        await r.press("shift+tab", "enter")
        await r.sees("arXiv cs.LG · 1/8")
        shown = r.main.library.rows(r.main.results.rowids)
        assert [paper.arxiv_id for paper in shown][:3] == ids_of(date(2026, 11, 20))
        await r.press("shift+tab", "c", "ctrl+u")
        await r.type("Learning")
        await r.press("enter")
        await r.sees("arXiv cs.LG is Learning now; u takes it back.")
        await r.sees("Learning  8 new")
        await r.sees("Learning · 1/8")
        await r.press("D")
        await r.sees("Learning is gone; u brings it back. It is still followed; :unfollow arxiv:cs")
        await r.until(lambda: not any(one.days for one in r.main.state.counts.sources), "gone")
        await r.press("u")
        await r.sees("Learning  8 new")


async def test_a_reader_left_open_fetches_again_but_never_while_one_types(
    follower: Follower, world: World, clock: MovedClock
) -> None:
    async with follower("arxiv:cs.LG") as r:
        await r.press("j")
        do_chores(r.main)
        await r.sees("4 new; R shows them.")
        asked = len(world.asked)
        clock.at += 5 * 3600
        r.main.services.fetcher.look_again()
        await r.until(lambda: not r.main.services.fetcher.is_fetching, "nothing is due")
        assert len(world.asked) == asked
        clock.at += 8 * 3600  # the evening's list is there
        await r.press("slash", "a")
        r.main.services.fetcher.look_again()
        assert not r.main.services.fetcher.is_fetching
        await r.press("escape", "j")
        before = [*r.main.results.rowids], r.main.results.cursor
        r.main.services.fetcher.look_again()
        await r.sees("4 new; R shows them.")
        assert ([*r.main.results.rowids], r.main.results.cursor) == before
        assert world.newest().isoformat() == "2026-11-20"
        clock.at += 60
        r.main.services.fetcher.look_again()
        assert not r.main.services.fetcher.is_fetching


async def test_what_was_fetched_is_not_what_a_careless_u_takes_back(
    follower: Follower, world: World
) -> None:
    async with follower("arxiv:cs.LG") as r:
        total = r.main.state.counts.all
        await r.press("b")
        await r.until(lambda: r.main.state.counts.bookmarks == 1, "a bookmark")
        do_chores(r.main)
        await r.sees("4 new; R shows them.")
        await r.press("u")
        await r.sees("Undone: bookmarked")
        assert r.main.library.counts().all == total + 4
        await r.press("u")
        await r.sees("u once more takes back what was fetched on")
        await r.press("j", "u")
        await r.sees("u once more takes back what was fetched on")
        assert r.main.library.counts().all == total + 4
        await r.press("u")
        await r.until(lambda: r.main.library.counts().all == total, "no fetched papers")
        await r.press("R")  # which tells of nothing that is no longer there
        await r.sees("The list of 2026-11-19 is there.")
        await r.press("ctrl+r")
        await r.until(lambda: r.main.library.counts().all == total + 4, "them again")
        with Library.open(r.main.library.locations.data) as shell:
            undone = shell.undo()
            assert undone is not None and "arxiv:cs.LG" in undone.sentence


async def test_a_new_version_of_a_paper_of_mine_bears_its_sign_until_it_is_passed(
    follower: Follower, world: World
) -> None:
    async with follower("arxiv:cs.LG", columns=80, rows=24) as r:
        library = r.main.library
        told = b'[{"title": "Before", "arxiv_id": "2611.12000", "arxiv_version": 1}]'
        library.add_text("stream.json", told)
        (rowid,) = library.listing("arxiv:2611.12000").rowids
        library.news.pass_over([rowid])
        library.mark_read(rowids=[rowid])
        library.note(library.rows([rowid])[0].id, "Mine.")
        await r.press("j", "R")
        await r.sees("4 new; gn shows them; another version of 1 paper of yours.")
        await r.press("g", "n")
        await r.sees("v2 of a paper you noted")
        line = next(line for line in r.lines if "v2 of a paper" in line)
        assert "•" in line and "Told 2611.12000" in line
        await r.resize(66, 24)
        await r.lacks("v2 of a")
        assert "v2" in next(line for line in r.lines if "Told 2611.12000" in line)
        await r.resize(80, 24)
        await r.sees("v2 of a paper you noted")
        r.main.results.move_to([*r.main.results.rowids].index(rowid))
        await r.press("enter")
        await r.sees("• v2")
        await r.press("q")
        await r.sees("v2 of a paper you noted")  # what is passed in a list keeps its sign there
        await r.press("k", "j", "j", "g", "n")
        await r.lacks("v2 of a paper you noted")


async def test_leaving_waits_for_no_service(follower: Follower, door: threading.Event) -> None:
    async with follower("arxiv:cs.LG") as r:
        await r.press("R")
        await r.sees("fetching arXiv cs.LG")
        await r.press("ctrl+c")
        await r.sees("Nothing more is fetched; what has come")
        assert not door.is_set()
    assert not door.is_set() and r.app.return_code in (0, None)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("huggingface", "Hugging Face"),
        ('arxiv:"graph neural"', 'arXiv "graph neural"'),
        ('hf:"x y"', 'Hugging Face "x y"'),
        ("https://example.org/feed.xml", "example.org"),
    ],
)
def test_sources_have_names_for_people(name: str, told: str) -> None:
    assert source_name(name) == told
