"""What a query may cost: counted, not timed, and let go of once nobody waits for the answer."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from functools import partial
from operator import sub
from pathlib import Path
from shutil import copytree
from string import ascii_lowercase
from types import FrameType
from typing import Self

import pytest
from recto.index import Library, Superseded, ask
from recto.index.database import numbers
from recto.index.errors import CostlyQueryError
from recto.index.search.analysis.stemming import stem
from recto.index.search.query import effort as costs
from recto.index.search.query.effort import Effort
from recto.index.search.query.names import MAX_PARTS
from recto.index.search.query.nodes import MAX_LENGTH, Phrase, Word, iterate_leaves
from recto.index.search.query.query import Query
from recto.index.search.search_index import Document, SearchIndex
from recto.index.search.spelling.corrector import spelt_words

from .query_pieces import PIECES

LETTERS = "abcq"
HOSTILE = {
    "prefixes": " ".join(f"{letter}*" for letter in LETTERS),
    "prefixes or": " OR ".join(f"{letter}*" for letter in LETTERS),
    "prefixes of titles": " ".join(f"title:{letter}*" for letter in LETTERS),
    "fuzzy": " ".join(f"{letter * 9}~" for letter in LETTERS),
    "words": "learning model neural network deep data image language attention training method",
    "or": " OR ".join(f"({a} model)" for a in ascii_lowercase),
    "not": "model " + " ".join(f"-{letter}*" for letter in LETTERS),
    "years": " OR ".join(f"year:{year}.." for year in range(1990, 2024)) + " model",
    "filters alone": " OR ".join(f"upvotes:>{number}" for number in range(40)),
    "texts": '"a model" OR "the network" -"of the" =learning',
}


class Calls:
    """Counts calls, of Python's functions and of C's, while something is done."""

    number = 0

    def __enter__(self) -> Self:
        self._before = sys.getprofile()
        sys.setprofile(self._count)
        return self

    def _count(self, _: FrameType, event: str, __: object) -> None:
        self.number += event in ("call", "c_call")

    def __exit__(self, *_: object) -> None:
        sys.setprofile(self._before)


def work_of(task: Callable[[], object]) -> int:
    """Return how many calls a task makes."""
    with Calls() as calls:
        task()
    return calls.number


@pytest.fixture(scope="module")
def library(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(copytree(seeded, tmp_path_factory.mktemp("any") / "library")) as opened:
        yield opened


@pytest.mark.parametrize("piece", [*dict.fromkeys(PIECES), "-a", "a-", "a.", "(a OR ", 'a"', "a:("])
def test_twice_the_text_is_twice_the_work(piece: str) -> None:
    once, twice = ((piece * size)[:size] for size in (MAX_LENGTH // 2, MAX_LENGTH))
    for read in (
        Query.parse,
        lambda text: Query.parse(text, typing=True),
        lambda text: list(spelt_words(text)),
    ):
        read(once)  # what is loaded and remembered at the first time
        assert work_of(partial(read, twice)) <= 2.1 * work_of(partial(read, once)) + 100


def test_what_is_longer_than_a_query_is_cut() -> None:
    for piece in ("-", "word ", "a-", "tag:x OR ", '"a ', "(", "\u0301"):
        text = (piece * 1_000_000)[:1_000_000]
        query, short = Query.parse(text, typing=True), Query.parse(text[:MAX_LENGTH])
        assert (query.text, query.root, query.is_open) == (text, short.root, False)
        assert query.hints[-1] == "Only the first 5,000 characters are looked at."
        long, usual = (work_of(partial(Query.parse, each)) for each in (text, text[:MAX_LENGTH]))
        assert long < usual + 50


@pytest.mark.parametrize("form", ["{}", "{}*", "{}~", "={}", '"{}"', "title:{}", "-{}"])
def test_a_name_has_so_many_parts_at_most(form: str) -> None:
    name = "-".join(ascii_lowercase * 50)
    for typing in (False, True):
        (leaf,) = iterate_leaves(Query.parse(form.format(name), typing=typing).root)
        (word,) = leaf.words if isinstance(leaf, Phrase) else (leaf,)
        assert isinstance(word, Word)
        assert word.parts == tuple(ascii_lowercase[:MAX_PARTS])
        assert word.joined == ()


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_asked_often_whether_anybody_waits(
    library: Library, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(costs, "PER_PAPER", 100_000)
    library.listing(HOSTILE[name])  # what is imported and remembered at the first time
    library.index.close()
    looks: list[int] = []

    def is_stale() -> bool:
        looks.append(calls.number)
        return False

    with Calls() as calls:
        library.listing(HOSTILE[name], is_stale=is_stale)
    # Some passes over all papers with a call for each, to look up, to score and to merge them.
    most = 8 * library.counts().all
    assert len(looks) > 5
    assert max(map(sub, looks[1:], looks)) <= most
    for wanted in sorted({0, 1, len(looks) // 2, len(looks) - 2}):
        answers = iter([False] * wanted + [True])
        library.index.close()
        # Asked once more after it has said so, it would raise StopIteration.
        with pytest.raises(Superseded):
            library.listing(HOSTILE[name], is_stale=lambda: next(answers))  # noqa: B023


@pytest.mark.parametrize("text", [")", "-learning"])
def test_the_whole_list_is_given_up_too(
    seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(numbers, "_TOGETHER", 50)
    with Library.open(copytree(seeded, tmp_path / "library"), seeds=False) as opened:
        looks = 0

        def is_stale() -> bool:
            nonlocal looks
            looks += 1
            return False

        whole = opened.listing(text, is_stale=is_stale)
        assert looks > whole.total // 50
    for wanted in (looks - 1, looks // 2, 0):
        with Library.open(tmp_path / "library", seeds=False) as opened:
            answers = iter([False] * wanted + [True])
            with pytest.raises(Superseded):
                opened.listing(text, is_stale=lambda: next(answers))  # noqa: B023
            assert opened.listing(text).rowids == whole.rowids


def test_a_correction_is_given_up_too(library: Library) -> None:
    text = "neurla netwroks lerning convolutoinal"
    effort = Effort()
    ask(library.listing, library.queries.suggestion, text, is_stale=effort)
    plain = Effort()
    library.listing(text, is_stale=plain)
    looks = 0

    def is_stale() -> bool:
        nonlocal looks
        looks += 1
        return looks > 60

    assert effort.spent > 10 * plain.spent
    with pytest.raises(Superseded):
        ask(library.listing, library.queries.suggestion, text, is_stale=is_stale)
    assert looks == 61


def test_what_costs_too_much_is_refused_with_a_sentence(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = Effort()
    library.listing("neural network", is_stale=two)
    monkeypatch.setattr(costs, "PER_PAPER", 0)
    monkeypatch.setattr(costs, "FIXED", 10 * two.spent)
    for name in ("prefixes", "prefixes or", "prefixes of titles", "fuzzy"):
        effort = Effort()
        with pytest.raises(CostlyQueryError, match=r"too much at once.* more letters\."):
            library.listing(HOSTILE[name], is_stale=effort)
        refused = effort.spent
        # Always, whatever other questions have left in memory.
        again = Effort()
        with pytest.raises(CostlyQueryError):
            library.listing(HOSTILE[name], is_stale=again)
        assert again.spent == refused
    assert library.listing("neural network").total
    monkeypatch.setattr(costs, "FIXED", 100)
    with pytest.raises(CostlyQueryError):
        library.listing(HOSTILE["filters alone"])


def test_what_was_found_stays_where_a_correction_costs_too_much(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "neural netwrok"
    assert ask(library.listing, library.queries.suggestion, text).suggestion == "neural network"
    plain = Effort()
    found = library.listing(text, is_stale=plain)
    monkeypatch.setattr(costs, "PER_PAPER", 0)
    monkeypatch.setattr(costs, "FIXED", plain.spent)
    reply = ask(library.listing, library.queries.suggestion, text)
    assert (reply.listing.rowids, reply.suggestion) == (found.rowids, None)


def test_most_of_the_words_are_counted_as_one_by_one(tmp_path: Path) -> None:
    chance = random.Random(5)
    words = [f"{first}{second}" for first in "bcdfg" for second in ("amber", "inder", "older")]
    papers = [
        Document(
            rowid, " ".join(chance.choices(words[:6], k=2)), " ".join(chance.sample(words, k=5))
        )
        for rowid in range(1, 200)
    ]
    index = SearchIndex(tmp_path / "index", "library")
    index.build(papers, 1)
    has = {each.rowid: set(map(stem, f"{each.title} {each.abstract}".split())) for each in papers}
    partial = 0
    for _ in range(60):
        asked = chance.sample(words, k=chance.randrange(3, 14))
        found = index.search(Query.parse(" ".join(asked)), limit=None)
        counts = {rowid: len(stems.intersection(map(stem, asked))) for rowid, stems in has.items()}
        best = max(counts.values())
        least = len(asked) if best == len(asked) else max(2, len(asked) // 2)
        assert set(found.rowids) == {rowid for rowid, count in counts.items() if count >= least}
        if best < len(asked) and found.total:
            partial += 1
            assert found.found_words == best
    index.close()
    assert partial > 20
