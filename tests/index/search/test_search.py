"""Searches: what is found, in which order, and how fast it stops when it is not wanted any more."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index.errors import Superseded
from recto.index.pages.daily.dumps import read_dump
from recto.index.search.query.query import Query
from recto.index.search.search_index import Document, SearchIndex

from ..support.threads import at_once

PAPERS = [
    Document(1, "U-Net: Convolutional Networks for Biomedical Image Segmentation", "A network."),
    Document(2, "U^2-Net: Going Deeper with Nested U-Structure", "Salient object detection."),
    Document(3, "UNet++: A Nested Architecture", "Medical images."),
    Document(
        4, "S^{2}FT: Efficient, Scalable and Generalizable LLM Fine-tuning", "Sparse weights."
    ),
    Document(5, "Poincaré Embeddings", "Hyperbolic spaces; the Poincare ball of Lukasz."),
    Document(6, "Attention Is All You Need", "The Transformer, a model of sequences."),
    Document(7, "Git Re-Basin: Merging Models modulo Permutation Symmetries", "Linear modes."),
    Document(8, "Learning to Rank", "Documents are ranked by networks of segments."),
    Document(9, "Pruning", "We use segmentation and convolution of images and one transformer."),
    Document(10, "Segmental Models", "Attention to segments. Ranked. Learning."),
]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    opened = SearchIndex(tmp_path / "index", "library")
    opened.build(PAPERS, 1)
    yield opened
    opened.close()


def find(index: SearchIndex, text: str, typing: bool = False, **options: object) -> list[int]:
    ranked = index.search(Query.parse(text), typing=typing, **options)  # type: ignore[arg-type]
    assert len(ranked.rowids) == len(ranked.scores)
    assert list(ranked.scores) == sorted(ranked.scores, reverse=True)
    assert ranked.total >= len(ranked.rowids)
    return list(ranked.rowids)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("attention", {6, 10}),
        ("ATTENTION need", {6}),
        ("poincare", {5}),
        ("Poincaré łukasz", {5}),
        ("Poincar\\'e", {5}),
        ("segment", {1, 8, 9, 10}),
        ("segmentation", {1, 8, 9, 10}),
        ("networks", {1, 8}),
        ("unet", {1, 2, 3}),
        ("U-Net", {1, 2, 3}),
        ("U^2-Net", {1, 2, 3}),
        ("u2net", {2}),
        ("s2ft", {4}),
        ("fine-tuning", {4}),
        ("finetuning", {4}),
        ("rebasin", {7}),
        ("learning with the rank", {8, 10}),
        ("attention pruning", set()),
        ("nosuchword", set()),
        ("", set()),
        ("???", set()),
        ("to", {8}),
        ("learn", {8, 10}),
        ("trans", set()),
    ],
)
def test_every_word_is_found_stemmed(index: SearchIndex, text: str, found: set[int]) -> None:
    assert set(find(index, text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("atten", {6}),
        ("a", {3, 4, 6}),
        ("convolut", {1, 9}),
        ("convol", {1}),
        ("trans", {6, 9}),
        ("transf", {6, 9}),
        ("transformer", {6, 9}),
        ("transformer ", {6, 9}),
        ("trans ", set()),
        ("learning to ra", {8}),
        ("learning t", {8}),
        ("learning to", {8, 10}),
        ("segmental", {10, 1, 8, 9}),
        ("segmenta", {1, 10}),
        ("hyperbol", {5}),
        ("u-n", {1, 2, 3}),
        ("un", {1, 2, 3}),
        ("u^2-n", {2}),
        ("fine-tu", {4}),
        ("attention nee", {6}),
        ("attention sym", set()),
        ("network rank", {8}),
        ("s2f", {4}),
        ("zzz", set()),
        ("the", set()),
    ],
)
def test_the_last_word_is_a_beginning_while_typing(
    index: SearchIndex, text: str, found: set[int]
) -> None:
    assert set(find(index, text, typing=True)) == found


def test_titles_come_first(index: SearchIndex) -> None:
    assert find(index, "segmentation")[0] in (1, 10)
    assert find(index, "poincare")[0] == 5
    assert find(index, "unet")[0] in (1, 3)
    assert find(index, "u^2-net")[0] == 2
    assert find(index, "rank")[0] == 8
    assert find(index, "transformer") == [9, 6] or find(index, "transformer") == [6, 9]


def test_a_limit_cuts_and_the_total_stays(index: SearchIndex) -> None:
    whole = index.search(Query.parse("segments"), limit=None)
    assert whole.total == len(whole.rowids) == 4
    for limit in (0, 1, 3, 50):
        ranked = index.search(Query.parse("segments"), limit=limit)
        assert list(ranked.rowids) == list(whole.rowids)[:limit]
        assert ranked.total == 4
        assert ranked.is_exact


def test_within_some_papers(index: SearchIndex) -> None:
    assert find(index, "segments", within={1, 9, 77}) in ([1, 9], [9, 1])
    assert find(index, "segments", within=[]) == []
    assert find(index, "segm", True, within=frozenset({10})) == [10]
    assert set(find(index, "network", within=range(100))) == {1, 8}
    assert find(index, "attention nee", True, within={6, 7}) == [6]


def test_words_that_every_paper_has_are_found(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path, "library")
    index.build([Document(rowid, "Title", "common word") for rowid in range(1, 60)], 1)
    assert find(index, "common", limit=None) == list(range(1, 60))
    assert len(find(index, "title common word", limit=None)) == 59
    index.close()


def test_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path, "library")
    assert index.build([], 5).documents == 0
    assert find(index, "word") == []
    index.update([Document(1, "A word", "")], 6)
    assert find(index, "word") == [1]
    index.close()


def test_odd_papers_are_found(tmp_path: Path) -> None:
    papers = [
        Document(1, "???", ""),
        Document(2, "x" * 5000, "y" * 5000),
        Document(3, "深度学习", "한국어 논문"),
        Document(4, "a b " * 3000, "w " * 100_000),
        Document(5, "\ud800 [red] \x1b[0m", "$\\mathcal{O}(n^{2})$ " * 50),
    ]
    index = SearchIndex(tmp_path, "library")
    index.build(papers, 1)
    assert find(index, "x" * 5000) == [2]
    assert find(index, "学习") == [3]
    assert find(index, "논문") == [3]
    assert find(index, "논", True) == [3] or find(index, "논", True) == []
    assert find(index, "b w") == [4]
    assert find(index, "red") == [5]
    index.close()


def test_a_search_stops_when_it_is_stale(index: SearchIndex) -> None:
    with pytest.raises(Superseded):
        index.search(Query.parse("segments"), is_stale=lambda: True)
    with pytest.raises(Superseded):
        index.search(Query.parse("attention nee"), typing=True, is_stale=lambda: True)
    answers = iter([False, True])
    with pytest.raises(Superseded):
        index.search(Query.parse("attention segments"), is_stale=lambda: next(answers))
    assert find(index, "attention segments") == [10]


def test_threads_take_turns(index: SearchIndex) -> None:
    queries = ["segments", "unet", "attention", "learning to r", "convol"]
    expected = [find(index, text, True) for text in queries]
    wrong: list[object] = []

    def work() -> None:
        for _ in range(60):
            for text, found in zip(queries, expected, strict=True):
                if find(index, text, True) != found:
                    wrong.append(text)

    at_once(*[work] * 4)
    assert not wrong


# On the bundled papers


@pytest.fixture(scope="module")
def seeds(
    seed_paths: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[SearchIndex, dict[int, Document]]]:
    texts = {
        record.title: record.abstract
        for path in seed_paths
        for record in read_dump(path.read_text("utf-8")).records
    }
    papers = {
        rowid: Document(rowid, title, abstract)
        for rowid, (title, abstract) in enumerate(texts.items(), 1)
    }
    assert len(papers) == 603
    index = SearchIndex(tmp_path_factory.mktemp("seeds"), "seeds")
    index.build(papers.values(), 1)
    yield index, papers
    index.close()


def test_every_bundled_title_finds_its_paper(
    seeds: tuple[SearchIndex, dict[int, Document]],
) -> None:
    index, papers = seeds
    for paper in papers.values():
        assert find(index, paper.title)[0] == paper.rowid, paper.title


def test_bundled_titles_are_found_as_they_are_typed(
    seeds: tuple[SearchIndex, dict[int, Document]],
) -> None:
    index, papers = seeds
    chance = random.Random(4)
    points = 0.0
    drawn = chance.sample(sorted(papers), 200)
    for rowid in drawn:
        words = papers[rowid].title.split()[: chance.randint(3, 5)]
        words[-1] = words[-1][: (len(words[-1]) + 1) // 2]
        found = find(index, " ".join(words), True, limit=10)
        points += 1 / (found.index(rowid) + 1) if rowid in found else 0
    assert points / len(drawn) > 0.97


def test_three_words_of_a_bundled_title_find_its_paper(
    seeds: tuple[SearchIndex, dict[int, Document]],
) -> None:
    index, papers = seeds
    chance = random.Random(5)
    points, number = 0.0, 0
    for rowid, paper in papers.items():
        words = re.findall(r"[^\W_]{4,}", paper.title)
        if len(words) < 4:
            continue
        found = find(index, " ".join(chance.sample(words, 3)), limit=10)
        points += 1 / (found.index(rowid) + 1) if rowid in found else 0
        number += 1
    assert number > 400
    assert points / number > 0.95


def test_a_cold_and_a_warm_search_find_the_same(
    seeds: tuple[SearchIndex, dict[int, Document]],
) -> None:
    index, _ = seeds
    text = "domain adaptation semantic segmentation networks"
    warm = [find(index, text[:end], True) for end in range(1, len(text) + 1)]
    for end in range(len(text), 0, -7):
        index.close()
        assert find(index, text[:end], True) == warm[end - 1]
