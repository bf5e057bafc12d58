"""An open reader and another machine: in step on a key and by itself, conflicts, the last run."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library, Synced
from recto.tui.reader.services import syncer

from ...conftest import Configure, Reader, ReaderFactory


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the machines meet."""
    folder = tmp_path / "meeting"
    folder.mkdir()
    return folder


@pytest.fixture
def office(tmp_path: Path, folder: Path) -> Iterator[Library]:
    """The library of another machine, which knows one paper by what it was sent."""
    with Library.open(tmp_path / "office", seeds=False) as office:
        office.sync.set_folder(folder)
        yield office


@pytest.fixture
def meeting(reader: ReaderFactory, configure: Configure, folder: Path) -> ReaderFactory:
    """Return a way to open the reader where its settings name the folder."""

    @asynccontextmanager
    async def open_reader(
        columns: int = 120, rows: int = 40, more: str = ""
    ) -> AsyncIterator[Reader]:
        configure(f'{more}\n[sync]\nfolder = "{folder}"\n')
        async with reader(columns, rows) as r:
            yield r

    return open_reader


async def begin(r: Reader, office: Library) -> str:
    """Let the other machine have the first paper, and return its id."""
    await r.press("b", "$")
    await r.sees("sent.")
    office.sync.run()
    paper = r.main.results.paper
    assert paper is not None and office.counts().bookmarks == 1
    return paper.id


async def test_what_another_machine_does_is_seen(
    meeting: ReaderFactory, office: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with meeting() as r:
        id = await begin(r, office)
        await r.press("$")
        await r.sees("In step: nothing to do.")
        office.note(id, "from the office")
        office.tag(id, add=["merging"])
        office.sync.run()
        await r.press("j", "k")
        await r.lacks("In step")
        r.main.services.syncer.look()  # as the clock lets it
        await r.sees("from the office")
        await r.sees("2 acts")
        await r.sees("#merging")
        assert "recto" not in r.main.bottom.message

        monkeypatch.setattr(syncer, "SETTLED", 0.0)
        await r.press("a")
        await r.until(lambda: r.main.state.counts.queue == 1, "one on the queue")

        def has_come() -> bool:
            r.main.services.syncer.look()
            office.sync.run()
            return office.counts().queue == 1

        await r.until(has_come, "the mark at the office")
        await r.press("r")
        await r.until(lambda: r.main.library.counts().read == 1, "one read")
        said: list[str] = []
        assert r.main.services.end_in_step(said.append), said
        office.sync.run()
        assert office.counts().read == 1


async def test_what_is_marked_while_a_run_goes_on_is_sent_by_the_next(
    meeting: ReaderFactory, office: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with meeting() as r:
        await begin(r, office)
        sync = r.main.library.sync
        run, is_over, may_end = sync.run, threading.Event(), threading.Event()

        def run_long(*arguments: Any, **options: Any) -> Synced:
            done = run(*arguments, **options)
            is_over.set()
            assert may_end.wait(60)
            return done

        with monkeypatch.context() as patch:
            patch.setattr(sync, "run", run_long)
            r.main.services.syncer.sync(is_asked=False)
            await r.until(is_over.is_set, "the end of what is sent")
        await r.press("a")
        await r.until(lambda: r.main.state.counts.queue == 1, "one on the queue")
        may_end.set()
        await r.until(lambda: not r.main.services.syncer.is_at_work, "the end of the run")
        monkeypatch.setattr(syncer, "SETTLED", 0.0)
        r.main.services.syncer.look()
        await r.until(lambda: not r.main.services.syncer.is_at_work, "the end of the next run")
        office.sync.run()
        assert office.counts().queue == 1
        r.main.services.syncer.look()  # of its own rows it cannot know before
        await r.until(lambda: not r.main.services.syncer.is_at_work, "a run with nothing to do")
        r.main.services.syncer.look()
        assert not r.main.services.syncer.is_at_work


async def test_two_texts_of_a_note_are_made_one(meeting: ReaderFactory, office: Library) -> None:
    async with meeting() as r:
        id = await begin(r, office)
        await r.press("g", "e")
        await r.sees("Every note is of one text.")
        r.main.library.note(id, "seen\nmine")
        office.note(id, "seen\ntheirs")
        office.sync.run()
        await r.press("$")
        await r.sees("1 note has two texts")
        await r.sees("1 note has two texts; ge shows them.")
        await r.press("j")
        r.main.sidebar.focus()  # which says so at its foot
        await r.press("g", "e")
        await r.sees("1 note has two texts; ge on one shows them.")
        await r.until(lambda: len(r.main.results.rowids) == 1, "the note")
        await r.press("g", "e")
        await r.sees("Enter unite")
        assert any("seen" in line.split("│")[0] and "seen" in line[60:] for line in r.lines)
        await r.press("q", "g", "e", "enter")
        await r.sees("One note now; u brings the texts back.")
        await r.until(lambda: r.main.library.notes.apart() == [], "one text")
        note = r.main.library.paper(id).note
        assert note is not None and sorted(note.split("\n")) == ["mine", "seen", "theirs"]
        await r.press("$")
        await r.lacks("two texts")
        await r.press("u")
        await r.until(lambda: len(r.main.library.notes.apart()) == 1, "two texts again")
        await r.press("g", "e", "2")
        await r.until(lambda: r.main.library.notes.apart() == [], "one of them")
        office.sync.run()
        await r.press("$")
        await r.sees("sent.")
        office.sync.run()
        assert office.paper(id).note == r.main.library.paper(id).note


async def test_a_folder_that_is_away_is_said_once(
    meeting: ReaderFactory, folder: Path, tmp_path: Path
) -> None:
    async with meeting(80, 24) as r:
        await r.press("$")
        await r.sees("sent.")
        folder.rename(tmp_path / "unplugged")
        await r.press("j")
        r.main.services.syncer.sync(is_asked=False)
        await r.sees("is not there now")
        await r.press("j")
        await r.lacks("is not there now")
        r.main.services.syncer.sync(is_asked=False)
        await r.until(lambda: not r.main.services.syncer.is_at_work, "the end of it")
        await r.press("\\")
        await r.sees("sync: away")
        assert not r.shows("is not there now")
        await r.press("\\", "$")
        await r.sees("is not there now")
        (tmp_path / "unplugged").rename(folder)
        await r.press("$")
        await r.sees("In step")


async def test_what_is_said_while_something_else_stands_there_waits(
    meeting: ReaderFactory, folder: Path, tmp_path: Path
) -> None:
    async with meeting(80, 24) as r:
        await r.press("$")
        await r.sees("sent.")
        folder.rename(tmp_path / "unplugged")
        r.main.services.syncer.sync(is_asked=False)
        await r.until(lambda: not r.main.services.syncer.is_at_work, "the end of it")
        assert not r.shows("is not there now")
        r.main.services.syncer.look()
        assert not r.shows("is not there now")
        await r.press("j")
        r.main.services.syncer.look()  # as the clock lets it
        await r.sees("is not there now")
        r.main.say("something else")
        r.main.services.syncer._said.clear()
        r.main.services.syncer.sync(is_asked=False)
        await r.until(lambda: not r.main.services.syncer.is_at_work, "the end of it")
        (tmp_path / "unplugged").rename(folder)
        r.main.services.syncer.sync(is_asked=False)
        await r.until(lambda: not r.main.services.syncer.is_at_work, "the end of it")
        await r.press("j")
        r.main.services.syncer.look()
        await r.until(lambda: not r.main.services.syncer.is_at_work, "the end of it")
        assert not r.shows("is not there now")


async def test_a_place_to_meet_is_named_in_the_reader(
    reader: ReaderFactory, tmp_path: Path, office: Library
) -> None:
    office.sync.run()
    async with reader(80, 24) as r:
        await r.press(*f":sync {tmp_path}/no/where", "enter")
        await r.sees("Make it first")
        config = r.main.library.locations.config_file
        assert not config.exists()
        (tmp_path / "Sync").mkdir()
        await r.press(*f":sync {tmp_path}/Syn", "tab", *"new", "enter")
        await r.sees("from now on.")
        assert f'folder = "{tmp_path}/Sync/new"' in config.read_text()
        assert (tmp_path / "Sync" / "new" / "recto-sync-1").is_dir()
        await r.press("j", "b", "$")
        await r.sees("sent.")


async def test_private_papers_and_who_fetches(meeting: ReaderFactory, office: Library) -> None:
    async with meeting(more="[fetch]\nhere = false") as r:
        r.main.library.following.follow("huggingface")
        await begin(r, office)
        await r.press("j", *":private", "enter")
        await r.sees("It stays on this machine")
        await r.sees("private ·")
        await r.press("a", "R")
        await r.until(lambda: not r.main.services.syncer.is_at_work, "the end of it")
        assert not r.main.services.fetcher.is_fetching
        office.sync.run()
        assert office.counts().queue == 0
        await r.press(*":private", "enter")
        await r.sees("It goes to other machines again.")
        await r.until(lambda: not r.main.state.writing, "the mark")
        await r.press("$")
        await r.until(lambda: not r.main.library.sync.has_news(), "it to be sent")
        office.sync.run()
        assert office.counts().queue == 1


async def test_leaving_does_not_wait_for_ever(
    meeting: ReaderFactory, office: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with meeting() as r:
        await begin(r, office)
        r.main.library.note(office.search("").hits[0].paper.id, "said at last")
        way, said = threading.Event(), list[str]()
        run, sync = r.main.library.sync.run, r.main.library.sync

        def slow(notice: Callable[[str], None], is_stopped: Callable[[], bool]) -> Synced:
            way.wait()
            return run(notice, is_stopped)

        with monkeypatch.context() as patch:
            patch.setattr(sync, "run", slow)
            patch.setattr(syncer, "GENTLE", 0.0)
            assert not r.main.services.syncer.finish(said.append, 0.0)
        assert said == [
            "Telling your other machines …",
            "Not all of it was sent; the next sync goes on.",
        ]
        way.set()
        assert r.main.services.end_in_step(said.append)
        office.sync.run()
        assert office.search("is:read OR has:note").hits[0].paper.note == "said at last"


async def test_leaving_waits_for_nothing_where_nothing_is_new(
    meeting: ReaderFactory, office: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with meeting() as r:
        await begin(r, office)
        await r.until(lambda: not r.main.services.syncer.is_at_work, "the end of it")
        said, asked, sync = list[str](), list[bool](), r.main.library.sync

        def run(*_: object) -> Synced:
            asked.append(True)
            return Synced()

        monkeypatch.setattr(sync, "run", run)
        assert r.main.services.syncer.finish(said.append, 0.0)
        assert not asked
        r.main.library.note(office.search("").hits[0].paper.id, "said at last")
        assert r.main.services.syncer.finish(said.append)
        assert asked and not said


async def test_leaving_waits_less_for_whoever_has_not_answered(
    meeting: ReaderFactory, office: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with meeting() as r:
        await begin(r, office)
        await r.until(lambda: not r.main.services.syncer.is_at_work, "the end of it")
        way, sync, said = threading.Event(), r.main.library.sync, list[str]()

        def silent(notice: object, is_stopped: object, *, is_near: bool = False) -> Synced:
            way.wait()
            return Synced()

        with monkeypatch.context() as patch:
            patch.setattr(sync, "run", silent)
            patch.setattr(syncer, "HURRIED", 0.0)
            patch.setattr(syncer, "GENTLE", 0.0)
            assert r.main.services.syncer.sync(is_asked=True)
            r.main.services.syncer._begun_at -= 1e6
            assert not r.main.services.syncer.finish(said.append, 1e5)
        assert said[-1] == "Not all of it was sent; the next sync goes on."
        way.set()


async def test_whoever_meets_nowhere_is_told_how(reader: ReaderFactory) -> None:
    async with reader() as r:
        await r.press("$")
        await r.sees(":sync FOLDER or :sync HOST:recto.git")
        assert r.main.services._syncer is None


async def test_the_foot_stays_where_a_low_sidebar_has_more_than_fits(
    meeting: ReaderFactory, office: Library, folder: Path, tmp_path: Path
) -> None:
    async with meeting(80, 24) as r:
        id = await begin(r, office)
        for number in range(12):
            office.tag(id, add=[f"subject-{number:02}"])
        office.sync.run()
        await r.press("$", "\\")
        await r.until(lambda: r.main.library.paper(id).tags, "the tags")
        await r.sees("12 acts")
        sidebar = r.main.sidebar
        folder.rename(tmp_path / "unplugged")
        r.main.services.syncer.sync(is_asked=False)
        await r.sees("sync: away")
        for _ in range(len(sidebar.entries)):
            await r.press("j")
            shown = range(sidebar.top, sidebar.top + sidebar.height)
            assert sidebar.cursor in shown and "sync: away" in r.text
        assert sidebar.cursor == len(sidebar.entries) - 1
        labels = [sidebar.entries[number].label for number in shown]
        assert len(shown) < len(sidebar.entries) and sidebar.entries[-1].label == labels[-1]


async def test_a_place_that_cannot_be_reached_is_not_set(reader: ReaderFactory) -> None:
    async with reader() as r:
        await r.press(*":sync ssh://127.0.0.1:1/recto.git", "enter")
        await r.sees("The settings stay as they are")
        assert not r.main.library.sync.is_configured
        assert not r.main.library.locations.config_file.exists()
        assert r.main.services.syncer.parts() == ()


async def test_a_place_that_cannot_be_reached_leaves_the_one_of_before(
    meeting: ReaderFactory, folder: Path
) -> None:
    async with meeting() as r:
        await r.press(*":sync ssh://127.0.0.1:1/recto.git", "enter")
        await r.sees("The settings stay as they are")
        assert (r.main.library.sync.folder, r.main.library.sync.git) == (folder, "")
        assert r.main.services.syncer.parts() == ()


async def test_a_folder_that_does_not_answer_holds_up_neither_the_end_nor_what_else_is_due(
    meeting: ReaderFactory, office: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with meeting() as r:
        await begin(r, office)
        await r.until(lambda: not r.main.services.syncer.is_at_work, "the end of it")
        way, looking = threading.Event(), list[threading.Thread]()

        def silent() -> bool:
            looking.append(threading.current_thread())
            way.wait()
            return False

        monkeypatch.setattr(r.main.library.sync, "folder_changed", silent)
        try:
            r.main.services.syncer.look()
            await r.until(lambda: len(looking) == 1, "a look")
            r.main.services.syncer.look()
            monkeypatch.setattr(syncer, "SETTLED", 0.0)
            await r.press("a")
            await r.until(lambda: r.main.state.counts.queue == 1, "one on the queue")
            r.main.services.syncer.look()
            await r.until(lambda: r.main.services.syncer._sent_change != 0, "a run")
            await r.until(lambda: not r.main.library.sync.has_news(), "the mark sent")
            assert [thread.daemon for thread in looking] == [True]  # nobody waits for those
        finally:
            way.set()
