"""Whole libraries as JSON Lines: there and back again, into others, and what is refused."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import os
import random
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from recto.index import Library, RectoError, SourceError, StoreError, View
from recto.index.journal.fold import NOTE_SEAM
from recto.index.paper import Record
from recto.index.safety.exchange import Exported, export_library, import_library
from recto.index.store import database as database_module
from recto.index.store.imports import Source, next_import, take_in
from recto.index.store.store import Store

FORMAT = Path(__file__).parents[2] / "docs" / "library-format.md"

TABLES = {
    "papers": "SELECT id, arxiv_id, import_no, round(score, 9), hidden, published, comments, "
    "upvotes, title, abstract, authors, author_count, organisation, links "
    "FROM papers JOIN texts USING(pid)",
    "ids": "SELECT alias, id FROM ids JOIN papers USING(pid)",
    "titles": "SELECT key, id, is_main FROM titles JOIN papers USING(pid)",
    "sources": "SELECT name, label, papers FROM sources",
    "pages": "SELECT name, digest, import_no, hidden FROM pages JOIN sources USING(sid)",
    "places": "SELECT name, digest, id, l.rank FROM places l JOIN papers USING(pid) "
    "JOIN pages USING(gid) JOIN sources USING(sid)",
    "journal": "SELECT act, machine, window, clock, wall, kind, subject, data FROM journal",
    "touched": "SELECT act, item, id FROM touched JOIN journal USING(seq) JOIN papers USING(pid)",
    "pending": "SELECT act, item, key, arxiv_id FROM pending JOIN journal USING(seq)",
    "marks": "SELECT id, name, value, clock, act FROM marks JOIN papers USING(pid)",
    "settings": "SELECT name, value, clock, act FROM settings",
    "brought": "SELECT source, digest, act FROM brought",
    "drafts": "SELECT id, text, wall, base FROM drafts JOIN papers USING(pid)",
}
"""All that a library holds, told without its row numbers."""


def content(store: Store, *, without: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    return {
        name: sorted(map(repr, store.database.rows(sql)))
        for name, sql in TABLES.items()
        if name not in without
    }


def assert_is_sound(store: Store) -> None:
    assert store.database.value("PRAGMA integrity_check") == "ok"
    assert store.database.rows("PRAGMA foreign_key_check") == []
    assert store.journal.agrees()


def add(store: Store, name: str, *records: Record, digest: str = "") -> None:
    ranked = [
        Record(**{**{slot: getattr(one, slot) for slot in Record.__slots__}, "rank": rank})
        for rank, one in enumerate(records, 1)
    ]
    digest = digest or os.urandom(8).hex()
    with store.database.transaction():
        take_in(store, [Source(name, digest, ranked)], next_import(store))


def paper(title: str, arxiv: str | None = None, abstract: str = "Short.", **more: Any) -> Record:
    return Record(title, abstract, 1, 1, arxiv_id=arxiv, **more)


@pytest.fixture
def rich(library: Library, ids: list[str]) -> Library:
    """A library in which everything has happened that can happen."""
    store = library._store
    add(
        store,
        "more.txt",
        paper("Twin", "2401.00001", authors=("A. B.", "C. D."), author_count=9),
        paper("Twin", "2401.00002", published="--05-02", organisation="Lab Ω"),
        paper("One Name", "2401.00003"),
        paper("Another Name", upvotes=3, comments=0),
        paper("∞∞", abstract="Signs alone; see https://github.com/a/b."),
    )
    library.bookmark(ids[3:5])
    twin = library.paper("2401.00002").id
    library.tag([twin, *ids[:4]], add=["ml/pruning", "to-read"])
    another = next(
        one.id for one in library.rows(library.listing("").pids) if one.title == "Another Name"
    )
    library.note(another, "On the paper that is merged below.\n\n  * indented")
    add(store, "late.txt", paper("Another Name", "2401.00003"), paper("Twin", "2401.00004"))
    library.note(ids[0], "first")
    library.note(ids[0], "second")
    library.queue(ids[5:9])
    library.done(ids[6:7])
    library.tag(ids[:2], remove=["to-read"])
    library.undo()
    library.rename_tag("to-read", "later")
    library.save_search("mine", "graph neural", View("tag", "ml"), "newest")
    library.rename_source("late.txt", "My Late Papers")
    library.remove_source("more.txt")
    library.save_draft(ids[10], "half\ntyped ✎")
    library.mark_all_read(library.listing("").pids[:50])
    library.undo()
    library.redo()
    assert_is_sound(store)
    return library


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "empty", seeds=False) as library:
        yield library


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz"])
def test_there_and_back_again_everything_is_the_same(
    rich: Library, empty: Library, tmp_path: Path, name: str
) -> None:
    exported = export_library(rich._store, tmp_path / name)
    acts = rich._database.value("SELECT count(*) FROM journal")
    assert exported == Exported(rich._database.value("SELECT count(*) FROM papers"), acts)
    report = import_library(empty._store, tmp_path / name)
    assert (report.new_papers, report.new_acts, report.drafts) == (exported.papers, acts, 1)
    assert content(empty._store) == content(rich._store)
    assert_is_sound(empty._store)
    export_library(empty._store, tmp_path / "again.jsonl")
    assert lines(tmp_path / "again.jsonl")[1:] == lines(tmp_path / name)[1:]
    # What people see is the same too: lists in their order, papers with all that is on them.
    for view in (View(), View("queue"), View("tag", "ml"), View("bookmarks"), View("new")):
        one, other = (
            [shown.as_json() for shown in library.rows(library.listing("", view=view).pids)]
            for library in (rich, empty)
        )
        assert one == other
    assert empty.search("pruning").total == rich.search("pruning").total


def unbundled(rows: list[Any]) -> list[Any]:
    return [row for row in rows if "bundled" not in row]


def lines(path: Path) -> list[bytes]:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()


def test_a_second_time_and_one_s_own_changes_nothing(
    rich: Library, empty: Library, tmp_path: Path
) -> None:
    path = tmp_path / "all.jsonl"
    export_library(rich._store, path)
    before, rev = content(rich._store), rich._store.rev
    report = import_library(rich._store, path)
    assert (report.new_papers, report.new_pages, report.new_acts, report.drafts) == (0, 0, 0, 0)
    assert report.papers == len(before["papers"])
    assert (content(rich._store), rich._store.rev) == (before, rev)
    import_library(empty._store, path)
    rev = empty._store.rev
    import_library(empty._store, path)
    assert (content(empty._store), empty._store.rev) == (before, rev)


def test_two_libraries_that_went_apart_become_the_same(seeded: Path, tmp_path: Path) -> None:
    """In whichever direction they are united, and whoever goes on from there."""
    with Library.open(tmp_path / "one") as one, Library.open(tmp_path / "two") as two:
        ids = [shown.id for shown in one.rows(one.listing("").pids[:20])]
        one.tag(ids[:3], add=["here"])
        two.tag(ids[2:5], add=["there", "here"])
        add(one._store, "one.txt", paper("Only One", abstract="A" * 50), paper("Both"))
        add(two._store, "two.txt", paper("Both", "2402.00001", "Longer abstract"), paper("Two"))
        one.note(ids[0], "written here")
        two.note(ids[0], "written there")
        two.bookmark(ids[:2])
        one.queue(ids[7:9])
        two.queue(ids[8:11])
        one.save_draft(ids[5], "begun here")
        two.save_draft(ids[5], "begun there")
        two.undo()
        for library, name in ((one, "1"), (two, "2")):
            export_library(library._store, tmp_path / name)
        report = import_library(one._store, tmp_path / "2")
        import_library(two._store, tmp_path / "1")
        assert (report.new_papers, report.new_pages) == (1, 1)
        differing = ("drafts", "titles", "ids")
        # The title by which a paper is shown first, and joined drafts, are each library's own.
        first, second = (content(library._store, without=differing) for library in (one, two))
        for name, rows in first.items():
            # Each library has the bundled pages' act from its own machine.
            assert unbundled(rows) == unbundled(second[name]), name
        assert set(content(one._store)["ids"]) == set(content(two._store)["ids"])
        note = one.paper(ids[0]).note
        assert note == NOTE_SEAM.join(("written here", "written there"))
        assert one.draft(ids[5]) == NOTE_SEAM.join(("begun here", "begun there"))
        both = one.paper("2402.00001")
        assert (both.title, both.abstract) == ("Both", "Longer abstract")
        order = [
            [shown.id for shown in library.rows(library.listing("").pids)] for library in (one, two)
        ]
        assert order[0] == order[1]
        for library in (one, two):
            assert_is_sound(library._store)
            before = content(library._store)
            for name in "12":
                import_library(library._store, tmp_path / name)
            assert content(library._store) == before
        # A later import comes after both libraries' earlier ones, in both.
        add(one._store, "last.txt", paper("The Newest"))
        assert one.rows(one.listing("").pids[:1])[0].title == "The Newest"


def test_an_import_made_later_elsewhere_is_the_newer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = itertools.count(10**18, 10**9)  # an act a second
    clock = SimpleNamespace(time_ns=lambda: next(now))
    monkeypatch.setattr("recto.index.journal.journal.time", clock)
    with (
        Library.open(tmp_path / "one", seeds=False) as one,
        Library.open(tmp_path / "two", seeds=False) as two,
    ):
        for number in (1, 2, 3):
            add(one._store, f"one{number}.txt", paper(f"One {number}"))
            add(two._store, f"two{number}.txt", paper(f"Two {number}"))
        for library, name in ((one, "1"), (two, "2")):
            export_library(library._store, tmp_path / name)
        import_library(one._store, tmp_path / "2")
        import_library(two._store, tmp_path / "1")
        for library in (one, two):
            titles = [shown.title for shown in library.rows(library.listing("").pids)]
            assert titles == [f"{name} {number}" for number in (3, 2, 1) for name in ("Two", "One")]
            numbers = [n for (n,) in library._database.rows("SELECT import_no FROM pages")]
            assert len(set(numbers)) == 6
        add(two._store, "two4.txt", paper("Two 4"))
        assert two.rows(two.listing("", view=View("new")).pids)[0].title == "Two 4"


def test_marks_wait_for_papers_that_neither_library_has(
    rich: Library, empty: Library, ids: list[str], tmp_path: Path
) -> None:
    """Somebody exports only the acts: the papers come later, by themselves."""
    path = tmp_path / "all.jsonl"
    export_library(rich._store, path)
    told = [json.loads(line) for line in lines(path)]
    acts = [one for one in told if one["type"] == "act"]
    end = {"type": "end", "papers": 0, "acts": len(acts)}
    path.write_text("\n".join(map(json.dumps, [told[0], *acts, end])))
    report = import_library(empty._store, path)
    assert report.waiting > 0
    assert empty.counts().all == 0
    wanted = rich.paper(ids[3])
    add(empty._store, "again.txt", paper(wanted.title, wanted.arxiv_id))
    assert empty.paper(ids[3]).bookmarked
    assert_is_sound(empty._store)


def test_each_line_is_as_the_document_says(rich: Library, tmp_path: Path) -> None:
    """The document names every type and every key, and no others."""
    export_library(rich._store, tmp_path / "all.jsonl")
    document = FORMAT.read_text()
    told = [json.loads(line) for line in lines(tmp_path / "all.jsonl")]
    assert [told[0]["type"], told[-1]["type"]] == ["recto-library", "end"]
    order = list(dict.fromkeys(one["type"] for one in told[1:-1]))
    assert order == ["paper", "page", "places", "act", "draft"]
    for one in told:
        (section,) = re.findall(
            rf"^## [^\n]*`{one['type']}`.*?(?=^## |\Z)", document, re.MULTILINE | re.DOTALL
        )
        for key in one:
            assert key == "type" or f"`{key}`" in section, (one["type"], key)
    first = next(one for one in told if one["type"] == "paper" and one["marks"])
    assert first["marks"]
    assert max(len(one["papers"]) for one in told if one["type"] == "places") <= 500


def test_a_stream_is_as_good_as_a_file(rich: Library, empty: Library, tmp_path: Path) -> None:
    stream = io.BytesIO()
    export_library(rich._store, stream)
    export_library(rich._store, tmp_path / "all.jsonl")
    assert stream.getvalue().splitlines()[1:] == lines(tmp_path / "all.jsonl")[1:]
    import_library(empty._store, io.BytesIO(gzip.compress(stream.getvalue())))
    assert content(empty._store) == content(rich._store)
    stream.close()


def test_a_pipe_is_written_to_and_not_replaced(rich: Library, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    export_library(rich._store, pipe)
    reader.join()
    assert pipe.is_fifo()
    assert received[0].splitlines()[-1].startswith(b'{"type":"end"')


def test_only_an_older_export_is_replaced(library: Library, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear aunt")
    for target in (letter, tmp_path, library.locations.database):
        before = target.read_bytes() if target.is_file() else b""
        with pytest.raises(StoreError, match="Nothing was exported"):
            export_library(library._store, target)
        assert (target.read_bytes() if target.is_file() else b"") == before
    with pytest.raises(StoreError):
        export_library(library._store, tmp_path / "no" / "such" / "file")
    (tmp_path / "empty").touch()
    for name in ("a.jsonl", "a.jsonl", "a.gz", "a.gz", "empty"):
        export_library(library._store, tmp_path / name)
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_others_write_meanwhile_and_the_export_is_of_one_moment(
    library: Library, ids: list[str], mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = library.locations.data
    library.close()
    monkeypatch.setattr(database_module, "is_on_network", lambda _: mode == "delete")

    class Busy(io.BytesIO):
        """Somebody marks a paper and adds one between any two lines."""

        def write(self, data: Any) -> int:
            if random.random() < 0.05:
                other.bookmark(ids[:1], on=random.random() < 0.5)
            return super().write(data)

    with Library.open(directory) as library, Library.open(directory) as other:
        before = library._database.value("SELECT count(*) FROM journal")
        stream = Busy()
        exported = export_library(library._store, stream)
        assert library._database.value("SELECT count(*) FROM journal") > before
        assert exported.acts == before
        told = [json.loads(line) for line in stream.getvalue().splitlines()]
        assert sum(one["type"] == "act" for one in told) == before
        stream.close()


def test_a_file_that_is_not_whole_changes_nothing(
    rich: Library, library: Library, tmp_path: Path
) -> None:
    export_library(rich._store, tmp_path / "all.jsonl")
    export_library(rich._store, tmp_path / "all.gz")
    packed, plain = (tmp_path / "all.gz").read_bytes(), (tmp_path / "all.jsonl").read_bytes()
    data = plain.splitlines(keepends=True)
    middle = len(data) // 2
    bad = {
        "cut": b"".join(data[:middle]),
        "cut within a line": b"".join(data[:middle])[:-9],
        "a line is missing": b"".join(data[: middle - 1] + data[middle:]),
        "packed and cut": packed[: len(packed) // 2],
        "packed and spoiled": packed[:5000] + b"spoiled" + packed[5007:],
        "header alone": data[0],
        "empty": b"",
        "a letter": b"Dear aunt,\n",
        "a page": b"A Title\n\n" + b"An abstract. " * 50,
        "a database": b"SQLite format 3\0" + b"\0" * 4080,
        "no object": data[0] + b"[1]\n",
        "a number without end": data[0] + b'{"type":"act","clock":' + b"9" * 5000 + b"}\n",
        "a nest": data[0] + b'{"type":' * 30_000,
        "a newer format": data[0].replace(b'"format":1', b'"format":2') + b"".join(data[1:]),
        "no text": data[0] + b"\xff\xfe\n",
    }
    with Library.open(tmp_path / "other") as other:
        before = content(other._store)
        for name, text in bad.items():
            (tmp_path / "bad").write_bytes(text)
            with pytest.raises(SourceError) as caught:
                import_library(other._store, tmp_path / "bad")
            assert "bad" in str(caught.value) or "exported" in str(caught.value), name
            assert content(other._store) == before, name
        with pytest.raises(SourceError, match="No such file"):
            import_library(other._store, tmp_path / "missing")
        with pytest.raises(SourceError):
            import_library(other._store, tmp_path)


HOSTILE: list[dict[str, Any]] = [
    {"type": "paper"},
    {"type": "paper", "id": "abcdefghjk", "title": ""},
    {"type": "paper", "id": "../../etc", "title": "T"},
    {"type": "paper", "id": "abcdefghjk", "title": ["T"]},
    {"type": "paper", "id": "abcdefghjk", "title": "T", "authors": "A"},
    {"type": "page", "source": "s"},
    {"type": "page", "source": 3, "digest": "d"},
    {"type": "places", "source": "s", "digest": "d", "papers": [["abcdefghjk", -1]]},
    {"type": "places", "source": "s", "digest": "d", "papers": {"a": 1}},
    {"type": "act"},
    {"type": "draft", "paper": "abcdefghjk", "text": 7},
]


@pytest.mark.parametrize("told", HOSTILE, ids=lambda told: json.dumps(told)[:50])
def test_what_is_malformed_is_refused_as_a_whole(empty: Library, told: dict[str, Any]) -> None:
    good: dict[str, Any] = {"type": "paper", "id": "abcdefghjk", "title": "Good"}
    page: dict[str, Any] = {"type": "page", "source": "s", "digest": "d", "label": ""}
    with pytest.raises(SourceError, match="Nothing was taken in"):
        import_library(empty._store, file_of(good, page, told))
    assert empty.counts().all == 0
    assert empty._database.value("SELECT count(*) FROM papers") == 0


def file_of(*objects: dict[str, Any]) -> io.BytesIO:
    papers = sum(one.get("type") == "paper" for one in objects)
    acts = sum(one.get("type") == "act" for one in objects)
    end = {"type": "end", "papers": papers, "acts": acts}
    told = [{"type": "recto-library", "format": 1}, *objects, end]
    return io.BytesIO("\n".join(map(json.dumps, told)).encode())


def test_foreign_text_is_cleaned(empty: Library) -> None:
    paper = {
        "type": "paper",
        "id": "abcdefghjk",
        "title": "A\x1b[31m Title\u202e",
        "abstract": "Two\nlines\x07 and https://github.com/a/b",
        "authors": ["A\x00nn", "\x1b"],
        "organisation": "\x9bLab",
        "links": ["javascript:alert(1)"],
        "published": "tomorrow",
        "comments": -5,
        "upvotes": 10**30,
        "arxiv_id": "../../etc/passwd",
        "marks": {"bookmark": 1},
        "unknown": {"to": "us"},
    }
    page = {"type": "page", "source": "s\x1b]0;x\x07", "digest": "d", "label": "a\x1b", "import": 1}
    places = {"type": "places", "source": page["source"], "digest": "d"}
    row = {
        "type": "act",
        "act": "0" * 20,
        "machine": "m",
        "window": "shell",
        "clock": 5,
        "wall": "",
        "kind": "add",
        "papers": [],
        "data": {"sources": [{"name": page["source"], "digest": "d", "records": 1}]},
    }
    stream = file_of(
        paper, page, {**places, "papers": [["abcdefghjk", 1]]}, row, {"type": "unknown", "x": 1}
    )
    import_library(empty._store, stream)
    (shown,) = empty.rows(empty.listing("").pids)
    assert (shown.title, shown.authors, shown.organisation) == ("A Title", ("Ann",), "ab")
    assert [link.url for link in shown.links] == ["https://github.com/a/b"]
    assert (shown.published, shown.comments, shown.upvotes) == (None, None, None)
    assert (shown.arxiv_id, shown.bookmarked) == (None, False)
    for (name,) in empty._database.rows("SELECT name || label FROM sources"):
        assert "\x1b" not in name
    assert_is_sound(empty._store)


def test_random_damage_is_refused_or_harmless(
    rich: Library, empty: Library, tmp_path: Path
) -> None:
    export_library(rich._store, tmp_path / "all.jsonl")
    data = lines(tmp_path / "all.jsonl")
    keep = [line for line in data if b'"type":"paper"' not in line[:20]] + data[1:60]
    keep = sorted(set(keep), key=data.index)
    rng = random.Random(4)
    outcomes = set()
    for _ in range(60):
        spoiled = bytearray(b"\n".join(keep))
        for _ in range(rng.randint(1, 4)):
            place = rng.randrange(len(spoiled))
            spoiled[place : place + rng.randint(0, 3)] = rng.randbytes(rng.randint(0, 3))
        try:
            import_library(empty._store, io.BytesIO(bytes(spoiled)))
        except RectoError:
            outcomes.add("refused")
        else:
            outcomes.add("taken")
        assert_is_sound(empty._store)
    assert "refused" in outcomes


MEMORY = """
import resource, sys
from pathlib import Path
from recto.index import Library
from recto.index.safety.exchange import export_library, import_library
from recto.index.store.imports import Source, take_in
from recto.index.paper import Record

directory, count = Path(sys.argv[1]), int(sys.argv[2])
text = "We show that this is a long abstract of a paper. " * 20
with Library.open(directory / "a", seeds=False) as library:
    records = (Record(f"Paper {n}", text + str(n), n, n) for n in range(1, count + 1))
    with library._database.transaction():
        take_in(library._store, [Source("all", "d", records)], 1)
    library.mark_all_read(library.listing("").pids)
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    export_library(library._store, directory / "all.jsonl")
with Library.open(directory / "b", seeds=False) as library:
    print(import_library(library._store, directory / "all.jsonl").new_papers)
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) // 1024)
"""


def test_memory_does_not_grow_with_the_library(tmp_path: Path) -> None:
    """Eight thousand papers are 8 MB of text; neither way are they in memory together."""
    command = [sys.executable, "-c", MEMORY, str(tmp_path), "8000"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    papers, megabytes = map(int, done.stdout.split())
    assert papers == 8000
    assert megabytes < 8
