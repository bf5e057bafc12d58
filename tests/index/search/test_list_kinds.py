"""Lists in plain Python and as numpy's arrays: the same papers in the same order, by one count.

The same work is counted for both. What a term costs beside its postings has two prices, which are
made equal here, so that any other difference shows.
"""

from __future__ import annotations

import random
import subprocess
import sys
from array import array
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from recto.index import Library, View
from recto.index.errors import CostlyQueryError, Superseded
from recto.index.search.analysis.words import Stem, words
from recto.index.search.filtering.paper_set import PaperSet
from recto.index.search.lists import choice
from recto.index.search.lists.arrays import ArrayLists
from recto.index.search.lists.operations import Found
from recto.index.search.lists.plain import PlainLists
from recto.index.search.query import effort as costs
from recto.index.search.query.effort import Effort
from recto.index.search.query.query import Query
from recto.index.search.reader import IndexReader
from recto.index.search.retrieval.ranking import Ranked
from recto.index.search.retrieval.related import Relatives
from recto.index.search.search_index import Document, SearchIndex
from recto.index.search.spelling.corrector import Corrector
from recto.index.views import ALL

from .query_leaves import LEAVES, rich
from .query_pieces import PIECES

__all__ = ["rich"]


class Kinds(NamedTuple):
    """The same index twice, and what it was made of."""

    plain: SearchIndex
    arrays: SearchIndex
    papers: list[Document]
    library: Library


@pytest.fixture(autouse=True)
def one_price(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ArrayLists, "prices", PlainLists.prices)


@pytest.fixture(scope="module")
def kinds(rich: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kinds]:
    """An index of several segments in which papers were replaced and taken out."""
    chance = random.Random(3)
    rows = rich.rows(rich.listing("").rowids)
    papers = [Document(paper.rowid, paper.title, paper.abstract) for paper in rows]
    papers.sort()
    path = tmp_path_factory.mktemp("kinds") / "index"
    plain = SearchIndex(path, "library", use_arrays=False)
    plain.build(papers[:400], 1)
    plain.update(papers[400:], 2)
    again = chance.sample(papers, 60)
    plain.update(again[:40], 3, [paper.rowid for paper in again[40:50]])
    plain.update([chance.choice(papers[:40])], 4, [papers[-1].rowid])
    arrays = SearchIndex(path, "library", use_arrays=True)
    yield Kinds(plain, arrays, papers, rich)
    plain.close()
    arrays.close()


def answer(kinds: Kinds, index: SearchIndex, text: str, **asked: object) -> object:
    """Return all that is told of a query, and what it has cost."""
    effort = Effort()
    query = Query.parse(text, typing=bool(asked.get("typing")))
    try:
        ranked = index.search(
            query,
            is_stale=effort,
            facts=kinds.library.index.filters,
            **asked,  # type: ignore[arg-type]
        )
    except CostlyQueryError as error:
        return str(error), effort.spent
    return list(ranked.rowids), list(ranked.scores), *ranked[2:], effort.spent


def same(kinds: Kinds, text: str, **asked: object) -> object:
    plain = answer(kinds, kinds.plain, text, **asked)
    assert answer(kinds, kinds.arrays, text, **asked) == plain, (text, asked)
    return plain


def relatives(paper: Document, limit: int, reader: IndexReader, stem: Stem) -> Ranked:
    return Relatives(reader, stem).find(paper.rowid, paper.title, paper.abstract, limit)


def random_words(chance: random.Random, papers: list[Document]) -> list[str]:
    """Return some words that stand together, or from anywhere."""
    paper = chance.choice(papers)
    found = words(chance.choice((paper.title, paper.abstract, f"{paper.title} {paper.abstract}")))
    if chance.random() < 0.3:
        found += words(chance.choice(papers).title)
    start = chance.randrange(max(1, len(found) - 5))
    return found[start : start + chance.randint(1, 6)] or ["model"]


def dressed(chance: random.Random, word: str) -> str:
    """Return a word in one of the ways in which it may be asked for."""
    begun = word[: chance.randint(1, len(word))]
    forms = (
        word,
        word,
        f"{begun}*",
        f"{word}~",
        f"={word}",
        f"title:{word}",
        f"abstract:{word}",
        f"title:{begun}*",
        f"-{word}",
        f"{word[:2]}-{word[2:]}",
        f"state-of-{word}",
        begun,
    )
    return chance.choice(forms)


def random_query(chance: random.Random, papers: list[Document]) -> str:
    some = random_words(chance, papers)
    kind = chance.randrange(8)
    if kind == 0:
        text = " ".join(some)
    elif kind == 1:
        text = f'"{" ".join(some[:3])}" {" ".join(some[3:])}'
    elif kind == 2:
        text = " OR ".join(dressed(chance, word) for word in some)
    elif kind == 3:
        text = f"({dressed(chance, some[0])} OR -{some[-1]}) {chance.choice(list(LEAVES))}"
    elif kind == 4:
        text = " ".join((*some[:3], *chance.sample(list(LEAVES), chance.randint(1, 3))))
    elif kind == 5:
        pair = " OR ".join(chance.sample(list(LEAVES), 2))
        text = f"{some[0]} ({pair}) NOT ({chance.choice(list(LEAVES))} {some[-1]})"
    elif kind == 6:
        text = "".join(chance.choices(PIECES, k=chance.randint(1, 8))) + " ".join(some[:2])
    else:
        text = " ".join(dressed(chance, word) for word in some)
    return text[: chance.randint(1, len(text))] if chance.random() < 0.4 else text


def random_set(chance: random.Random, papers: list[Document]) -> PaperSet | None:
    if chance.random() < 0.5:
        return None
    rowids = (paper.rowid for paper in chance.sample(papers, chance.choice((0, 3, 40, 400))))
    return PaperSet(frozenset(rowids), chance.random() < 0.5)


@pytest.mark.parametrize("seed", range(4))
def test_any_query_finds_the_same_at_the_same_cost(kinds: Kinds, seed: int) -> None:
    chance = random.Random(seed)
    found = 0
    for _ in range(40):
        asked = {
            "typing": chance.random() < 0.5,
            "limit": chance.choice((None, 1, 10, 50, 300)),
            "within": random_set(chance, kinds.papers),
        }
        told = same(kinds, random_query(chance, kinds.papers), **asked)
        found += bool(isinstance(told, tuple) and told[0])
    assert found > 10


def test_words_that_are_typed_find_the_same_at_every_letter(kinds: Kinds) -> None:
    for text in ("neural networks of the", "u-net seg", "optimizat", "zzq th"):
        for end in range(1, len(text) + 1):
            for limit in (50, None):
                same(kinds, text[:end], typing=True, limit=limit)


def test_most_of_the_words_find_the_same(kinds: Kinds) -> None:
    chance = random.Random(8)
    partial = 0
    for _ in range(20):
        text = " ".join(
            word for _ in range(3) for word in random_words(chance, kinds.papers) if len(word) > 3
        )
        for limit in (10, None):
            told = same(kinds, text, limit=limit, within=random_set(chance, kinds.papers))
            partial += bool(isinstance(told, tuple) and told[4])
    assert partial > 8


def test_what_costs_too_much_is_refused_alike(
    kinds: Kinds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(costs, "PER_PAPER", 0)
    monkeypatch.setattr(costs, "FIXED", 6_000)
    refused = 0
    chance = random.Random(4)
    for _ in range(30):
        told = same(kinds, random_query(chance, kinds.papers), limit=50)
        refused += bool(isinstance(told, tuple) and isinstance(told[0], str))
    assert refused > 1


def test_a_list_has_its_own_price(kinds: Kinds, monkeypatch: pytest.MonkeyPatch) -> None:
    more = 1_000
    dearer = PlainLists.prices._replace(read=PlainLists.prices.read + more)
    monkeypatch.setattr(ArrayLists, "prices", dearer)
    lists = []
    for text in ("deep", "deep networks", "deep networks learning", "deep networks deep"):
        plain, arrays = (answer(kinds, index, text) for index in (kinds.plain, kinds.arrays))
        assert isinstance(plain, tuple)
        assert isinstance(arrays, tuple)
        assert arrays[:-1] == plain[:-1]
        # As often as a list is read for the first time.
        number, rest = divmod(arrays[-1] - plain[-1], more)
        assert rest == 0
        lists.append(number)
    assert lists[0] >= 1
    assert lists[0] < lists[1] < lists[2]
    assert lists[3] == lists[1]


def test_papers_have_the_same_relatives(kinds: Kinds) -> None:
    def near(paper: Document, limit: int, reader: IndexReader, stem: Stem) -> Ranked:
        return Relatives(reader, stem).find(paper.rowid, paper.title, paper.abstract, limit)

    for paper in random.Random(6).sample(kinds.papers, 4):
        for limit in (0, 7, 1000):
            ask = partial(relatives, paper, limit)
            plain, arrays = (index.ask_reader(ask) for index in (kinds.plain, kinds.arrays))
            assert plain == arrays
            assert paper.rowid not in plain.rowids


def test_a_slip_is_corrected_alike(kinds: Kinds) -> None:
    chance = random.Random(7)
    corrected = 0
    for _ in range(12):
        some = [word for word in random_words(chance, kinds.papers) if len(word) > 3] or ["netwrok"]
        place = chance.randrange(len(some))
        at = chance.randrange(1, len(some[place]) - 1)
        some[place] = some[place][:at] + some[place][at] + some[place][at:]
        found = chance.randrange(3)
        efforts = Effort(), Effort()
        plain, arrays = (
            index.ask_reader(
                lambda reader, stem: Corrector(reader, stem, effort).suggest(  # noqa: B023
                    " ".join(some),  # noqa: B023
                    found,  # noqa: B023
                )
            )
            for index, effort in zip((kinds.plain, kinds.arrays), efforts, strict=True)
        )
        assert plain == arrays
        assert efforts[0].spent == efforts[1].spent
        corrected += bool(plain)
    assert corrected > 1


@pytest.mark.parametrize(
    "text",
    [
        *("k-means", "resnet 50", "resnet50", "in context learning", "re basin", "c++", "u net"),
        *("self-attention", "vision trans", "state-of-the-art net", "gpt 2", "over fitting", "3d"),
    ],
)
def test_names_are_found_alike_in_every_form(kinds: Kinds, text: str) -> None:
    for typing in (False, True):
        for limit in (None, 5):
            same(kinds, text, typing=typing, limit=limit)


def test_an_index_without_papers_has_either_kind(tmp_path: Path) -> None:
    for use_arrays in (False, True):
        index = SearchIndex(tmp_path / str(use_arrays), "library", use_arrays=use_arrays)
        index.build([], 1)
        for text in ("word", "wor*", '"a word"', "-word", "one OR two", "word of three more"):
            found = index.search(Query.parse(text), within=PaperSet(frozenset((1, 2))))
            assert (list(found.rowids), found.total) == ([], 0)
        index.close()


def test_filters_and_views_that_are_remembered_follow_the_marks(library: Library) -> None:
    text = "(is:bookmarked OR tag:ml) networks"
    (hit, other) = library.search("networks", limit=2).hits
    asked = partial(library.listing, text, wait=True)
    assert asked().total == 0
    library.bookmark(hit.paper.id)
    for view, found in ((ALL, [hit.paper.rowid]), (View("bookmarks"), [hit.paper.rowid])):
        efforts = Effort(), Effort()
        for effort in efforts:
            assert list(asked(view=view, is_stale=effort).rowids) == found
        assert efforts[0].spent == efforts[1].spent
    library.tag(other.paper.id, add=["ml"])
    assert set(asked().rowids) == {hit.paper.rowid, other.paper.rowid}
    assert list(asked(view=View("bookmarks")).rowids) == [hit.paper.rowid]
    library.bookmark(other.paper.id)
    assert asked(view=View("bookmarks")).total == 2
    library.bookmark(hit.paper.id, on=False)
    assert list(asked().rowids) == [other.paper.rowid]


LOADED = """
import sys
from pathlib import Path
from recto.index.search.lists import choice
from recto.index.search.query.query import Query
from recto.index.search.search_index import Document, SearchIndex

choice.LARGE = int(sys.argv[2])
if sys.argv[3] == "without":
    sys.modules["numpy"] = None
index = SearchIndex(Path(sys.argv[1]), "library")
found = index.search(Query.parse("deep networks", typing=True))
print(list(found.rowids), sys.modules.get("numpy") is not None)
"""


@pytest.mark.parametrize(
    ("large", "numpy", "is_loaded"), [(2, "with", True), (9, "with", False), (2, "without", False)]
)
def test_numpy_is_loaded_where_it_is_there_and_the_index_large(
    tmp_path: Path, large: int, numpy: str, is_loaded: bool
) -> None:
    index = SearchIndex(tmp_path, "library")
    index.build([Document(each, "Deep networks", "Deeply.") for each in range(1, 6)], 1)
    command = [sys.executable, "-c", LOADED, str(tmp_path), str(large), numpy]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert told == f"{[1, 2, 3, 4, 5]} {is_loaded}\n"


def test_few_papers_need_no_arrays(kinds: Kinds) -> None:
    assert len(kinds.papers) < choice.LARGE
    small = SearchIndex(kinds.library.locations.find_index()[0], kinds.library.id)
    kinds.library.index.refresh()
    assert small.ask_reader(lambda reader, _: isinstance(reader.lists, PlainLists))
    small.close()


@pytest.mark.parametrize("text", ["ab* OR pr*", "title:s*", "abstract:m* re*", "attenti~ m*"])
def test_what_nobody_waits_for_is_given_up_and_the_index_is_sound(kinds: Kinds, text: str) -> None:
    for index in (kinds.plain, kinds.arrays):
        index.close()
        asked = 0

        def is_stale() -> bool:
            nonlocal asked
            asked += 1
            return False

        query = Query.parse(text, typing=True)
        index.search(query, typing=True, limit=50, is_stale=is_stale)
        assert asked > 20
        for moment in range(0, asked, max(1, asked // 40)):
            index.close()
            left = moment

            def is_stale_then() -> bool:
                nonlocal left
                left -= 1
                return left < 0

            with pytest.raises(Superseded):
                index.search(query, typing=True, limit=50, is_stale=is_stale_then)
        assert index.search(query, typing=True, limit=50).total


@pytest.mark.parametrize("seed", range(5))
def test_the_best_of_groups_are_the_same(seed: int) -> None:
    chance = random.Random(seed)
    size = chance.randint(1, 300)
    # Mostly the documents of a group follow each other, and not always.
    groups = array("I", sorted(chance.choices(range(40), k=size)))
    if seed % 2:
        chance.shuffle(groups)
    plain = PlainLists(array("I", range(size)), frozenset())
    arrays = ArrayLists(array("I", range(size)), frozenset())
    docs = sorted(chance.sample(range(size), chance.randint(0, size)))
    scores = [chance.randint(1, 4) for _ in docs]
    best: dict[int, tuple[int, int]] = {}
    for doc, score in zip(docs, scores, strict=True):
        best[groups[doc]] = max(best.get(groups[doc], (0, 0)), (score, -doc))
    expected = sorted((-doc, score) for score, doc in best.values())
    mixed = list(zip(docs, scores, strict=True))
    chance.shuffle(mixed)
    found = plain.best_of_groups(Found([d for d, _ in mixed], [s for _, s in mixed]), groups)
    assert list(zip(*found, strict=True)) == expected
    as_arrays = Found(np.array(docs, np.uint32), np.array(scores, np.int32))
    found = arrays.best_of_groups(as_arrays, groups)
    assert list(zip(found.docs.tolist(), found.scores.tolist(), strict=True)) == expected
