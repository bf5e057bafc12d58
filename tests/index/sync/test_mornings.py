"""Mornings on two machines: nothing comes twice, and what was taught and said travels."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from recto.index import Library, Standing, View
from recto.index.paper import Record

from ..support.importing import add_page, made_up
from .meeting import Machine, in_step, machines

TOPICS = ("merging models", "acoustic speech", "plant cells", "gaussian scenes")
EACH_DAY = 8
PASSED = 5


def day_of(number: int) -> str:
    """Return one of the last days, of which all papers travel."""
    return str(date.today() - timedelta(29 - number))


def papers_of(number: int, *, upvotes: int = 0) -> list[Record]:
    """Return what a day brings, among it a paper of the day before."""
    names = [*range(number * EACH_DAY, (number + 1) * EACH_DAY), max(0, number * EACH_DAY - 1)]
    return [
        made_up(
            f"Paper {name} of {TOPICS[name % len(TOPICS)]}",
            f"It is about {TOPICS[name % len(TOPICS)]}, {name}.",
            f"2605.{name:05}",
            upvotes=upvotes + name % 7,
        )
        for name in dict.fromkeys(names)
    ]


def fetch(machine: Machine, number: int, upvotes: int = 0) -> None:
    papers = papers_of(number, upvotes=upvotes)
    add_page(machine.store, f"huggingface/{day_of(number)}", *papers, kind="fetch")


def shown(machine: Machine) -> list[str]:
    """Return the titles of New, as `gn` shows it."""
    listing = machine.library.listing("", view=View("new"), sort="taste")
    return [paper.title for paper in machine.library.rows(listing.rowids)]


def rowids(machine: Machine, titles: list[str]) -> list[int]:
    found = {paper.title: paper.rowid for paper in machine.library.rows(machine.rowids())}
    return [found[title] for title in titles]


def test_nothing_comes_twice_in_thirty_days_on_two_machines(tmp_path: Path) -> None:
    gone: set[str] = set()
    with machines(tmp_path, "one", "two", papers="marked") as pair:
        pair[1].folder = pair[0].folder
        for number in range(30):
            here, there = pair if number % 2 else pair[::-1]
            fetch(here, number)
            if number % 3 == 0 and number:
                fetch(there, number, upvotes=9)  # both do, at other hours
            morning = shown(here)
            assert not gone & {*morning}, f"day {number}, in the morning"
            first = morning[:PASSED]
            here.library.queue(rowids=rowids(here, first[:1]))
            here.library.not_interested(rowids=rowids(here, first[1:2]))
            here.library.news.pass_over(rowids(here, first[2:]))
            gone.update(first)
            if number % 4 == 1:  # which was a slip: it is new again, and only it
                here.library.undo()
                gone.discard(first[1])
                assert first[1] in shown(here)
            in_step([*pair])
            if number % 3 == 1:
                fetch(there, number)  # what it was told of is fetched behind that
            evening = shown(there)
            assert not gone & {*evening}, f"day {number}, in the evening"
            assert evening
            there.library.news.pass_over(rowids(there, evening[:2]))
            gone.update(evening[:2])
            in_step([*pair])
            assert not gone & {*shown(here)}, f"day {number}, at night"
        assert len(gone) > 100
        assert here.library.journal.agrees()


def test_an_undone_refusal_is_new_again_on_the_other_machine_too(tmp_path: Path) -> None:
    with machines(tmp_path, "one", "two") as (one, two):
        two.folder = one.folder
        fetch(one, 0)
        title = shown(one)[3]
        one.library.not_interested(rowids=rowids(one, [title]))
        in_step([one, two])
        assert title not in shown(two)
        assert two.library.search("is:rejected").total == 1
        one.library.undo()
        in_step([one, two])
        assert title in shown(two)
        assert two.library.taste.now().lessons.rejected == {}


def told(library: Library) -> object:
    """Return all that somebody has said of the taste, and what stands."""
    searches = {one.name: one.standing for one in library.searches.all()}
    return library.taste.profile().struck, searches, library.taste.profile().taught


def test_what_was_said_of_the_taste_travels(tmp_path: Path) -> None:
    (tmp_path / "thesis.jsonl").write_text(
        '{"title": "Permutation of Merged Networks", "abstract": "Merging models."}\n'
    )
    with machines(tmp_path, "one", "two") as (one, two):
        two.folder = one.folder
        fetch(one, 0)
        one.library.queue(rowids=rowids(one, [papers_of(0)[0].title]))
        one.library.teaching.learn_from(tmp_path / "thesis.jsonl")
        one.library.teaching.strike("models")
        for name, standing in (
            ("flat", Standing("always")),
            ("talk", Standing("never")),
            ("cells", Standing("at-most", 2)),
        ):
            one.library.searches.save(name, name, View(), standing=standing)
        in_step([one, two])
        assert told(two.library) == told(one.library)
        assert two.library.taste.profile().struck == ("models",)
        assert two.library.taste.profile().taught == {"queued": 1, "added": 1, "rejected": 0}
        # Each takes back what the other has said.
        two.library.teaching.strike("models", on=False)
        two.library.searches.save("talk", "talk", View())
        two.library.searches.save("cells", "cells", View(), standing=Standing("at-most", 5))
        in_step([two, one])
        assert told(one.library) == told(two.library)
        assert one.library.taste.profile().struck == ()
        stands = {search.name: search.standing for search in one.library.searches.all()}
        assert stands["talk"] is None
        assert stands["cells"] == Standing("at-most", 5)
        two.library.teaching.forget()
        in_step([two, one])
        assert not one.library.taste.is_known
        two.library.undo()
        in_step([two, one])
        assert told(one.library) == told(two.library)
        assert one.library.taste.is_known
        assert one.canonical() == two.canonical()


def test_what_is_alike_stands_the_same_on_every_machine(tmp_path: Path) -> None:
    """Whichever page came first, with a taste and with none."""
    dates = ["2026-05-01", "", "2026-05-03", "", "2026-05-02", "2026-05-02"]
    papers = [
        made_up(f"Unlike {name}", "Nothing of it.", f"2605.{at:05}", published=day or None)
        for at, (name, day) in enumerate(zip("abcdef", dates, strict=True))
    ]
    pages = {
        f"huggingface/{day_of(20)}": papers[:2],
        f"arxiv:cs.LG/{day_of(20)}": papers[2:4],
        f"arxiv:cs.LG/{day_of(21)}": papers[4:],
    }
    alike = ["e", "a", "f", "b", "c", "d"]  # the newest day first, streams in turns
    with machines(tmp_path, "one", "two") as pair:
        for machine, names in zip(pair, ([*pages], [*pages][::-1]), strict=True):
            for name in names:
                add_page(machine.store, name, *pages[name], checksum=f"{name} ", kind="fetch")
            assert shown(machine) == [f"Unlike {name}" for name in alike]
        pair[1].folder = pair[0].folder
        mine = made_up("Quokkas at Dusk", "Marsupials dig burrows.")
        add_page(pair[0].store, f"huggingface/{day_of(22)}", mine, kind="fetch")
        pair[0].library.queue(rowids=rowids(pair[0], [mine.title]))
        in_step([*pair])
        ranked = ["c", "e", "f", "a", "b", "d"]
        for machine in pair:
            assert shown(machine) == [f"Unlike {name}" for name in ranked]
