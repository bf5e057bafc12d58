"""The terms of all papers in blocks: the same scores by arrays or not, and damage is mended."""

from __future__ import annotations

import os
import random
from array import array
from pathlib import Path

import pytest
from recto.index.disk.file_locks import FileLock
from recto.index.taste import array_scoring, term_file
from recto.index.taste.array_scoring import ArrayScorer
from recto.index.taste.block_scoring import RowScorer
from recto.index.taste.blocks import ROWS, packed
from recto.index.taste.kept_scores import KeptScores
from recto.index.taste.profiles import NOTHING, Taught, make_profile
from recto.index.taste.scoring import score
from recto.index.taste.term_file import TermFile
from recto.index.taste.terms import TermVector, length_of, vector_of
from recto.index.taste.weights import term_weights

TEXT = """
model network weight loss merge permutation speech acoustic token plant cell light leaf agent plan
act policy reward attention transformer diffusion image video graph node molecule protein galaxy
star lens survey quokka wombat lottery ticket pruning sparse quantization federated privacy
"""
WORDS = TEXT.split()


def paper(number: int) -> TermVector:
    """A paper of few words or many, some of which no other has, by one to three people."""
    chance = random.Random(number)
    words = chance.choices([*WORDS, f"own{number}"], k=chance.choice((0, 3, 40, 200)))
    authors = [f"Wei {chance.choice('ABCDEFGH')}bc" for _ in range(chance.randint(0, 3))]
    return vector_of(" ".join(words[:6]), " ".join(words), authors)


def long_paper(terms: int) -> TermVector:
    """A paper that is longer than two products have room for in one number."""
    own = array("I", random.Random(terms).sample(list(term_weights().hashes), terms))
    own.extend(range(7, 7 + terms))
    weights = array("H", [4095]) * len(own)
    return TermVector(own, weights, length_of(weights), array("I"), 2 * terms)


def kept(path: Path, vectors: dict[int, TermVector], rev: int = 1) -> TermFile:
    terms = TermFile(path, "one", term_weights())
    terms.refresh()
    for rowid, vector in vectors.items():
        terms.add(rowid, rev, vector)
    terms.write()
    return terms


def read(terms: TermFile, rowid: int) -> TermVector | None:
    """Return the terms of a paper in the order of their hashes."""
    if rowid >= len(terms.revs) or terms.revs[rowid] < 0:
        return None
    vector = terms.vector(rowid)
    return vector and ordered(vector)


def ordered(vector: TermVector) -> TermVector:
    pairs = sorted(zip(vector.terms, vector.weights, strict=True))
    terms = array("I", [term for term, _ in pairs])
    return vector._replace(terms=terms, weights=array("H", [weight for _, weight in pairs]))


@pytest.mark.parametrize(("liked", "rejected"), [(1, 0), (2, 3), (6, 0), (9, 9), (60, 40)])
def test_scores_by_arrays_are_those_without(tmp_path: Path, liked: int, rejected: int) -> None:
    vectors = {number: paper(number) for number in range(1, 300)}
    vectors |= {400: long_paper(2_000), 401: long_paper(60_000), 402: long_paper(1)}
    profile = make_profile(
        [Taught(f"{one}", vectors[one], 1 + one % 2) for one in range(1, 1 + liked)]
        + [Taught("long", vectors[400])],
        [Taught(f"{one}", vectors[one]) for one in range(200, 200 + rejected)],
    )
    terms, table = kept(tmp_path / "terms", vectors), term_weights()
    block = terms.block(0)
    assert list(block.rowids) == list(vectors)
    found = ArrayScorer(profile, table).scores(block).tolist()
    assert found == [score(vector, profile) for vector in vectors.values()]
    scorer = RowScorer(profile, table)
    for papers in (1, 10_000):
        scorer.expect(papers)
        assert found == scorer.scores(block, range(len(vectors)))
    assert len({*found}) > 50


def test_what_floating_point_may_round_is_scored_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = {number: paper(number) for number in range(1, 80)}
    profile = make_profile([Taught(f"{one}", vectors[one]) for one in range(1, 9)])
    block, table = kept(tmp_path / "terms", vectors).block(0), term_weights()
    scores = [score(vector, profile) for vector in vectors.values()]
    for name, value in (("UNSURE", 1.0), ("_NEAREST", 3), ("_LONGEST", 2_000)):
        with monkeypatch.context() as patched:
            patched.setattr(array_scoring, name, value)
            assert ArrayScorer(profile, table).scores(block).tolist() == scores


def test_terms_are_kept_in_blocks_by_several_processes(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "terms"
    vectors = {number: paper(number) for number in range(1, ROWS + 20)}
    one = kept(path, vectors)
    other = TermFile(path, "one", term_weights())
    other.refresh()
    assert all(read(other, rowid) == ordered(vectors[rowid]) for rowid in (1, 7, ROWS, ROWS + 1))
    other.add(7, 2, paper(77))  # it has changed
    other.add(5_000, 1, paper(5_000))
    other.write()
    one.add(8, 2, paper(88))  # by who does not know of that yet
    one.write()
    for terms in (one, other):
        terms.refresh()
        assert [terms.revs[rowid] for rowid in (6, 7, 8, 5_000)] == [1, 2, 2, 1]
        assert read(terms, 7) == ordered(paper(77))
        assert read(terms, 8) == ordered(paper(88))
        assert read(terms, 6) == ordered(vectors[6])
    another = TermFile(path, "another library", term_weights())
    another.refresh()
    assert not [*another.revs]
    another.add(1, 1, paper(1))
    another.write()
    one.refresh()
    assert not [rev for rev in one.revs if rev >= 0], "the file is another's now"
    for terms in (one, other, another):
        terms.close()


def test_damage_anywhere_costs_what_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "terms"
    vectors = {number: paper(number) for number in range(1, 9)}
    for first in (1, 4, 7):
        kept(path, {rowid: vectors[rowid] for rowid in list(vectors)[first - 1 : first + 2]})
    data = path.read_bytes()
    chance = random.Random(2)
    places = [*range(0, 120, 3), *chance.sample(range(120, len(data)), 120)]
    for at in places:
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        terms = TermFile(path, "one", term_weights())
        terms.refresh()
        found = {rowid: read(terms, rowid) for rowid in vectors}
        assert all(one in (None, ordered(vectors[rowid])) for rowid, one in found.items())
        lost = [rowid for rowid, one in found.items() if one is None]
        for rowid in lost:
            assert terms.revs[rowid] == -1 if rowid < len(terms.revs) else True
            terms.add(rowid, 1, vectors[rowid])
        terms.write()
        again = TermFile(path, "one", term_weights())
        again.refresh()
        assert all(read(again, rowid) == ordered(vectors[rowid]) for rowid in vectors)
    for size in (0, 5, 100, len(data) - 9):
        terms = TermFile(path, "one", term_weights())
        path.write_bytes(data)
        terms.refresh()
        os.truncate(path, size)  # while it is in use
        assert all(read(terms, one) in (None, ordered(vectors[one])) for one in vectors)
        terms.refresh()
        assert all(read(terms, one) in (None, ordered(vectors[one])) for one in vectors)


def test_what_somebody_made_up_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "terms"
    kept(path, {1: paper(3), 2: paper(5)})
    terms = TermFile(path, "one", term_weights())
    terms.refresh()
    block = terms.block(0)
    columns = [array(kind, column) for kind, column in zip("qqIIIIIIIIHH", block, strict=True)]
    for number, value in ((7, 2**32 - 1), (4, 1), (2, 0)):
        made_up = [column[:] for column in columns]
        made_up[number][0] = value
        path.write_bytes(path.read_bytes()[: -len(packed(columns))] + packed(made_up))
        terms = TermFile(path, "one", term_weights())
        terms.refresh()
        assert terms.vector(1) is None
        assert terms.revs[1] == -1
        profile = make_profile([Taught("1", paper(3))])
        ArrayScorer(profile, term_weights()).scores(terms.block(0))


def test_what_cannot_be_written_is_not_known(tmp_path: Path) -> None:
    path = tmp_path / "terms"
    terms = kept(path, {1: paper(1)})
    with FileLock(tmp_path / "terms.lock") as lock:
        assert lock.take()
        terms.add(2, 1, paper(2))
        assert terms.revs[2] == 1
        terms.write()
    assert list(terms.revs[1:]) == [1, -1]
    terms.add(2, 1, paper(2))
    terms.write()
    assert read(terms, 2) == ordered(paper(2))


def test_a_file_of_what_counts_no_more_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(term_file, "_FEW", 2)
    path = tmp_path / "terms"
    vectors = {number: paper(number) for number in range(1, 30)}
    for rev in range(1, 6):
        terms = kept(path, vectors, rev)
    size = path.stat().st_size
    terms.shrink(lambda: False)
    assert path.stat().st_size == size
    terms.add(50, 9, paper(50))  # which is not written yet
    other = TermFile(path, "one", term_weights())
    other.refresh()
    terms.shrink(lambda: True)
    assert path.stat().st_size < size / 3
    assert read(other, 3) == ordered(vectors[3]), "who has the former file can read on"
    other.refresh()
    for one in (terms, other):
        assert all(read(one, rowid) == ordered(vectors[rowid]) for rowid in vectors)
        assert set(one.revs[1:30]) == {5}
    assert read(terms, 50) == ordered(paper(50))
    terms.shrink(lambda: True)  # which needs nothing


def test_scores_are_kept_for_the_profile_that_made_them(tmp_path: Path) -> None:
    profile = make_profile([Taught("1", paper(3))])
    other = make_profile([Taught("1", paper(4))])

    def begun(of: object = profile) -> KeptScores:
        scores = KeptScores("one", tmp_path / "scores")
        scores.begin(of)  # type: ignore[arg-type]
        return scores

    scores = begun()
    scores.grow(5)
    scores.put(3, 7, -20)
    scores.save()
    assert (list(begun().scores), list(begun().revs)) == ([0, 0, 0, -20, 0], [-1, -1, -1, 7, -1])
    assert list(begun(other).revs) == list(begun(NOTHING).revs) == []
    scores.begin(other)
    assert list(scores.revs) == []
    scores.begin(make_profile([Taught("1", paper(3))]))  # the same again
    assert list(scores.scores) == [0, 0, 0, -20, 0]
    data = (tmp_path / "scores").read_bytes()
    for at in (0, data.index(b"\n") + 1, len(data) - 1):
        (tmp_path / "scores").write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert list(begun().revs) == []
    (tmp_path / "scores").write_bytes(data[:-1])
    assert list(begun().revs) == []
