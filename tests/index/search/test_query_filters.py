"""Filters in a query's text: numbers, dates and names, and those that are still being typed."""

from __future__ import annotations

import pytest
from recto.index.search.query.nodes import (
    Age,
    Filter,
    Node,
    Range,
    Word,
)
from recto.index.search.query.query import Query


def nodes(text: str, typing: bool = False) -> tuple[Node, ...]:
    return Query.parse(text, typing=typing).root.nodes


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
