"""A query's text as a value: its words, and what belongs together."""

from __future__ import annotations

import pytest
from recto.index.search.query.nodes import (
    And,
    Filter,
    Node,
    Not,
    Or,
    Phrase,
    Word,
    iterate_leaves,
)
from recto.index.search.query.parser import QueryParser
from recto.index.search.query.query import Query

A, B, C = Word(("a",)), Word(("b",)), Word(("c",))


X, Y = Word(("x",), kind="exact"), Word(("y",), kind="exact")


def parts(text: str) -> list[tuple[str, ...]]:
    return [word.parts for word in Query.parse(text).words]


def test_words_are_folded_and_in_order() -> None:
    assert parts("Deep  POINCARÉ\tnets") == [("deep",), ("poincare",), ("nets",)]


def test_a_name_is_one_word() -> None:
    assert Query.parse("U^2-Net").words == (Word(("u", "2", "net"), ("u2net", "unet")),)


@pytest.mark.parametrize("text", ["", "   ", "?", '"" () - ~ *', "\x00\n", "🙂", "- ( - )"])
def test_nothing_is_asked_for(text: str) -> None:
    query = Query.parse(text)
    assert not query
    assert not query.words
    assert not query.is_open
    assert query.text == text
    assert bool(query.hints) == bool(text.strip())


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("deep", True),
        ("deep ", False),
        ("deep lea", True),
        ("deep.", False),
        ("poincare\u0301", True),
        ('"deep lea', True),
        ('"deep lea"', False),
        ("deep*", False),
        ("=deep", True),
        ("(deep OR lea", True),
        ("(deep OR lea)", False),
        ("deep OR", True),
        ("deep is:read", False),
        ("-lea", True),
    ],
)
def test_a_word_at_the_end_may_be_unfinished(text: str, is_open: bool) -> None:
    assert Query.parse(text).is_open is is_open


def test_the_open_leaf_is_the_last_one() -> None:
    assert Query.parse("x (a OR -b").open_leaf == B
    assert Query.parse('"a b').open_leaf == Phrase(
        (Word(("a",), kind="exact"), Word(("b",), kind="exact"))
    )
    assert Query.parse("a is:read").open_leaf is None
    assert Query.parse("").open_leaf is None


def test_function_words_are_known() -> None:
    query = Query.parse("how to merge with state-of-the-art =with")
    expected = [True, True, False, True, False, False]
    assert [word.is_function_word for word in query.words] == expected


def test_queries_are_values() -> None:
    assert Query.parse("deep (nets OR is:read)") == Query.parse("deep (nets OR is:read)")
    assert hash(Query.parse('"deep" tag:x')) == hash(Query.parse('"deep" tag:x'))


def test_words_alone_are_read_alike_the_short_way_and_the_long_way() -> None:
    for text in ("deep U-Net", "deep, nets ", "a.b/c", "O'Reilly's (x", "S^{2}FT und"):
        for typing in (False, True):
            long_way = Query(text, *QueryParser(text, typing).parse())
            assert Query.parse(text, typing=typing) == long_way, text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b", (A, B)),
        ("a AND b", (A, B)),
        ("a OR b", (Or((A, B)),)),
        ("a b OR c", (Or((And((A, B)), C)),)),
        ("a (b OR c)", (A, Or((B, C)))),
        ("((a) ((b)))", (A, B)),
        ("a OR b OR c", (Or((A, B, C)),)),
        ("-a", (Not(A),)),
        ("NOT a b", (Not(A), B)),
        ("NOT NOT a", (A,)),
        ("-(a OR b)", (Not(Or((A, B))),)),
        ("NOT (a b)", (Not(And((A, B))),)),
        ("-a/b", (Not(And((A, B))),)),
        ("a -b c", (A, Not(B), C)),
        ("a-b", (Word(("a", "b"), ("ab",)),)),
        ("a - b", (A, B)),
        ("a*", (Word(("a",), kind="prefix"),)),
        ("a~", (Word(("a",), kind="fuzzy"),)),
        ("=a", (Word(("a",), kind="exact"),)),
        ('"x y"', (Phrase((X, Y)),)),
        ("“x y”", (Phrase((X, Y)),)),
        ('-"x y"', (Not(Phrase((X, Y))),)),
        ("title:a", (Word(("a",), scope="title"),)),
        ("Title:a b", (Word(("a",), scope="title"), B)),
        ("title:(a OR b)", (Or((Word(("a",), scope="title"), Word(("b",), scope="title"))),)),
        ("tag:(a OR b)", (Or((Filter("tag", "a"), Filter("tag", "b"))),)),
        ("tag:(a -b)", (Filter("tag", "a"), Not(Filter("tag", "b")))),
        ("tag:ml/x", (Filter("tag", "ml/x"),)),
        ("tag:ml*", (Filter("tag", "ml", True),)),
        ('author:"a b"', (Filter("author", "a b"),)),
        ("is:Read -is:done", (Filter("is", "read"), Not(Filter("is", "done")))),
        ("a OR is:read", (Or((A, Filter("is", "read"))),)),
    ],
)
def test_what_belongs_together(text: str, expected: tuple[Node, ...]) -> None:
    query = Query.parse(text)
    assert query.root.nodes == expected
    assert query.hints == ()


@pytest.mark.parametrize(
    ("text", "words", "hint"),
    [
        ("is:foo", [], "is: takes bookmarked"),
        ("has:x", [], "has: takes note"),
        ("year:soon", [], "takes a date"),
        ("date:2024-13", [], "takes a date"),
        ("comments:many", [], "takes a number"),
        ("deep tag:", [], "takes a name"),
        ("foo:bar", [], "foo: is no field"),
        ('"deep nets', ["deep", "nets"], "quotation mark is not closed"),
        ("(deep nets", ["deep", "nets"], "parenthesis is not closed"),
        ("deep) nets", ["deep", "nets"], "parenthesis closes none"),
        ('"of the"', ["of", "the"], "titles only"),
    ],
)
def test_what_is_not_understood_is_words_or_nothing(text: str, words: list[str], hint: str) -> None:
    query = Query.parse(text)
    assert [part for word in query.words for part in word.parts] == words
    assert len(query.hints) == 1
    assert hint in query.hints[0]
    assert len(query.hints[0]) < 120


@pytest.mark.parametrize(
    "text", ["Git Re-Basin: merging", "note: a study", "https://arxiv.org/abs/1", "a 1:2 b", "OR"]
)
def test_titles_and_addresses_are_plain_words(text: str) -> None:
    query = Query.parse(text)
    assert query.hints == ()
    assert all(isinstance(node, Word) and node.kind == "stem" for node in query.root.nodes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("OR", ["or"]), ("deep OR", ["deep", "or"]), ("NOT", ["not"]), ("a AND", ["a", "and"])],
)
def test_operators_between_nothing_are_words(text: str, expected: list[str]) -> None:
    assert [word.parts[0] for word in Query.parse(text).words] == expected


def test_what_is_unwanted_is_no_word_of_the_query() -> None:
    query = Query.parse('deep -nets NOT (lazy OR "deep end") (x OR y)')
    assert parts(query.text) == [("deep",), ("x",), ("y",)]
    assert len(list(iterate_leaves(query.root))) == 6
    assert query.has_text
    assert not Query.parse("is:read -tag:x (year:2024 OR has:code)").has_text


def test_a_search_within_a_saved_one_asks_for_both() -> None:
    query = Query.parse("c").within(Query.parse("a OR b"))
    assert query.root.nodes == (Or((A, B)), C)
    assert query.is_open
