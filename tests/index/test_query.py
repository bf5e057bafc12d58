"""A query's text as a value."""

from __future__ import annotations

import random
import time

import pytest
from recto.index.search.query import (
    MAX_WORDS,
    Age,
    All,
    Either,
    Filter,
    Node,
    Not,
    Phrase,
    Query,
    Range,
    Word,
    iterate_leaves,
)
from recto.index.search.query_parser import Parser

A, B, C = Word(("a",)), Word(("b",)), Word(("c",))
X, Y = Word(("x",), kind="exact"), Word(("y",), kind="exact")


def nodes(text: str, typing: bool = False) -> tuple[Node, ...]:
    return Query.parse(text, typing=typing).root.nodes


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
            long_way = Parser(text, typing).parse()
            assert Query.parse(text, typing=typing) == long_way, text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b", (A, B)),
        ("a AND b", (A, B)),
        ("a OR b", (Either((A, B)),)),
        ("a b OR c", (Either((All((A, B)), C)),)),
        ("a (b OR c)", (A, Either((B, C)))),
        ("((a) ((b)))", (A, B)),
        ("a OR b OR c", (Either((A, B, C)),)),
        ("-a", (Not(A),)),
        ("NOT a b", (Not(A), B)),
        ("NOT NOT a", (A,)),
        ("-(a OR b)", (Not(Either((A, B))),)),
        ("NOT (a b)", (Not(All((A, B))),)),
        ("-a/b", (Not(All((A, B))),)),
        ("a -b c", (A, Not(B), C)),
        ("a-b", (Word(("a", "b"), ("ab",)),)),
        ("a - b", (A, B)),
        ("a*", (Word(("a",), kind="beginning"),)),
        ("a~", (Word(("a",), kind="near"),)),
        ("=a", (Word(("a",), kind="exact"),)),
        ('"x y"', (Phrase((X, Y)),)),
        ("“x y”", (Phrase((X, Y)),)),
        ('-"x y"', (Not(Phrase((X, Y))),)),
        ("title:a", (Word(("a",), scope="title"),)),
        ("Title:a b", (Word(("a",), scope="title"), B)),
        ("title:(a OR b)", (Either((Word(("a",), scope="title"), Word(("b",), scope="title"))),)),
        ("tag:(a OR b)", (Either((Filter("tag", "a"), Filter("tag", "b"))),)),
        ("tag:(a -b)", (Filter("tag", "a"), Not(Filter("tag", "b")))),
        ("tag:ml/x", (Filter("tag", "ml/x"),)),
        ("tag:ml*", (Filter("tag", "ml", True),)),
        ('author:"a b"', (Filter("author", "a b"),)),
        ("is:Read -is:done", (Filter("is", "read"), Not(Filter("is", "done")))),
        ("a OR is:read", (Either((A, Filter("is", "read"))),)),
    ],
)
def test_what_belongs_together(text: str, expected: tuple[Node, ...]) -> None:
    query = Query.parse(text)
    assert query.root.nodes == expected
    assert query.hints == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("year:2024", Range("year", "2024", "2024~")),
        ("year:2023..", Range("year", "2023", None)),
        ("year:..2023", Range("year", None, "2023~")),
        ("year:2020-2022", Range("year", "2020", "2022~")),
        ("date:2024-03..2024-09", Range("date", "2024-03", "2024-09~")),
        ("date:2024-3-7", Range("date", "2024-03-07", "2024-03-07~")),
        ("date:>2024", Range("date", "2024~", None)),
        ("date:>=2024-05", Range("date", "2024-05", None)),
        ("date:<2024", Range("date", None, "2024")),
        ("date:<=2024", Range("date", None, "2024~")),
        ("added:7d", Age("added", 7)),
        ("added:>2w", Age("added", 14, True)),
        ("date:1y", Age("date", 365)),
        ("comments:>3", Range("comments", 4, None)),
        ("upvotes:>=10", Range("upvotes", 10, None)),
        ("authors:<5", Range("authors", None, 5)),
        ("authors:3", Range("authors", 3, 4)),
        ("comments:2..4", Range("comments", 2, 5)),
    ],
)
def test_numbers_and_dates(text: str, expected: Node) -> None:
    assert nodes(text) == (expected,)


@pytest.mark.parametrize(
    ("text", "words", "hint"),
    [
        ("is:foo", ["is", "foo"], "is: takes bookmarked"),
        ("has:x", ["has", "x"], "has: takes note"),
        ("year:soon", ["year", "soon"], "takes a date"),
        ("date:2024-13", ["date", "2024", "13"], "takes a date"),
        ("comments:many", ["comments", "many"], "takes a number"),
        ("deep tag:", ["deep", "tag"], "takes a name"),
        ("foo:bar", ["foo", "bar"], "“foo:” is no field"),
        ('"deep nets', ["deep", "nets"], "quotation mark is not closed"),
        ("(deep nets", ["deep", "nets"], "parenthesis is not closed"),
        ("deep) nets", ["deep", "nets"], "parenthesis closes none"),
        ('"of the"', ["of", "the"], "titles only"),
    ],
)
def test_what_is_not_understood_is_words(text: str, words: list[str], hint: str) -> None:
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


@pytest.mark.parametrize("text", ["tag:", "is:", "year:", "title:", "comments:>", "date:>20", "("])
def test_an_unfinished_filter_lets_everything_through(text: str) -> None:
    assert not Query.parse(text, typing=True)
    assert Query.parse(text, typing=True).hints == ()
    assert nodes(f"deep {text}", typing=True) == (Word(("deep",)),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is:un", Filter("is", "un", True)),
        ("tag:m", Filter("tag", "m", True)),
        ("author:hin", Filter("author", "hin", True)),
        ('author:"geoff', Filter("author", "geoff", True)),
        ("year:20", Range("year", "20", "20~")),
        ("date:2024-", Range("date", "2024", "2024~")),
        ("date:2024-0", Range("date", "2024-0", "2024-0~")),
        ("date:2024-03..", Range("date", "2024-03", None)),
        ("date:2024-03..20", Range("date", "2024-03", None)),
    ],
)
def test_a_filter_at_the_end_is_a_beginning_while_typing(text: str, expected: Node) -> None:
    assert nodes(text, typing=True) == (expected,)
    assert nodes(f"{text} a", typing=True)[0] != expected or isinstance(expected, Range)


def test_what_is_unwanted_is_no_word_of_the_query() -> None:
    query = Query.parse('deep -nets NOT (lazy OR "deep end") (x OR y)')
    assert parts(query.text) == [("deep",), ("x",), ("y",)]
    assert len(list(iterate_leaves(query.root))) == 6
    assert query.has_text
    assert not Query.parse("is:read -tag:x (year:2024 OR has:code)").has_text


def test_a_search_within_a_saved_one_asks_for_both() -> None:
    query = Query.parse("c").within(Query.parse("a OR b"))
    assert query.root.nodes == (Either((A, B)), C)
    assert query.is_open


def test_a_pasted_abstract_is_cut() -> None:
    query = Query.parse("word " * 1000)
    assert len(query.words) == MAX_WORDS
    assert "first 64 words" in query.hints[0]
    assert not Query.parse("word " * 1000 + "end").is_open
    assert len(list(iterate_leaves(Query.parse("tag:x " * 1000).root))) <= MAX_WORDS
    pasted = Query.parse('The "deep" net -based NOT: ' + "word " * 100)
    assert all(isinstance(node, Word) for node in pasted.root.nodes)


PIECES = ['"', "(", ")", "-", "NOT", "OR", "AND", ":", "~", "*", "=", "\\", "title:", "tag:", "is:"]
PIECES += ["é", "🙂", "\ud800", "deep", "u-net", " ", " ", "\x1b", "\u202e", "a" * 200, "1..", "^"]
PIECES += [
    "{",
    "year:",
    ">",
    "<",
    "2024-1",
    "..",
    "added:7d",
    "“",
    "”",
    "\n",
    "is:un",
    "tag:(",
    "½",
]


@pytest.mark.parametrize("seed", range(4))
def test_any_text_is_a_query(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(800):
        text = "".join(chance.choices(PIECES, k=chance.randrange(60)))
        query = Query.parse(text, typing=chance.random() < 0.5)
        assert query.text == text
        leaves = list(iterate_leaves(query.root))
        assert len(leaves) <= MAX_WORDS
        assert len(query.hints) <= 3
        assert all(Either(()) != node and All() != node for node in query.root.nodes)
        hash(query)
    for _ in range(300):
        text = bytes(chance.randrange(256) for _ in range(200)).decode("utf-8", "surrogateescape")
        assert Query.parse(text).text == text


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        ")",
        "(-",
        '"',
        'a"',
        "NOT ",
        "OR ",
        "- ",
        "tag:(",
        "(NOT",
        "a",
        "=a ",
        "🙂 ",
        "-x",
        "(a OR ",
    ],
)
def test_a_long_text_takes_little_time(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    start = time.process_time()
    Query.parse(text)
    Query.parse(text, typing=True)
    assert time.process_time() - start < 2
