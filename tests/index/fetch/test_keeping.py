"""For how long papers of streams are kept in sight: a setting of one machine, which loses none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library, View, examine
from recto.index.database.database import Database
from recto.index.database.tables import VERSION
from recto.index.services import Bases
from recto.index.store.aging import keep_streams

from .conftest import MovedClock
from .world import World, daily_ids, ids_of, moment, pages_of

OLD, NEW = date(2026, 11, 9), date(2026, 11, 20)
Opener = Callable[..., Library]


@pytest.fixture
def opened(tmp_path: Path, httpserver: HTTPServer, clock: MovedClock) -> Iterator[Opener]:
    """Opens a library with settings, to which a world is every service."""
    world = World(clock.now)
    httpserver.expect_request("").respond_with_handler(world.answer)
    here = httpserver.url_for("").rstrip("/")
    libraries: list[Library] = []

    def open_library(keep: str | None = None, name: str = "library") -> Library:
        root = tmp_path / name
        root.mkdir(mode=0o700, exist_ok=True)
        lines = ["new_days = 0", "[fetch]", *([] if keep is None else [f"keep = '{keep}'"])]
        lines += ["[fetch.base]", *(f"{base} = '{here}'" for base in Bases._fields)]
        (root / "config.toml").write_text("\n".join(lines))
        libraries.append(Library.open(root, seeds=False))
        assert not libraries[-1].mistakes
        libraries[-1].following.clock = clock
        return libraries[-1]

    yield open_library
    for library in libraries:
        library.close()


@pytest.fixture
def filled(opened: Opener, clock: MovedClock) -> Library:
    """A library with two days of both sources, a week and a half apart, that keeps all."""
    library = opened()
    library.following.follow("arxiv:cs.LG", "huggingface")
    fill(library, clock)
    return library


def fill(library: Library, clock: MovedClock) -> None:
    for day in (OLD, NEW):
        clock.at = moment(f"{day}T14:00")
        library.following.fetch()


def ids(library: Library, text: str = "", view: View | None = None) -> set[str]:
    rowids = library.listing(text, view=view or View(), wait=True).rowids
    return {str(paper.arxiv_id) for paper in library.rows(rowids)}


def keep(library: Library, text: str, today: date = NEW) -> None:
    with closing(Database(library.locations.database, version=VERSION)) as database:
        keep_streams(database, text, today)
    assert library.journal.agrees()


def test_what_is_old_and_untouched_goes_and_comes_back(filled: Library) -> None:
    before, everything, counts = pages_of(filled), ids(filled), filled.counts()
    acts = len(filled.log())
    keep(filled, "5d")
    left = ids(filled)
    assert left < everything
    assert not left & {*ids_of(OLD), *daily_ids(OLD)}
    assert {*ids_of(NEW), *daily_ids(NEW)} <= left
    assert filled.counts().all == len(left)
    assert ids(filled, view=View("new")) == left
    assert not ids(filled, "source:2026-11-09")
    assert ids(filled, "source:arxiv:cs.LG") < left
    assert ids(filled, f"arxiv:{ids_of(OLD)[0]}") == set()
    assert ids(filled, "told OR summary") == left  # all say so of themselves
    assert filled.search("told OR summary", limit=None).total == len(left)
    assert {one.name for one in filled.counts().sources} == {"arxiv:cs.LG", "huggingface"}
    assert "arxiv:cs.LG/2026-11-09" not in pages_of(filled)
    assert filled.paper(ids_of(OLD)[0]).arxiv_id == ids_of(OLD)[0]  # by its name it is still there
    hidden = len(everything) - len(left)
    assert filled.stats()["out_of_sight"] == {"removed": 0, "keep": hidden}
    (told,) = [one.told for one in examine(filled.locations.data) if " acts" in one.told]
    assert f"({hidden} more are out of sight, as keep under [fetch] says)" in told
    assert told.endswith("sound")
    assert len(filled.log()) == acts  # it is no act
    keep(filled, "4w")
    assert (ids(filled), pages_of(filled), filled.counts()) == (everything, before, counts)
    keep(filled, "1d")
    keep(filled, "")
    assert (ids(filled), filled.counts()) == (everything, counts)


def test_what_anybody_has_touched_stays(filled: Library) -> None:
    papers = [filled.paper(id) for id in (*ids_of(OLD), *daily_ids(OLD))]
    bookmarked, tagged, noted, queued, read = papers
    filled.bookmark(bookmarked)
    filled.tag(tagged, add="x")
    filled.note(noted, "text")
    filled.queue(queued)
    filled.mark_read(read)
    other = filled.rows(filled.listing("source:2026-11-09").rowids)
    known = {one.arxiv_id for one in papers}
    (drafted,) = (paper for paper in other if paper.arxiv_id not in known)  # a cross-list
    filled.notes.save_draft(drafted, "half")
    keep(filled, "5d")
    stays = {str(one.arxiv_id) for one in (bookmarked, tagged, noted, queued, drafted)}
    assert ids(filled, "source:2026-11-09") == stays
    assert str(read.arxiv_id) not in ids(filled)
    # A mark that comes, is taken off, undone, redone: what carries one is in sight.
    filled.bookmark(read)
    assert str(read.arxiv_id) in ids(filled)
    filled.undo()
    assert str(read.arxiv_id) not in ids(filled)
    filled.redo()
    assert str(read.arxiv_id) in ids(filled)
    filled.bookmark(bookmarked, on=False)
    assert str(bookmarked.arxiv_id) not in ids(filled)
    assert filled.journal.agrees()


def test_what_stands_somewhere_else_stays(filled: Library, opened: Opener) -> None:
    one, other, third = ids_of(OLD)
    entry = "@article{, title={Paper %s of its day}, eprint={%s}, archiveprefix={arXiv}}"
    filled.add_text("mine.bib", (entry % (one, one)).encode())
    keep(filled, "5d")
    assert ids(filled) & {one, other, third} == {one}
    filled.add_text("later.txt", (entry % (other, other)).encode())  # while it was out of sight
    assert other in ids(filled)
    filled.following.add_named([third])
    assert third in ids(filled)
    filled.journal.undo()
    assert third not in ids(filled)
    filled.sources.remove("mine.bib")
    assert one not in ids(filled)
    filled.undo()
    assert one in ids(filled)
    assert filled.journal.agrees()


def test_it_is_done_when_a_fetch_is_over_and_when_the_setting_changes(
    opened: Opener, clock: MovedClock
) -> None:
    library = opened("8d")
    library.following.follow("arxiv:cs.LG", "huggingface")
    fill(library, clock)
    assert not ids(library) & {*ids_of(OLD), *daily_ids(OLD)}
    assert library.journal.agrees()
    total = library.counts().all
    hidden = library.stats()["out_of_sight"]["keep"]
    library.close()
    library = opened()
    assert library.counts().all == total + hidden
    library.close()
    long = (date.today() - OLD).days + 5
    library = opened(f"{long}d")
    assert library.counts().all == total + hidden
    assert not library.warnings
    library.close()
    if date.today() - OLD > timedelta(days=1):  # no clock is moved at a start
        library = opened(f"{(date.today() - OLD).days - 1}d")
        assert any("papers are out of sight by now" in told for told in library.warnings)
        assert library.counts().all < total + hidden
    damaged = opened("8d").locations.config_file
    damaged.write_text("[fetch]\nkeep = 'for ever'\n")
    shown = library.counts().all
    with Library.open(damaged.parent) as other:  # which is told, and changes nothing
        assert "fetch.keep must be a time such as '90d' or '12w', or ''" in other.mistakes[0]
        assert other.counts().all == shown


def test_another_machine_that_keeps_all_loses_none(
    filled: Library, opened: Opener, tmp_path: Path, clock: MovedClock
) -> None:
    everything = ids(filled)
    keep(filled, "5d")
    file = tmp_path / "library.export"
    filled.export_library(file)
    with opened(name="other") as other:
        other.import_library(file)
        assert ids(other) == everything
        other.bookmark(ids_of(OLD)[0])
        back = tmp_path / "back.export"
        other.export_library(back)
    filled.import_library(back)
    assert ids_of(OLD)[0] in ids(filled)
    assert ids_of(OLD)[1] not in ids(filled)
    assert filled.journal.agrees()


def test_days_that_come_late_are_as_old_as_they_are(filled: Library, clock: MovedClock) -> None:
    keep(filled, "2d")
    clock.at = moment("2026-11-24T14:00")
    filled.following.fetch()  # by which Monday and Tuesday come; the setting itself says all
    assert "arxiv:cs.LG/2026-11-23" in pages_of(filled)
    keep(filled, "1d", date(2026, 11, 25))
    assert set(pages_of(filled)) == {"arxiv:cs.LG/2026-11-24", "huggingface/2026-11-24"}
    filled.journal.undo()
    assert filled.journal.agrees()
    filled.journal.redo()
    assert set(pages_of(filled)) == {"arxiv:cs.LG/2026-11-24", "huggingface/2026-11-24"}
