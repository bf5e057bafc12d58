"""Which words are marked."""

from __future__ import annotations

import random
from cProfile import Profile

import pytest
from recto.index import Library
from recto.index.search.analysis import words
from recto.index.search.analysis.stemming import stem
from recto.index.search.highlighting import text_matcher
from recto.index.search.highlighting.highlighter import Highlighter
from recto.index.search.query.query import Query


def marked(query: str, text: str, typing: bool = False) -> list[str]:
    spans = Highlighter(Query.parse(query), typing).spans(text)
    assert spans == sorted(spans)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("", "Deep nets", []),
        ("network", "Networks networking net", ["Networks", "networking"]),
        ("merging models", "We merge a model; remodel", ["merge", "model"]),
        ("poincare", "The Poincaré, Poincare\u0301 ball", ["Poincaré", "Poincare\u0301"]),
        ("unet", "A U-Net, UNets and U^2-Net", ["U-Net", "UNets", "U^2-Net"]),
        ("unet", "a U-Net-based one", ["U-Net"]),
        ("U-Net", "UNet; the net", ["UNet", "net"]),
        ("s2ft", "S^{2}FT: it", ["S^{2}FT"]),
        ("language", "vision-language-models", ["language"]),
        ("reilly", "O'Reilly's", ["Reilly"]),
        ("how to prune", "how to prune the how", ["prune"]),
        ("the", "the then", ["the"]),
        ("深", "深度", ["深"]),
        ("res", "res residual", ["res"]),
        ("a" * 300, "x", []),
        ("1 2", "½ and 2", ["½", "2"]),
    ],
)
def test_matched_words(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text) == expected


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("res", "residual rest press", ["residual", "rest"]),
        ("res ", "residual res", ["res"]),
        ("deep res", "Deeper deep residual", ["deep", "residual"]),
        ("r", "residual r", ["r"]),
        ("u-ne", "a U-Net", ["U-Net"]),
        ("language", "language-models", ["language"]),
    ],
)
def test_beginnings_while_typing(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text, typing=True) == expected


def test_nothing_is_marked_without_a_query() -> None:
    assert Highlighter().spans("anything at all") == []


def test_spans_do_not_overlap() -> None:
    text = "U-Net-net-U-Net u-net-u"
    spans = Highlighter(Query.parse("u-net net u")).spans(text)
    ends = [0] + [end for _, end in spans]
    assert all(start >= end for (start, _), end in zip(spans, ends, strict=False))


def test_an_abstract_takes_little_work() -> None:
    text = " ".join(f"word{number % 150} of some-joined model's {number}" for number in range(60))
    highlighter = Highlighter(Query.parse("joined words mod"), typing=True)
    highlighter.spans(text)
    with Profile(subcalls=False) as profile:
        highlighter.spans(text)
    calls = sum(entry.callcount for entry in profile.getstats())
    assert calls < 4 * len(text.split())  # a call takes a tenth of a microsecond


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ('"deep nets"', "Deep nets, deep NETS; deeper nets and deep", ["Deep nets", "deep NETS"]),
        ('"u-net"', "The U-Net and u net", ["U-Net", "u net"]),
        ('"poincare ball"', "the Poincaré ball's end", ["Poincaré ball"]),
        ("deep -nets", "deep nets", ["deep"]),
        ("deep NOT (nets OR x)", "deep nets x", ["deep"]),
        ("(deep OR nets) is:unread", "deep nets unread", ["deep", "nets"]),
        ("transf*", "transfer untransformed Transformers", ["transfer", "Transformers"]),
        ("=nets", "net nets", ["nets"]),
        ("prunning~", "pruning, running", ["pruning", "running"]),
        ("title:deep", "deep", ["deep"]),
        ("tag:deep", "deep", []),
        ('"deep nets" nets', "deep nets nets", ["deep nets", "nets"]),
    ],
)
def test_the_language_is_marked(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text) == expected


def test_words_of_a_field_are_marked_there_alone() -> None:
    highlighter = Highlighter(Query.parse('title:deep abstract:"nets" both'))
    assert highlighter.spans("deep nets both", "title") == [(0, 4), (10, 14)]
    assert highlighter.spans("deep nets both", "abstract") == [(5, 9), (10, 14)]
    assert Highlighter(Query.parse("title:deep")).spans("deep", "abstract") == []


def test_an_unfinished_phrase_is_marked() -> None:
    assert marked('"deep ne', "deep nets", typing=True) == ["deep nets"]
    assert marked('"deep ne', "deep nets") == []
    assert marked("=ne", "nets", typing=True) == ["nets"]
    assert marked("deep -ne", "deep nets", typing=True) == ["deep"]


class _All(frozenset[str]):
    """Every letter."""

    def __contains__(self, letter: object) -> bool:
        return True


def test_words_that_begin_otherwise_need_no_look(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = library.rows(library.listing("").rowids[::6])
    texts = [text for paper in papers for text in (paper.title, paper.abstract)]
    texts += ["½ U^{2}-Net", "Yields yogurt; 'yes'", "état-of-the-art", "Ångström’s", "ﬁne-tuning"]
    queries = (
        "yogurt",
        "unet",
        "u2net",
        "state-of-the-art yields",
        "tuming~",
        "angstrom's fi",
        "1",
    )
    asked = [(Query.parse(query, typing=True), is_open) for query in queries for is_open in (0, 1)]
    quick = [Highlighter(query, bool(is_open)) for query, is_open in asked]
    found = [[each.spans(text) for text in texts] for each in quick]
    slow = [Highlighter(query, bool(is_open)) for query, is_open in asked]
    monkeypatch.setattr(
        text_matcher, "locate_begun", lambda folded, _: words.locate_begun(folded, _All())
    )
    assert found == [[each.spans(text) for text in texts] for each in slow]
    assert [query for (query, _), spans in zip(asked, found, strict=True) if not any(spans)] == []


def test_a_stem_begins_as_its_word_does(library: Library) -> None:
    chance = random.Random(7)
    papers = library.rows(library.listing("").rowids)
    known = {word for paper in papers for word in words.words(f"{paper.title} {paper.abstract}")}
    pieces = ("y", "e", "ing", "ied", "ies", "ed", "s", "ay", "t", "ation", "eed", "sky", "ly")
    made = {"".join(chance.choices(pieces, k=chance.randint(1, 4))) for _ in range(2000)}
    assert len(known) > 5000
    assert [word for word in known | made if stem(word)[:1] != word[:1]] == []
