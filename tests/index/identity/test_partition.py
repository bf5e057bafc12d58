"""Which records are one paper depends on what they say, not on which of them came first."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from recto.index.identity.evidence import Agreement, Evidence, Told, are_one, contradiction
from recto.index.identity.partition import CROWD, partition

ALPHA = Evidence("intro", None, "10.1000/a", "alpha", 2001)
BETA = Evidence("intro", None, "10.1000/b", "beta", 2015)
NAMELESS = Evidence("intro")


def parts(*evidence: Evidence) -> list[list[int]]:
    """Return the places of evidence by papers, having looked that the order does not matter."""
    found = set(partition(evidence).papers)
    assert found == set(partition(reversed(evidence)).papers)
    return sorted(sorted(evidence.index(one) for one in paper) for paper in found)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        pytest.param([ALPHA, BETA], [[0], [1]], id="other authors and DOIs"),
        pytest.param([ALPHA, BETA, NAMELESS], [[0], [1], [2]], id="one of two, unknown which"),
        pytest.param([ALPHA, NAMELESS], [[0, 1]], id="nothing against it"),
        pytest.param(
            [Evidence("a", "1"), Evidence("b", "1"), Evidence("b")], [[0, 1, 2]], id="by id, title"
        ),
        pytest.param(
            [Evidence("a", "1", None, "x"), Evidence("b", "1", None, "y")],
            [[0, 1]],
            id="id",
        ),
        pytest.param(
            [Evidence("a", "1", "10.1/a"), Evidence("a", "2", "10.1/a")], [[0], [1]], id="two ids"
        ),
        pytest.param(
            [Evidence("a", "1", "10.1/a"), Evidence("b", None, "10.1/a", "z")],
            [[0, 1]],
            id="DOI decides",
        ),
        pytest.param(
            [
                Evidence("a", "1", "10.1/a"),
                Evidence("b", "2", "10.1/a"),
                Evidence("a", None, "10.1/a"),
            ],
            [[0, 2], [1]],
            id="the title where the DOI does not",
        ),
        pytest.param(
            [
                Evidence("a", "1", None, "x", 2015),
                Evidence("a", None, "10.1/a", "x", 2018),
                Evidence("a", None, "10.1101/123456", "x", 2014),
            ],
            [[0, 1, 2]],
            id="preprints and their journal",
        ),
        pytest.param(
            [Evidence("a", year=2001), Evidence("a", year=2002), Evidence("a", year=2003)],
            [[0, 1, 2]],
            id="years near each other",
        ),
        pytest.param(
            [Evidence("a", year=2001), Evidence("a", year=2003), Evidence("a", year=2004)],
            [[0], [1], [2]],
            id="years at the edge",
        ),
        pytest.param(
            [
                Evidence("a", "1"),
                Evidence("b", "1"),
                Evidence("a", None, None, "x"),
                Evidence("b", None, None, "y"),
            ],
            [[0, 1], [2], [3]],
            id="between two titles",
        ),
        pytest.param(
            [Evidence("a", None, None, name) for name in "xyzx"],
            [[0], [1], [2]],
            id="the same",
        ),
    ],
)
def test_which_records_are_one_paper(evidence: list[Evidence], expected: list[list[int]]) -> None:
    assert parts(*dict.fromkeys(evidence)) == expected


def test_what_could_be_either_is_told() -> None:
    assert partition([ALPHA, BETA, NAMELESS]).undecided == [frozenset([NAMELESS])]


def test_a_crowd_under_one_title_is_divided_by_authors() -> None:
    crowd = [Evidence("intro", None, f"10.1000/{n}", f"f{n}") for n in range(CROWD)]
    more = [Evidence("intro", None, None, "f1", 2020), Evidence("intro", year=2020)]
    found = partition([*crowd, *more]).papers
    assert frozenset([crowd[1], more[0]]) in found
    assert len(found) == CROWD + 1


def random_evidence(chance: random.Random) -> Iterator[Evidence]:
    for _ in range(chance.randrange(2, 12)):
        yield Evidence(
            chance.choice(["a", "a", "b", None]),
            chance.choice([None, None, "1", "2"]),
            chance.choice([None, None, None, "10.1/a", "10.1/b", "10.1101/123456"]),
            chance.choice([None, "x", "y", "王", "李", "&nib"]),
            chance.choice([None, 2000, 2002, 2003, 2010]),
        )


@pytest.mark.parametrize("seed", range(40))
def test_the_rule_holds_of_any_evidence(seed: int) -> None:
    chance = random.Random(seed)
    evidence = list(dict.fromkeys(random_evidence(chance)))
    papers = partition(evidence).papers
    for _ in range(5):
        chance.shuffle(evidence)
        assert set(partition(evidence).papers) == set(papers)
    where = {one: paper for paper in papers for one in paper}
    assert sorted(map(repr, where)) == sorted(map(repr, evidence))
    for one in evidence:
        for other in evidence:
            if one.arxiv and one.arxiv == other.arxiv:
                assert where[one] == where[other]
            if one.arxiv and other.arxiv and one.arxiv != other.arxiv:
                assert where[one] != where[other]
    # Nothing that agrees with a paper, and with that one alone, was left outside.
    for paper in papers:
        told = Told(paper)
        near = [
            other
            for other in papers
            if other != paper and told.titles & Told(other).titles
            if contradiction(told, Told(other)) is None
        ]
        if len(near) == 1:
            around = [p for p in papers if contradiction(Told(near[0]), Told(p)) is None]
            assert Agreement(map(Told, around)).reason is not None


@pytest.mark.parametrize("seed", range(10))
def test_two_alone_are_one_where_the_whole_rule_says_so(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        pair = list(random_evidence(chance))[:2]
        told = Told([pair[0]]), Told([pair[1]])
        shares = any(
            getattr(pair[0], name) is not None and getattr(pair[0], name) == getattr(pair[1], name)
            for name in ("title", "arxiv", "doi")
        )
        if pair[0] != pair[1] and are_one(*pair):
            assert shares
            assert (
                pair[0].arxiv == pair[1].arxiv
                or pair[0].doi == pair[1].doi
                or (contradiction(*told) is None)
            )
        elif pair[0] != pair[1]:
            assert not shares or contradiction(*told) is not None
