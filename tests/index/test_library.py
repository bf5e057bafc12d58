"""The library as the reader and the command line use it, on the bundled pages."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from recto.index import (
    Kept,
    Library,
    RectoError,
    StoreError,
)

from .support import on_disk
from .support.threads import at_once


def test_the_first_use_takes_the_bundled_pages_in(library: Library) -> None:
    counts = library.counts()
    assert (counts.all, counts.new, counts.unread, counts.bookmarks) == (603, 603, 603, 0)
    assert [source.count for source in counts.sources] == [91, 94, 200, 242, 40]
    assert counts.sources[3].label.split(", ") == ["adaptation", "domain"]
    listing = library.listing("")
    assert (listing.total, listing.is_exact, listing.scores) == (603, True, None)
    papers = library.rows(listing.rowids)
    shared = [len(paper.sources) for paper in papers]
    assert [shared.count(number) for number in (1, 2, 3, 4)] == [552, 41, 7, 3]
    # What stands high on several pages comes first, what stands low on one comes last.
    assert shared[:3] == [4, 4, 4]
    assert shared[-1] == 1
    assert sum(bool(paper.links) for paper in papers) == 156
    assert sum(paper.comments is not None for paper in papers) == 6
    rows = on_disk.rows(library, "SELECT kind, papers FROM journal")
    assert rows == [("bundled", "[]")]


def test_seeds_can_be_left_out(tmp_path: Path) -> None:
    with Library.open(tmp_path / "a", seeds=False) as library:
        assert library.counts().all == 0
        assert not library.listing("").rowids
        assert library.search("anything").total == 0
    with Library.open(tmp_path / "a") as library:
        assert library.counts().all == 0  # it was the first use that counted
    (tmp_path / "b").mkdir(0o700)
    (tmp_path / "b" / "config.toml").write_text("seeds = false\nsneezes = 1\n")
    with Library.open(tmp_path / "b") as library:
        assert library.counts().all == 0
        assert "sneezes" in library.warnings[0]


def test_the_reader_s_threads_share_a_library(library: Library) -> None:
    ids = [hit.paper.id for hit in library.search(limit=40).hits]
    failures: list[Exception] = []

    def work(act: int) -> None:
        try:
            for ident in ids[act::4]:
                if act == 0:
                    library.bookmark([ident])
                elif act == 1:
                    library.listing("pruning", typing=True)
                else:
                    library.rows(library.listing("").rowids[:50])
                    library.counts()
        except (RectoError, AssertionError, RuntimeError) as error:
            failures.append(error)

    at_once(*(partial(work, act) for act in range(4)))
    assert failures == []
    assert library.counts().bookmarks == 10


def test_stats_say_what_there_is_and_where(library: Library, tmp_path: Path) -> None:
    stats = library.stats()
    assert stats["papers"] == 603
    assert stats["sources"]["003_497f01f3366fe52b.txt"] == 40
    assert stats["index"] == "ready"
    assert stats["library"] == str(tmp_path / "recto" / "library.db")


def test_where_the_reader_was_is_kept(library: Library, tmp_path: Path) -> None:
    assert library.session.load() == {}
    library.session.save({"query": "é", "row": 3})
    library.session.save({"query": "ü", "row": 4})
    with Library.open(tmp_path / "recto") as other:
        assert other.session.load() == {"query": "ü", "row": 4}


def test_a_library_is_carried_away_and_back(library: Library, tmp_path: Path) -> None:
    first, second = library.rows(library.listing("").rowids[:2])
    library.bookmark([first], via=Kept("pruning", "all"))
    library.tag([first, second], add=["ml/pruning"])
    library.note(first, "one\ntwo")
    kept = library.backup(tmp_path / "kept.db")
    assert library.copies.snapshot_if_due() is not None
    assert library.copies.snapshot_if_due() is None
    library.export_library(tmp_path / "library.jsonl.gz")
    library.tags.delete("ml")
    with Library.open(tmp_path / "second", seeds=False) as other:
        other.mark_read([])
        report = other.import_library(tmp_path / "library.jsonl.gz")
        assert report.new_papers == 603
        assert other.paper(first.id).kept_from == Kept("pruning", "all")
        assert other.paper(first.id).note == "one\ntwo"
        assert other.counts().tags == (("ml", 2), ("ml/pruning", 2))
        assert other.search("pruning").total == library.search("pruning").total
        assert other.import_library(tmp_path / "library.jsonl.gz").new_acts == 0
    before = library.restore(kept)
    assert before.exists()
    assert library.counts().tags == (("ml", 2), ("ml/pruning", 2))
    assert library.search("pruning").total > 10


def test_a_damaged_library_is_said_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_bytes(b"no database " * 1000)
    with pytest.raises(StoreError, match="damaged"):
        Library.open(tmp_path)
    assert (tmp_path / "library.db").read_bytes() == b"no database " * 1000


def test_opening_loads_nothing_heavy(library: Library) -> None:
    script = """
import sys
from recto.index import Library, View
with Library.open(sys.argv[1]) as library:
    paper = library.rows(library.listing("").rowids[:50])[0]
    library.bookmark([paper.id], on=False)
    library.queue([paper])
    library.note(paper, "x")
    library.tag([paper], add=["a/b"])
    library.searches.save("a", "b", View())
    library.news.pass_over(library.listing("").rowids)
    library.counts(), library.searches.all(), library.undo(), library.index.state()
heavy = {"whoosh", "textual", "rich", "platformdirs", "tomllib", "recto.index.pages.daily.dumps"}
print(heavy & set(sys.modules))
"""
    command = [sys.executable, "-c", script, str(library.locations.data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("set()\n", "")
