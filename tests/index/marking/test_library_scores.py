"""All papers of a library are scored, by arrays and without, and only what is new again."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from recto.index import Library
from recto.index.marking.taste import library_scores
from recto.index.taste.block_scoring import RowScorer
from recto.index.taste.scoring import score
from recto.index.taste.terms import vector_of

from ..taste.test_term_file import WORDS

PAPERS = 400


def lines(first: int, count: int) -> bytes:
    found = []
    for number in range(first, first + count):
        chance = random.Random(number)
        words = chance.choices(WORDS, k=30)
        found.append({
            "title": f"{words[0]} {words[1]} of paper{number}",
            "abstract": " ".join(words),
            "authors": [f"Wei {chance.choice('ABC')}bc"],
        })  # fmt: skip
    return json.dumps(found).encode()


@pytest.fixture
def library(empty: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    empty.add_text("page.json", lines(0, PAPERS))
    empty.queue(rowids=empty.listing("").rowids[:3])
    monkeypatch.setattr(library_scores, "MOST_MADE", 20)
    yield empty


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many papers were scored one by one from terms that were kept."""
    numbers: list[int] = []
    scores = RowScorer.scores

    def counted(self: RowScorer, block: Any, rows: Any) -> list[int]:
        numbers.extend(rows)
        return scores(self, block, numbers[-len(rows) :])

    monkeypatch.setattr(RowScorer, "scores", counted)
    return numbers


def by_arrays(monkeypatch: pytest.MonkeyPatch, is_wanted: bool) -> None:
    monkeypatch.setattr(library_scores, "_ONE_BY_ONE", 10**9 if is_wanted else 0)
    monkeypatch.setattr(library_scores, "_MANY", 1 if is_wanted else 10**9)


def whole(library: Library) -> list[tuple[str, int]]:
    """Return all papers with their scores, in the order of the taste."""
    ranking = library.taste.ranked(library.listing("").rowids)
    assert ranking.unscored == 0
    names = {paper.rowid: paper.id for paper in library.rows(ranking.rowids)}
    return [(names[rowid], own) for rowid, own in ranking.scores()]


@pytest.mark.parametrize("is_wanted", [True, False])
def test_all_papers_are_scored_the_same_by_arrays_and_without(
    library: Library, monkeypatch: pytest.MonkeyPatch, is_wanted: bool
) -> None:
    by_arrays(monkeypatch, is_wanted)
    # Without what was prepared only those are known that the index finds, and that is told.
    library.index.rebuild()
    assert library.taste.ranked(library.listing("").rowids).unscored > PAPERS // 2
    told: list[str] = []
    with Library.open(library.locations.data, seeds=False, notice=told.append) as other:
        other.listing("", sort="taste")
        assert any("not ranked yet" in one for one in told)
        other.taste.prepare(lambda: True)
        del told[:]
        other.listing("", sort="taste")
        assert told == []
        assert other.taste.unranked == ""
    found = whole(library)
    profile = library.taste.now().profile
    papers = {paper.id: paper for paper in library.rows(library.listing("").rowids)}
    for id, own in found:
        paper = papers[id]
        vector = vector_of(paper.title, paper.abstract, paper.authors)
        assert own == score(vector, profile)
    assert len(found) == PAPERS
    with Library.open(library.locations.data, seeds=False) as other:  # with what was kept
        assert whole(other) == found
        other.queue(rowids=other.listing("").rowids[50:52])
        after = whole(other)
        assert after != found
        other.undo()
        assert whole(other) == found
    library.tag(rowids=library.listing("").rowids[60:63], add=["x"])
    ranking = library.taste.ranked(library.listing("").rowids, "x")
    assert ranking.unscored == 0
    assert ranking.rowids != library.taste.ranked(library.listing("").rowids).rowids


def test_only_what_is_new_is_scored_again(
    library: Library, monkeypatch: pytest.MonkeyPatch, scored: list[int]
) -> None:
    by_arrays(monkeypatch, False)
    library.taste.prepare(lambda: True)
    whole(library)
    del scored[:]
    library.add_text("more.json", lines(PAPERS, 5))
    assert len(whole(library)) == PAPERS + 5
    assert scored == []  # they were at hand as their terms were worked out
    with Library.open(library.locations.data, seeds=False) as other:
        other.taste.save()
        assert len(whole(other)) == PAPERS + 5
        assert len(scored) == 0
    library.taste.save()
    library.bookmark(rowids=library.listing("").rowids[50:51])
    whole(library)
    assert len(scored) == PAPERS + 5  # for a taste that is another


def test_what_was_prepared_stays_if_nobody_waits_for_the_rest(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def vector(title: str, *rest: Any) -> Any:
        made.append(title)
        return vector_of(title, *rest)

    monkeypatch.setattr(library_scores, "vector_of", vector)
    library.taste.prepare(lambda: len(made) < 100)
    assert 100 <= len(made) < PAPERS
    library.taste.save()
    with Library.open(library.locations.data, seeds=False) as other:
        other.taste.prepare(lambda: True)
        assert len(whole(other)) == PAPERS
    assert len(made) == len({*made})


def test_damage_costs_no_more_than_the_cache(library: Library) -> None:
    library.taste.prepare(lambda: True)
    found = whole(library)
    cache = library.locations.cache
    for name in ("taste-terms", "taste-scores"):
        data = (cache / name).read_bytes()
        for damaged in (data[: len(data) // 2], data[:-40] + bytes(40), b"", bytes(999)):
            (cache / name).write_bytes(damaged)
            (cache / "taste-scores").unlink(missing_ok=name == "taste-terms")
            with Library.open(library.locations.data, seeds=False) as other:
                other.taste.prepare(lambda: True)
                assert whole(other) == found
    (cache / "taste-terms").unlink()
    (cache / "taste-terms").mkdir()  # so that nothing can be kept there
    with Library.open(library.locations.data, seeds=False) as other:
        other.taste.prepare(lambda: True)
        assert whole(other) == found


def test_papers_that_are_gone_and_papers_that_changed_are_scored_as_they_are(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_scores, "_FEW", 0)  # as of a large library
    library.taste.prepare(lambda: True)
    before = library.listing("").rowids
    library.add_text("more.json", lines(PAPERS, 9))
    whole(library)
    library.undo()
    assert len(whole(library)) == PAPERS
    gone = max(before) + 100
    assert gone in library.taste.ranked([*before, gone]).rowids
    paper = library.rows(before[20:21])[0]
    library.corrections.edit(paper.id, {"title": "Quokkas and wombats of lotteries"})
    ranking = library.taste.ranked(library.listing("").rowids)
    (changed,) = library.rows([paper.rowid])
    vector = vector_of(changed.title, changed.abstract, changed.authors)
    own = score(vector, library.taste.now().profile)
    assert dict(ranking.scores())[paper.rowid] == own


def test_lists_are_ranked_while_others_are_prepared(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_go = threading.Event(), threading.Event()
    made: list[str] = []

    def vector(title: str, *rest: Any) -> Any:
        made.append(title)
        return vector_of(title, *rest)

    def is_wanted() -> bool:
        if len(made) > 50 and not begun.is_set():
            begun.set()
            may_go.wait(60)
        return True

    monkeypatch.setattr(library_scores, "vector_of", vector)
    thread = threading.Thread(target=library.taste.prepare, args=(is_wanted,))
    thread.start()
    may_go.set()
    assert begun.wait(60)
    for _ in range(3):
        library.taste.ranked(library.listing("").rowids[:30])
    thread.join(60)
    assert len(whole(library)) == PAPERS


def test_without_an_index_the_first_papers_are_scored(library: Library) -> None:
    ranking = library.taste.ranked(library.listing("").rowids)
    assert 20 <= PAPERS - ranking.unscored <= 23  # and those that taught


@pytest.mark.parametrize("is_wanted", [True, False])
def test_papers_alike_stand_by_their_dates_as_these_are_now(
    empty: Library, monkeypatch: pytest.MonkeyPatch, is_wanted: bool
) -> None:
    by_arrays(monkeypatch, is_wanted)
    names = ["quokka", "wombat", "numbat", "bilby", "dunnart", "permutation"]
    papers = [
        {"title": name, "abstract": name, "date": f"2024-05-0{at}"}
        for at, name in enumerate(names, 1)
    ]
    empty.add_text("page.json", json.dumps(papers).encode())
    at = {paper.title: paper.rowid for paper in empty.rows(empty.listing("").rowids)}
    empty.queue(rowids=[at["permutation"]])
    assert whole_order(empty, at) == ["permutation", *names[4::-1]]
    assert whole_order(empty, at) == ["permutation", *names[4::-1]]
    empty.corrections.edit(empty.rows([at["wombat"]])[0].id, {"published": "2025-01-01"})
    others = ["dunnart", "bilby", "numbat", "quokka"]
    assert whole_order(empty, at) == ["permutation", "wombat", *others]
    empty.undo()
    assert whole_order(empty, at) == ["permutation", *names[4::-1]]


def whole_order(library: Library, at: dict[str, int]) -> list[str]:
    titles = {rowid: title for title, rowid in at.items()}
    return [titles[rowid] for rowid in library.taste.ranked(sorted(titles)).rowids]
