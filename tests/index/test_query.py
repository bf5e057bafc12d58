"""A query's text as a value."""

from __future__ import annotations

import random

import pytest
from recto.index.query import MAX_WORDS, Query, Word


def parts(text: str) -> list[tuple[str, ...]]:
    return [word.parts for word in Query.parse(text).words]


def test_words_are_folded_and_in_order() -> None:
    assert parts("Deep  POINCARÉ\tnets") == [("deep",), ("poincare",), ("nets",)]


def test_a_name_is_one_word() -> None:
    assert Query.parse("U^2-Net").words == (Word(("u", "2", "net"), ("u2net", "unet")),)


@pytest.mark.parametrize("text", ["", "   ", "?", '"" () - ~ *', "\x00\n"])
def test_nothing_is_asked_for(text: str) -> None:
    query = Query.parse(text)
    assert not query
    assert not query.words
    assert not query.is_open
    assert query.text == text


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("deep", True),
        ("deep ", False),
        ("deep lea", True),
        ("deep.", False),
        ("poincare\u0301", True),
    ],
)
def test_a_word_at_the_end_may_be_unfinished(text: str, is_open: bool) -> None:
    assert Query.parse(text).is_open is is_open


def test_function_words_are_known() -> None:
    query = Query.parse("how to merge with state-of-the-art")
    assert [word.is_function_word for word in query.words] == [True, True, False, True, False]


def test_queries_are_values() -> None:
    assert Query.parse("deep nets") == Query.parse("deep nets")
    assert hash(Query.parse("deep")) == hash(Query.parse("deep"))


def test_a_pasted_abstract_is_cut() -> None:
    assert len(Query.parse("word " * 1000).words) == MAX_WORDS
    assert not Query.parse("word " * 1000 + "end").is_open


def test_any_text_is_a_query() -> None:
    chance = random.Random(3)
    pieces = [
        '"',
        "(",
        ")",
        "-",
        "NOT",
        "OR",
        ":",
        "~",
        "*",
        "=",
        "\\",
        "title:",
        "é",
        "🙂",
        "\ud800",
    ]
    pieces += ["deep", "u-net", " ", "\x1b", "\u202e", "a" * 200, "1..", "is:", "^", "{"]
    for _ in range(500):
        text = "".join(chance.choices(pieces, k=chance.randrange(40)))
        assert Query.parse(text).text == text
    assert Query.parse("(" * 10_000).words == ()
    assert len(Query.parse("-x" * 5_000).words) == 1
