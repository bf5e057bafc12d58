"""What a query finds in the bundled papers beside its words: hints, spans, most of the words."""

from __future__ import annotations

import copy
import pickle
import shutil
import time
from collections.abc import Sequence
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest
from recto.index import Hit, Library, Paper, StoreError, Superseded
from recto.index.parts.context import Context
from recto.index.search.highlighting.highlighter import Field, Highlighter
from recto.index.search.query.query import Query
from recto.index.search.search_index import Document, SearchIndex
from recto.index.store import papers

BASIN = "Git Re-Basin: Merging Models modulo Permutation Symmetries"
QUESTION = ["merging", "models", "permutation", "symmetries"]


def titles(library: Library, text: str, typing: bool = False) -> list[str]:
    results = library.search(text, limit=10, typing=typing, correct=False)
    return [hit.paper.title for hit in results.hits]


def test_a_half_remembered_question_is_answered(library: Library) -> None:
    assert titles(library, "merging models with permutation symmetries")[0] == BASIN


@pytest.mark.parametrize("place", range(len(QUESTION)))
@pytest.mark.parametrize("wrong", ["quokka", "zebra", "marsupial"])
def test_one_word_may_differ(library: Library, place: int, wrong: str) -> None:
    words = [*QUESTION[:place], wrong, *QUESTION[place + 1 :]]
    results = library.search(" ".join(words), limit=10, correct=False)
    assert results.hits[0].paper.title == BASIN
    assert results.is_partial
    assert results.hints == ("None has all 4 words; these have up to 3.",)
    assert BASIN in titles(library, f"{' '.join(words)} ", typing=True)


def test_function_words_do_not_count_as_remembered(library: Library) -> None:
    results = library.search("how to use the quokka with a marsupial", correct=False)
    assert results.total == 0
    assert results.hints == ()


def test_most_of_the_words_within_a_filter(library: Library) -> None:
    text = "merging quokka permutation symmetries"
    assert titles(library, f"{text} is:unread")[0] == BASIN
    assert titles(library, f"{text} is:read") == []
    assert titles(library, f"title:merging {text}")[0] == BASIN


@pytest.mark.parametrize(
    "text",
    [
        "merging OR quokka nosuchword models symmetries",
        '"git quokka" models merging symmetries',
        "git quokka",
        "git",
    ],
)
def test_nothing_else_is_answered_in_part(library: Library, text: str) -> None:
    assert not library.search(text, correct=False).is_partial


def test_the_best_are_those_with_most_words(tmp_path: Path) -> None:
    papers = [
        Document(1, "red green blue", "Plain."),
        Document(2, "red green blue white", "Plain."),
        Document(3, "red green", "Plain."),
        Document(4, "red", "Green things and blue ones."),
    ]
    index = SearchIndex(tmp_path, "library")
    index.build(papers, 1)
    ranked = index.search(Query.parse("red green blue white pink"), limit=None)
    assert ranked.rowids[0] == 2
    assert list(ranked.rowids) == [2, 1, 4, 3]
    assert (ranked.found_words, ranked.least_words, ranked.asked_words) == (4, 2, 5)
    assert ranked.total == 4
    assert index.search(Query.parse("red green blue white")).found_words == 0
    assert list(index.search(Query.parse("red green pink"), within={3, 4}).rowids) == [3, 4]
    assert index.search(Query.parse("red pink")).total == 0
    index.close()


def test_a_pasted_abstract_finds_its_paper(library: Library) -> None:
    for paper in library.rows(library.listing("").rowids[:300:20]):
        if len(paper.abstract) > 300:
            assert titles(library, f"quokka {paper.abstract}")[0] == paper.title


def test_spans_are_the_words_that_matched(library: Library) -> None:
    def spans(text: str, **options: bool) -> set[str]:
        results = library.search(text, limit=20, **options)  # type: ignore[arg-type]
        found = set()
        for hit in results.hits:
            assert hit.spans
            for field, start, end in hit.spans:
                whole = hit.paper.title if field == "title" else hit.paper.abstract
                found.add(whole[start:end].lower())
        return found

    assert spans("pruning") <= {"pruning", "prune", "pruned", "prunes", "pruner", "unpruned"}
    assert spans('"lottery ticket"') == {"lottery ticket", "lottery-ticket"}
    assert spans("title:lottery -quokka") == {"lottery"}
    assert spans("=pruned") == {"pruned"}
    assert "prun" not in {span[:4] for span in spans("lottery -pruning")}
    assert spans("lottery is:unread OR quokka") <= {"lottery", "lotteries"}


def test_no_word_is_marked_before_somebody_asks(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked: list[str] = []
    spans = Highlighter.spans

    def counted(self: Highlighter, text: str, field: Field = "") -> list[tuple[int, int]]:
        marked.append(field)
        return spans(self, text, field)

    monkeypatch.setattr(Highlighter, "spans", counted)
    one, other = library.search("lottery ticket", limit=2, typing=True).hits
    assert marked == []
    kept, copied = pickle.dumps(one), copy.deepcopy(other)
    assert marked == ["title", "abstract"] * 2
    assert one.spans
    assert (one, other) == (pickle.loads(kept), copied)
    assert one == Hit(one.paper, one.score, one.spans) == replace(one)
    assert f"spans={one.spans!r}, reasons=())" in repr(one)
    assert hash(one) == hash(pickle.loads(kept))
    assert marked == ["title", "abstract"] * 2
    with pytest.raises(AttributeError, match="no attribute 'span'"):
        getattr(one, "span")  # noqa: B009
    with pytest.raises(FrozenInstanceError):
        one.spans = ()  # type: ignore[misc]


def test_hits_are_read_when_somebody_looks_at_them(few: Path, tmp_path: Path) -> None:
    shutil.copytree(few, tmp_path / "library")
    with Library.open(tmp_path / "library", seeds=False) as library:
        asked, held = library.search("model", limit=5), library.search("model", limit=5)
        rowid = library.listing("model", limit=1).rowids[0]
        library.bookmark(rowids=[rowid])
        assert asked.hits[0].paper.bookmarked
        library.bookmark(rowids=[rowid], on=False)
        assert asked.hits[0].paper.bookmarked
    # What was held when the library was closed is good afterwards, and the library is let go of.
    assert not held.hits[0].paper.bookmarked
    assert [hit.paper.id for hit in held.hits] == [hit.paper.id for hit in asked.hits]
    assert held == pickle.loads(pickle.dumps(held)) == replace(held)
    assert f"total={held.total}" in repr(held)


def test_what_is_merged_meanwhile_is_left_out_of_hits(few: Path, tmp_path: Path) -> None:
    shutil.copytree(few, tmp_path / "library")
    with Library.open(tmp_path / "library", seeds=False) as library:
        before = library.search("model", limit=5).hits
        later = library.search("model", limit=5)
        library.identities.merge([before[0].paper.id, before[1].paper.id])
        assert len({hit.paper.id for hit in later.hits}) == len(later.hits) == 4


def test_hits_that_cannot_be_read_say_so_when_they_are_asked_for(library: Library) -> None:
    results = library.search("pruning", limit=3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "_COLUMNS", "SELECT nothing")
        library.close()
    with pytest.raises(StoreError, match="closed"):
        results.hits  # noqa: B018
    with pytest.raises(AttributeError, match="no attribute 'hit'"):
        getattr(results, "hit")  # noqa: B009


def test_results_that_nobody_holds_are_not_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    rows = Context.rows

    def counted(self: Context, rowids: Sequence[int]) -> list[Paper]:
        read.append(len(rowids))
        return rows(self, rowids)

    monkeypatch.setattr(Context, "rows", counted)
    library.search("model", limit=3)
    held = library.search("pruning", limit=2)
    assert read == []
    library.close()
    assert read == [2]
    assert len(held.hits) == 2
    assert read == [2]


def test_spans_name_their_field(library: Library) -> None:
    for hit in library.search("title:pruning", limit=10).hits:
        assert {field for field, _, _ in hit.spans} == {"title"}
    for hit in library.search("abstract:pruning", limit=10).hits:
        assert {field for field, _, _ in hit.spans} == {"abstract"}
    assert all(hit.spans == () for hit in library.search("is:unread").hits)


def test_hints_come_with_listings(library: Library) -> None:
    assert "foo: is no field" in library.listing("foo:pruning", wait=True).hints[0]
    assert library.listing("pruning", wait=True).hints == ()
    assert library.listing("is:wrong OR has:code", wait=True).hints
    assert library.listing("tag:", typing=True).hints == ()


def test_a_phrase_that_is_being_typed(library: Library) -> None:
    whole = library.listing('"lottery ticket hypothesis"', wait=True)
    assert whole.total > 2
    for text in (
        '"lottery ticket hyp',
        '"lottery ticket hypothesis',
        'is:unread "lottery ticket h',
    ):
        assert set(library.listing(text, typing=True).rowids) >= set(whole.rowids)
    assert library.listing('"lottery ticket hyp').total == 0


def test_a_search_for_texts_stops_when_it_is_stale(library: Library) -> None:
    library.index.rebuild()
    answers = iter([False] * 2 + [True] * 50)
    with pytest.raises(Superseded):
        library.listing('"neural networks"', is_stale=lambda: next(answers))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        "a " * 5_000,
        '"' + "the network " * 800,
        "(deep OR network) " * 500,
        "-network " * 1000,
        "network~ " * 60,
        "a* " * 1000,
        "=network " * 1000,
        "\U0001f642 network" * 900,
        "tag:(" * 2000,
        "NOT (deep " * 1000,
    ],
)
def test_ten_thousand_characters_are_answered_in_time(library: Library, text: str) -> None:
    start = time.process_time()
    for typing in (False, True):
        library.search(text[:10_000], limit=5, typing=typing, correct=False)
    assert time.process_time() - start < 6


def test_a_saved_search_and_a_query_are_both_asked(library: Library) -> None:
    from recto.index import View

    library.searches.save("s", "lottery OR quantization", View(), "relevance")
    view = View("search", "s")
    whole = set(library.listing("", view=view, wait=True).rowids)
    assert whole == set(library.listing("lottery OR quantization").rowids)
    within = set(library.listing("network", view=view).rowids)
    assert within == whole & set(library.listing("network").rowids)
