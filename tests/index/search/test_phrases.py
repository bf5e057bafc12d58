"""Phrases by the places of words: the same papers as by a look at every text."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from recto.index.search.analysis.patterns import as_written
from recto.index.search.analysis.words import fold, words
from recto.index.search.filtering.paper_set import PaperSet
from recto.index.search.query.effort import Effort
from recto.index.search.query.nodes import Node, Scope
from recto.index.search.query.query import Query
from recto.index.search.reader import IndexReader, open_reader
from recto.index.search.retrieval.phrases import phrase_docs
from recto.index.search.search_index import SearchIndex
from recto.index.search.segments.documents import Document
from recto.index.tex import readable

from .test_segments import build, papers

PAPERS = papers(31, 120)


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "arrays"])
def reader(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[IndexReader]:
    folder = tmp_path_factory.mktemp("index")
    build(folder, PAPERS, use_arrays=request.param, most=50)
    opened = open_reader(folder, request.param)
    yield opened
    opened.close()


def by_texts(asked: list[str], is_open: bool, scope: Scope) -> set[int]:
    """Return the papers in whose texts, as they came or as they are shown, the pattern is found."""
    pattern = as_written(asked, is_open)

    def has(text: str) -> bool:
        return any(pattern.search(fold(form)) for form in {text, readable(text)})

    return {
        paper.rowid
        for paper in PAPERS
        if (scope != "abstract" and has(paper.title)) or (scope != "title" and has(paper.abstract))
    }


@pytest.mark.parametrize("scope", ["", "title", "abstract"])
@pytest.mark.parametrize("is_open", [False, True])
def test_places_tell_what_texts_tell(reader: IndexReader, scope: Scope, is_open: bool) -> None:
    chance = random.Random(f"{scope}{is_open}")
    everywhere = range(len(reader.rowids))
    found = asked_again = 0
    for _ in range(150):
        paper = chance.choice(PAPERS)
        said = words(readable(chance.choice((paper.title, paper.abstract))))
        if not said:
            continue
        start = chance.randrange(len(said))
        asked = said[start : start + chance.randint(1, 4)]
        if chance.random() < 0.3:
            chance.shuffle(asked)
        if is_open:
            asked[-1] = asked[-1][: chance.randint(3, 9)]
        docs = phrase_docs(reader, asked, is_open, scope, everywhere)
        if is_open and len(asked[-1]) < 3:
            assert docs is None
            continue
        assert docs is not None
        assert list(docs) == sorted(docs)
        wanted = by_texts(asked, is_open, scope)
        assert {reader.rowids[doc] for doc in docs} == wanted, asked
        some = sorted(chance.sample(everywhere, 40))
        again = phrase_docs(reader, asked, is_open, scope, some)
        assert again is not None
        assert {reader.rowids[doc] for doc in again} == wanted & {reader.rowids[d] for d in some}
        found += bool(wanted)
        asked_again += 1
    assert found > asked_again // 3 > 20


def test_a_phrase_needs_no_texts(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index", "library")
    index.build(
        [
            Document(1, "Attention is all you need", "We train a network."),
            Document(2, "All you need is attention", "We trained networks of the network."),
            Document(3, "You need all attention", ""),
        ],
        1,
    )
    for text, found in {
        '"all you need"': {1, 2},
        '"attention is all"': {1},
        '"need attention"': set(),
        "=trained": {2},
        "=network": {1, 2},
        "attention*": {1, 2, 3},
        'title:"you need"': {1, 2, 3},
        'abstract:"you need"': set(),
    }.items():
        assert set(index.search(Query.parse(text), facts=NoTexts()).rowids) == found, text
    index.close()


class NoTexts:
    """Knows nothing of papers."""

    def members(self, node: Node, effort: Effort) -> PaperSet:
        raise AssertionError("nothing but words is asked for")

    def texts(self, rowids: Sequence[int]) -> Iterator[tuple[int, str, str]]:
        raise AssertionError("a text was looked at")
