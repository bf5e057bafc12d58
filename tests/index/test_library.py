"""The library as the reader and the command line use it, on the bundled pages."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from recto.index import (
    AddReport,
    Kept,
    Library,
    NotFoundError,
    RectoError,
    SearchIndexError,
    SourceError,
    StoreError,
    View,
)

PAGE = (
    """\
Get trending papers in your email inbox once a day!
Get trending papers in your email inbox!
SubscribeQuokka Nets: Marsupial Attention Everywhere
"""
    + "We teach small networks to smile at passing marsupials of any kind. " * 6
    + """
Wombat Search in Cubic Spaces
"""
    + "We search for cubes in burrows and find that they are well hidden there. " * 6
    + "\n"
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "quokka.txt"
    path.write_text(PAGE)
    return path


def test_the_first_use_takes_the_bundled_pages_in(library: Library) -> None:
    counts = library.counts()
    assert (counts.all, counts.new, counts.unread, counts.bookmarks) == (603, 603, 603, 0)
    assert [source.count for source in counts.sources] == [242, 200, 94, 40, 91]
    assert counts.sources[0].label.split(", ") == ["adaptation", "domain"]
    listing = library.listing("")
    assert (listing.total, listing.is_exact, listing.scores) == (603, True, None)
    papers = library.rows(listing.pids)
    shared = [len(paper.sources) for paper in papers]
    assert [shared.count(number) for number in (1, 2, 3, 4)] == [552, 41, 7, 3]
    # What stands high on several pages comes first, what stands low on one comes last.
    assert shared[:3] == [4, 4, 4]
    assert shared[-1] == 1
    assert sum(bool(paper.links) for paper in papers) == 157
    assert sum(paper.comments is not None for paper in papers) == 6
    rows = library._database.rows("SELECT kind, papers FROM journal")
    assert rows == [("bundled", "[]")]


def test_seeds_can_be_left_out(tmp_path: Path) -> None:
    with Library.open(tmp_path / "a", seeds=False) as library:
        assert library.counts().all == 0
        assert not library.listing("").pids
        assert library.search("anything").total == 0
    with Library.open(tmp_path / "a") as library:
        assert library.counts().all == 0  # it was the first use that counted
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "config.toml").write_text("seeds = false\nsneezes = 1\n")
    with Library.open(tmp_path / "b") as library:
        assert library.counts().all == 0
        assert "sneezes" in library.warnings[0]


def test_marks_are_there_for_the_next_one_who_opens(library: Library, tmp_path: Path) -> None:
    first, second, third = (paper.id for paper in library.rows(library.listing("").pids[:3]))
    assert [paper.bookmarked for paper in library.bookmark([first, second])] == [True, True]
    library.bookmark([second], on=False)
    library.mark_read([first])
    (paper,) = library.tag([third], add=["todo", "ml/pruning"], remove=["nothing"])
    assert paper.tags == ("ml/pruning", "todo")
    library.tag([third], remove=["todo"])
    with Library.open(tmp_path / "recto") as other:
        assert other.paper(first).bookmarked
        assert other.paper(first).read
        assert not other.paper(second).bookmarked
        assert other.paper(third).tags == ("ml/pruning",)
        counts = other.counts()
        assert (counts.bookmarks, counts.unread, counts.new) == (1, 602, 602)
        assert counts.tags == (("ml", 1), ("ml/pruning", 1))
        for view, ids in (
            (View("bookmarks"), [first]),
            (View("tag", "ml/pruning"), [third]),
            (View("tag", "ml"), [third]),
            (View("tag", "todo"), []),
        ):
            assert [paper.id for paper in other.rows(other.listing("", view=view).pids)] == ids
        for view in (View("unread"), View("new")):
            assert len(other.listing("", view=view).pids) == 602
        assert other.listing("", view=View("source", "003_497f01f3366fe52b.txt")).total == 40


def test_marks_outlive_the_index(library: Library, tmp_path: Path) -> None:
    paper = library.bookmark([library.search("adaptation", limit=1).hits[0].paper.id])[0]
    shutil.rmtree(tmp_path / "recto" / "cache")
    assert library.index_state() == "missing"
    assert library.paper(paper.id).bookmarked
    assert library.search("adaptation").total == library.search("adaptation", limit=None).total > 50
    assert library.index_state() == "ready"


@pytest.mark.parametrize("act", ["bookmark", "mark_read", "tag"])
def test_one_unknown_id_marks_nothing(library: Library, act: str) -> None:
    known = library.search(limit=1).hits[0].paper
    rows = library._database.value("SELECT count(*) FROM journal")
    more = {"add": ["x"]} if act == "tag" else {}
    with pytest.raises(NotFoundError):
        getattr(library, act)([known.id, "nonsense"], **more)
    assert library.paper(known.id) == known
    assert library._database.value("SELECT count(*) FROM journal") == rows


def test_one_act_is_one_row(library: Library) -> None:
    ids = [hit.paper.id for hit in library.search(limit=20).hits]
    library.tag(ids, add=["a", "b"], remove=["c"])
    assert library._database.value("SELECT count(*) FROM journal WHERE kind = 'tag'") == 1
    library.tag(ids)
    library.tag([], add=["a"])
    assert library._database.value("SELECT count(*) FROM journal WHERE kind = 'tag'") == 1


def test_next_unread(library: Library) -> None:
    pids = library.listing("").pids
    ids = [paper.id for paper in library.rows(pids)]
    library.mark_read([*ids[:1], *ids[2:5], *ids[600:]])
    assert library.next_unread(pids) == 1
    assert library.next_unread(pids, 2) == 5
    assert library.next_unread(pids, 600) is None
    assert library.next_unread(pids, 603) is None


def test_a_page_is_found_when_it_was_added(library: Library, page: Path) -> None:
    seen = []
    before = library.change_mark()
    reports = library.add([page], progress=lambda done, total: seen.append((done, total)))
    assert reports == [AddReport("quokka.txt", records=2, new=2, format="text")]
    assert seen == [(1, 1)]
    assert library.change_mark() != before
    assert library.index_state() == "ready"
    (hit,) = library.search("quokka marsupial").hits
    assert hit.score is not None
    assert hit.paper.sources[0].name == "quokka.txt"
    assert library.listing("").pids[0] == hit.paper.pid
    counts = library.counts()
    assert (counts.all, counts.new) == (605, 2)
    assert library.listing("", view=View("new")).total == 2
    assert library.add([page])[0].unchanged
    assert library.add_text("stdin", page.read_bytes()) == AddReport(
        "stdin", records=2, new=0, known=2, format="text"
    )


def test_pages_of_one_call_are_one_import(library: Library, page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(PAGE.replace("Wombat", "Bilby"))
    assert [report.new for report in library.add([page, other])] == [2, 1]
    titles = [paper.title for paper in library.rows(library.listing("").pids[:3])]
    assert titles[0].startswith("Quokka")
    assert library.counts().new == 3
    assert library._database.value("SELECT count(*) FROM journal WHERE kind = 'add'") == 2


def test_what_cannot_be_read_leaves_the_others_alone(
    library: Library, page: Path, tmp_path: Path
) -> None:
    bad = {
        "empty.txt": b"",
        "binary.txt": b"\x7fELF\0\0\0\1" * 100,
        "latin.txt": "Café\n".encode("latin-1") * 50,
        "letter.txt": b"Dear aunt,\n\nhow are you?\n",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    before = library.counts()
    (tmp_path / "bare").mkdir()
    paths = [*(tmp_path / name for name in bad), tmp_path / "bare", tmp_path / "none.txt", page]
    reports = library.add(paths)
    assert [report.error is None for report in reports] == [False] * 6 + [True]
    assert all(isinstance(report.error, SourceError) for report in reports[:-1])
    assert all(len(str(report.error).splitlines()) == 1 for report in reports)
    assert library.counts().all == before.all + 2
    assert [source.name for source in library.counts().sources][5:] == ["quokka.txt"]


def test_search_sorts_and_limits(library: Library) -> None:
    found = library.search("network pruning", limit=5)
    assert len(found.hits) == 5 < found.total
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, key=lambda score: -(score or 0))
    newest = library.search("network pruning", sort="newest", limit=None)
    assert newest.total == found.total == len(newest.hits)
    dates = [hit.paper.published or "" for hit in newest.hits]
    assert dates == sorted(dates, reverse=True)
    assert newest.hits[0].score is None
    assert len(library.search(limit=None).hits) == 603
    for text in ("", "pruning"):
        with pytest.raises(RectoError, match="Unknown order"):
            library.search(text, sort="fame")


def test_a_view_and_a_query_combine(library: Library) -> None:
    ids = [hit.paper.id for hit in library.search("domain adaptation", limit=3).hits]
    library.tag(ids[:2], add=["mine"])
    listing = library.listing("adaptation", view=View("tag", "mine"))
    assert {paper.id for paper in library.rows(listing.pids)} == set(ids[:2])
    by_title = library.listing("adaptation", view=View("tag", "mine"), sort="title")
    assert [p.title for p in library.rows(by_title.pids)] == sorted(
        paper.title for paper in library.rows(listing.pids)
    )
    assert library.listing("adaptation", view=View("bookmarks")).total == 0


def test_without_an_index_the_reader_is_not_kept_waiting(tmp_path: Path) -> None:
    told: list[str] = []
    with Library.open(tmp_path, notice=told.append) as library:
        assert library.index_state() == "missing"
        assert library.listing("").total == 603
        with pytest.raises(SearchIndexError):
            library.listing("pruning")
        seen: list[tuple[int, int]] = []
        assert library.reindex(lambda done, total: seen.append((done, total))) == 603
        assert seen[-1] == (603, 603)
        assert library.listing("pruning").total > 10
        assert told == ["Indexing 603 papers for search."]


# Whoosh leaves a file open when it fails to read its table of contents.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_damaged_index_is_built_anew(library: Library, tmp_path: Path) -> None:
    total = library.search("pruning").total
    library.close()
    for file in (tmp_path / "recto" / "cache" / "index").glob("g-*/*"):
        size = file.stat().st_size
        file.write_bytes(b"\xff" * size)
    told: list[str] = []
    with Library.open(tmp_path / "recto", notice=told.append) as library:
        assert library.search("pruning").total == total
        assert any("anew" in sentence for sentence in told)


def test_an_index_that_is_ahead_of_its_library_is_not_believed(
    library: Library, page: Path, tmp_path: Path
) -> None:
    older = library.backup(tmp_path / "older.db")
    library.add([page])
    assert library.search("quokka").total == 1
    library.close()
    shutil.copyfile(older, tmp_path / "recto" / "library.db")  # over it, by hand
    with Library.open(tmp_path / "recto") as again:
        assert again.index_state() == "missing"
        assert again.search("quokka").total == 0
        assert again.index_state() == "ready"


def test_papers_that_were_merged_are_not_found_twice(library: Library) -> None:
    from recto.index.paper import Record
    from recto.index.store.imports import Source, next_import, take_in

    def add(digest: str, *records: Record) -> None:
        with library._database.transaction():
            take_in(library._store, [Source("x", digest, records)], next_import(library._store))

    add(
        "1", Record("Quokka one", "x", 1, 1), Record("Quokka two", "y", 2, 1, arxiv_id="2401.00001")
    )
    assert library.search("quokka").total == 2
    add("2", Record("Quokka one", "x", 1, 1, arxiv_id="2401.00001"))
    assert library.index_state() == "stale"
    assert library.listing("quokka").total == 1  # the index is of yesterday
    assert library.search("quokka").total == 1
    assert library.index_state() == "ready"


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
                    library.rows(library.listing("").pids[:50])
                    library.counts()
        except (RectoError, AssertionError, RuntimeError) as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(act,)) for act in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert library.counts().bookmarks == 10


def test_stats_say_what_there_is_and_where(library: Library, tmp_path: Path) -> None:
    stats = library.stats()
    assert stats["papers"] == 603
    assert stats["sources"]["003_497f01f3366fe52b.txt"] == 40
    assert stats["index"] == "ready"
    assert stats["library"] == str(tmp_path / "recto" / "library.db")


def test_acts_are_told_undone_and_redone(library: Library) -> None:
    first, second = library.rows(library.listing("").pids[:2])
    library.bookmark([first])
    library.tag([first, second], add=["a"])
    library.queue([second])
    newest, *_, oldest = library.log()
    assert (newest.kind, newest.papers, newest.undone) == ("queue", (second.id,), False)
    assert oldest.kind == "bundled"
    assert [entry.kind for entry in library.log(second.id, limit=1)] == ["queue"]
    assert [entry.kind for entry in library.log(first)][:2] == ["tag", "bookmark"]
    undone = library.undo(2)
    assert undone is not None
    assert (undone.kind, undone.count) == ("tag", 2)
    assert [paper.id for paper in undone.papers] == [first.id, second.id]
    assert [paper.tags for paper in undone.papers] == [(), ()]
    assert undone.sentence
    assert library.paper(second.id).queue is None
    bookmarked = next(entry for entry in library.log() if entry.kind == "bookmark")
    assert library.undo(bookmarked.act) is not None
    assert not library.paper(first.id).bookmarked
    assert [redone.kind for redone in library.redo_steps(9)] == ["bookmark", "tag", "queue"]
    assert library.redo() is None
    assert library.redo(3) is None
    with pytest.raises(NotFoundError):
        library.undo("ffffnonsense")
    assert library.rebuild_marks()
    assert library.undo_steps(9)[-1].kind == "bookmark"
    assert library.undo() is None


def test_a_reader_is_a_window_of_its_own(library: Library, tmp_path: Path) -> None:
    first, second = library.rows(library.listing("").pids[:2])
    with Library.open(tmp_path / "recto", window="reader") as reader:
        with Library.open(tmp_path / "recto", window="reader") as neighbour:
            neighbour.bookmark([first])
            library.bookmark([second])  # in the shell, which is never open
            undone = reader.undo()
            assert undone is not None
            assert [paper.id for paper in undone.papers] == [second.id]
            assert reader.undo() is None
        undone = reader.undo()
        assert undone is not None
        assert [paper.id for paper in undone.papers] == [first.id]


def test_where_the_reader_was_is_kept(library: Library, tmp_path: Path) -> None:
    assert library.session() == {}
    library.save_session({"query": "é", "row": 3})
    library.save_session({"query": "ü", "row": 4})
    with Library.open(tmp_path / "recto") as other:
        assert other.session() == {"query": "ü", "row": 4}


def test_a_library_is_carried_away_and_back(library: Library, tmp_path: Path) -> None:
    first, second = library.rows(library.listing("").pids[:2])
    library.bookmark([first], via=Kept("pruning", "all"))
    library.tag([first, second], add=["ml/pruning"])
    library.note(first, "one\ntwo")
    kept = library.backup(tmp_path / "kept.db")
    assert library.snapshot_if_due() is not None
    assert library.snapshot_if_due() is None
    library.export_library(tmp_path / "library.jsonl.gz")
    library.delete_tag("ml")
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


@pytest.mark.skipif(not shutil.which("unshare"), reason="no user namespaces here")
def test_a_read_only_library_can_be_read(seeded: Path, tmp_path: Path) -> None:
    script = """
import os, shutil, subprocess, sys
from recto.index import Library, RectoError
mount = sys.argv[2]
subprocess.run(["mount", "-t", "tmpfs", "tmpfs", mount], check=True)
shutil.copytree(sys.argv[1], mount, dirs_exist_ok=True)
subprocess.run(["mount", "-o", "remount,ro", mount], check=True)
with Library.open(mount) as library:
    print(len(library.warnings), "reading only" in library.warnings[0])
    paper = library.search("pruning", limit=1).hits[0].paper
    for act in (library.bookmark, library.mark_read):
        try:
            act([paper.id])
        except RectoError as error:
            print(error.title)
    library.counts(), library.change_mark()
"""
    if subprocess.run(["unshare", "-Urm", "true"], check=False).returncode:
        pytest.skip("no user namespaces here")
    command = ["unshare", "-Urm", sys.executable, "-c", script, str(seeded), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "1 True",
        "The library is open for reading only",
        "The library is open for reading only",
    ]


def test_opening_loads_nothing_heavy(library: Library) -> None:
    script = """
import sys
from recto.index import Library, View
with Library.open(sys.argv[1]) as library:
    paper = library.rows(library.listing("").pids[:50])[0]
    library.bookmark([paper.id], on=False)
    library.queue([paper])
    library.note(paper, "x")
    library.tag([paper], add=["a/b"])
    library.save_search("a", "b", View())
    library.counts(), library.searches(), library.undo(), library.index_state()
heavy = {"whoosh", "textual", "rich", "platformdirs", "tomllib", "recto.index.pages.dumps"}
print(heavy & set(sys.modules))
"""
    command = [sys.executable, "-c", script, str(library.locations.data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("set()\n", "")
