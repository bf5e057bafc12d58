"""New versions of papers: news where the paper is mine, and silent elsewhere."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library, Paper, View

from .conftest import MovedClock
from .test_days import DAY
from .world import World, ids_of, moment

REPLACED = ids_of(DAY - timedelta(days=7))[0]


@pytest.fixture
def world(httpserver: HTTPServer, clock: MovedClock) -> World:
    world = World(clock.now)
    httpserver.expect_request("").respond_with_handler(world.answer)
    clock.at = moment("2026-11-19T09:00")
    return world


def bring(library: Library, version: int | None = 1) -> Paper:
    """Let a library have the paper that is to be replaced, read and passed."""
    told = {"title": "Before", "arxiv_id": REPLACED, "arxiv_version": version}
    library.add_text("stream.json", json.dumps([told]).encode())
    (rowid,) = library.listing("").rowids
    library.news.pass_over([rowid])
    library.mark_read(rowids=[rowid])
    assert not library.counts().new
    return library.rows([rowid])[0]


def new_in(library: Library) -> list[str]:
    """Return which papers are new, as far as they were there before."""
    papers = library.rows(library.listing("", view=View("new")).rowids)
    return [str(paper.arxiv_id) for paper in papers if paper.arxiv_id == REPLACED]


@pytest.mark.parametrize(
    "mark",
    [
        lambda library, rowid: library.bookmark(rowids=[rowid]),
        lambda library, rowid: library.tag(rowids=[rowid], add="ml"),
        lambda library, rowid: library.note(library.rows([rowid])[0].id, "Mine."),
        lambda library, rowid: library.add_text("ids.txt", REPLACED.encode(), format="arxiv"),
    ],
    ids=["bookmarked", "tagged", "noted", "by hand"],
)
def test_a_new_version_of_a_paper_of_mine_is_new_until_it_is_passed(
    served: Library, world: World, mark: object
) -> None:
    rowid = bring(served).rowid
    mark(served, rowid)  # type: ignore[operator]
    before = served.counts()
    served.following.follow("arxiv:cs.LG")
    (outcome,) = served.following.fetch()
    assert outcome.days[0].replaced == (REPLACED,)
    assert new_in(served) == [REPLACED] and served.counts().new == 4 + 1
    paper = served.rows([rowid])[0]
    assert paper.arxiv_version == 2 and served.news.signs().of(paper) == "version"
    assert served.counts().unread == before.unread + 4
    # Marked anew it is dealt with, though it was marked before.
    served.queue(rowids=[rowid])
    assert new_in(served) == [] and served.news.signs().of(paper) == "read"
    served.undo()
    assert new_in(served) == [REPLACED]
    served.news.pass_over([rowid])
    assert new_in(served) == [] and served.news.signs().of(paper) == "read"
    served.undo()
    assert served.counts().new == 0 and served.rows([rowid])[0].arxiv_version == 1
    served.redo()
    assert new_in(served) == [] and served.counts().new == 4


def test_of_other_papers_and_of_versions_that_are_known_nothing_is_said(
    served: Library, world: World
) -> None:
    bring(served)
    served.following.follow("arxiv:cs.LG")
    (outcome,) = served.following.fetch()
    (paper,) = served.rows(served.listing(f"arxiv:{REPLACED}").rowids)
    assert paper.arxiv_version == 2
    assert outcome.days[0].replaced == () and served.counts().new == 4
    served.bookmark(paper.id)  # from now on mine: what came before is no news
    assert new_in(served) == []
    served.undo(2)
    assert served.rows([paper.rowid])[0].arxiv_version == 1


def test_a_version_that_is_in_the_library_already_is_no_news(served: Library, world: World) -> None:
    paper = bring(served, version=2)
    served.bookmark(paper.id)
    served.following.follow("arxiv:cs.LG")
    served.following.fetch()
    assert new_in(served) == []


def test_two_machines_that_fetch_apart_agree_on_what_was_passed(
    served: Library, world: World, tmp_path: Path, clock: MovedClock
) -> None:
    served.bookmark(bring(served).id)
    served.following.follow("arxiv:cs.LG")
    served.export_library(tmp_path / "early.jsonl")
    other_root = tmp_path / "other"
    other_root.mkdir(mode=0o700)
    config = (served.locations.config_file).read_text()
    (other_root / "config.toml").write_text(config)
    with Library.open(other_root, seeds=False) as other:
        other.following.clock = clock
        other.import_library(tmp_path / "early.jsonl")
        served.following.fetch()
        # The other one has a paper more that is replaced, so that its page is another.
        extra = [{"title": "More", "arxiv_id": "2401.00009", "arxiv_version": 1}]
        other.add_text("more.json", json.dumps(extra).encode())
        other.following.fetch()
        assert new_in(served) == new_in(other) == [REPLACED]
        served.news.pass_over(served.listing(f"arxiv:{REPLACED}").rowids)
        served.export_library(tmp_path / "late.jsonl")
        other.import_library(tmp_path / "late.jsonl")
        assert new_in(served) == new_in(other) == []
        assert other.journal.agrees()
