"""Counts that are kept up by acts, against counting anew, whatever happens and whoever does it."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from recto.index import Counts, Library, Paper, RectoError, View
from recto.index.store import marked

from ..support.on_disk import store_of

TAGS = ("a", "a/b", "a/b/c", "ab", "z/y", "late")

ELSEWHERE = """
import random, sys
from recto.index import Library
with Library.open(sys.argv[1]) as library:
    for line in sys.stdin:
        rng = random.Random(int(line))
        rowids = rng.sample(list(library.listing("").rowids), rng.randint(1, 8))
        match rng.randrange(6):
            case 0:
                library.mark_read(rowids=rowids, on=rng.random() < 0.7)
            case 1:
                library.tag(rowids=rowids, add=[rng.choice(["a/b", "far/off"])])
            case 2:
                library.queue(rowids=rowids, on=rng.random() < 0.7)
            case 3:
                library.add_text(f"{line.strip()}.jsonl", b'{"title": "From %d"}' % int(line))
            case 4:
                library.undo()
            case _:
                library.marks.mark_all_read(library.listing("").rowids)
        print("done", flush=True)
"""


def plain(library: Library) -> tuple[object, ...]:
    """Count by looking at one paper after the other."""
    papers = library.rows(library.listing("").rowids)
    newest = set(library.listing("is:new").rowids)
    newness = library.news.signs().of
    tags = {tag[: at or None] for p in papers for tag in p.tags for at in _ends(tag)}
    return (
        len(papers),
        len(newest),
        sum(p.bookmarked for p in papers),
        sum(newness(p) in ("new", "unread") for p in papers),
        sum(p.queue is not None for p in papers),
        sum(p.done is not None for p in papers),
        sum(
            bool(p.bookmarked or p.note or p.highlights or p.tags or p.queue) or _is_by_hand(p)
            for p in papers
        ),
        {
            tag: sum(any(f"{one}/".startswith(f"{tag}/") for one in p.tags) for p in papers)
            for tag in tags
        },
        {
            name: sum(any(place.name == name for place in p.sources) for p in papers)
            for name in {place.name for p in papers for place in p.sources}
        },
    )


def _is_by_hand(paper: Paper) -> bool:
    return any(place.name.endswith(".bib") for place in paper.sources)


def _ends(tag: str) -> list[int]:
    return [0, *(at for at, sign in enumerate(tag) if sign == "/")]


def told(counts: Counts) -> tuple[object, ...]:
    return (
        counts.all,
        counts.new,
        counts.bookmarks,
        counts.unread,
        counts.queue,
        counts.done,
        counts.mine,
        dict(counts.tags),
        {one.name: one.count for one in counts.sources},
    )


def check(library: Library, rng: random.Random) -> None:
    counts = library.counts()
    with Library.open(library.locations.database.parent) as another:
        assert counts == another.counts()
        assert told(counts) == plain(another)
        every = list(another.listing("").rowids)
        some = rng.sample(every, rng.randint(0, len(every)))
        assert library.counts.within(counts, some) == another.counts.within(counts, some)
        assert told(library.counts.within(counts, every)) == told(counts)
        for kind in ("unread", "new", "bookmarks", "queue", "done"):
            view = View(kind)
            of_papers = library.listing("", view=view, sort="title").rowids
            assert of_papers == another.listing("", view=view, sort="title").rowids
        rows = another.rows(every)
        newness = another.news.signs().of
        unread = [paper.rowid for paper in rows if newness(paper) in ("new", "unread")]
        assert list(library.listing("", view=View("unread")).rowids) == unread
        places = [place for place, paper in enumerate(rows) if paper.rowid in unread]
        start = rng.randint(0, len(every))
        wanted = next((place for place in places if place >= start), None)
        assert library.marks.next_unread(library.listing("").rowids, start) == wanted


def acts(
    library: Library, other: Library, rng: random.Random, tmp_path: Path
) -> list[Callable[[], object]]:
    """Return what can happen to a library; some of it is refused, which changes nothing."""

    def some(most: int = 6) -> list[int]:
        every = list(library.listing("").rowids)
        return rng.sample(every, min(len(every), rng.randint(1, most)))

    def on() -> bool:
        return rng.random() < 0.6

    def unite() -> None:
        # What is marked there comes here, also for papers that are not here yet.
        rowids = list(other.listing("").rowids)
        other.tag(rowids=rng.sample(rowids, 3), add=[rng.choice(TAGS)])
        other.mark_read(rowids=rng.sample(rowids, 3), on=on())
        if on():
            other.undo()
        path = tmp_path / f"{rng.random()}.recto"
        other.export_library(path)
        library.import_library(path)

    def restore() -> None:
        path = tmp_path / f"{rng.random()}.db"
        library.backup(path)
        library.mark_read(rowids=some())
        library.restore(path)

    return [
        lambda: library.mark_read(rowids=some(30), on=on()),
        lambda: library.bookmark(rowids=some(), on=on()),
        lambda: library.queue(rowids=some(), on=on()),
        lambda: library.done(rowids=some(), on=on()),
        lambda: library.tag(rowids=some(), add=[rng.choice(TAGS)]),
        lambda: library.tag(rowids=some(), remove=[rng.choice(TAGS)]),
        lambda: library.tags.rename(rng.choice(TAGS), rng.choice(TAGS)),
        lambda: library.tags.delete(rng.choice(TAGS)),
        lambda: library.note(library.rows(some(1))[0], "A note."),
        lambda: library.highlights.add(some(1)[0], "A passage.", note=rng.choice(("", "A note."))),
        lambda: [library.highlights.remove(*one[1::-1]) for one in library.highlights.all()][:0],
        library.undo,
        library.undo,
        lambda: library.undo(rng.randint(2, 4)),
        library.redo,
        lambda: library.marks.mark_all_read(some(200)),
        lambda: library.news.pass_over(some(200)),
        lambda: library.sources.remove(rng.choice(library.counts().sources).name),
        lambda: library.sources.rename(rng.choice(library.counts().sources).name, "Other"),
        lambda: library.add_text(
            f"{rng.randint(0, 3)}.jsonl",
            "".join(f'{{"title": "Paper {rng.randint(0, 30)}"}}\n' for _ in range(4)).encode(),
        ),
        lambda: library.add_text(
            f"{rng.randint(0, 2)}.bib",
            b"@misc{k, title={Paper %d}}\n" % rng.randint(0, 30),
        ),
        lambda: library.identities.merge(rowids=some(2)),
        lambda: library.identities.split(library.rows(some(1))[0]),
        unite,
        restore,
        library.journal.rebuild,
    ]


@pytest.mark.parametrize("seed", range(4))
def test_counts_kept_up_by_acts_equal_counting_anew(
    library: Library, tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    with Library.open(tmp_path / "other") as other:
        things = acts(library, other, rng, tmp_path)
        for _ in range(15):
            with suppress(RectoError):
                rng.choice(things)()
            check(library, rng)


@pytest.mark.parametrize("most", [(0, 10**6, 10**6), (200, 3, 10**6), (200, 20_000, 10)])
def test_where_too_much_has_come_all_is_read_anew(
    library: Library, monkeypatch: pytest.MonkeyPatch, most: tuple[int, int, int]
) -> None:
    for name, number in zip(("_MOST_ACTS", "_MOST_MARKS", "_LONGEST"), most, strict=True):
        monkeypatch.setattr(marked, name, number)
    rng = random.Random(7)
    library.counts()
    for turn in range(4):
        library.tag(rowids=rng.sample(list(library.listing("").rowids), 5), add=[f"t/{turn}"])
        check(library, rng)


def test_counts_follow_what_other_processes_do(library: Library) -> None:
    path = library.locations.database.parent
    command = [sys.executable, "-c", ELSEWHERE, str(path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, bufsize=1) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        rng = random.Random(3)
        for seed in range(12):
            if rng.random() < 0.5:
                library.mark_read(rowids=rng.sample(list(library.listing("").rowids), 4))
            process.stdin.write(f"{seed}\n")
            assert process.stdout.readline() == "done\n"
            check(library, rng)
        process.stdin.close()


def test_marks_that_were_put_right_are_counted_anew(library: Library) -> None:
    rowids = list(library.listing("").rowids[:9])
    library.mark_read(rowids=rowids)
    before = library.counts()
    with store_of(library) as store, store.database.transaction():
        store.database.execute("DELETE FROM marks WHERE pid = ?", rowids[:1])
    with Library.open(library.locations.database.parent) as another:
        assert another.counts().unread == before.unread + 1
        assert not library.journal.rebuild()
        assert another.counts() == before
