"""Any text as a query, however long, within its bounds."""

from __future__ import annotations

import random
import time

import pytest
from recto.index.search.query.nodes import (
    MAX_WORDS,
    NOTHING,
    And,
    Word,
    iterate_leaves,
)
from recto.index.search.query.query import Query

from .query_pieces import PIECES


def test_a_pasted_abstract_is_cut() -> None:
    query = Query.parse("word " * 1000)
    assert len(query.words) == MAX_WORDS
    assert "first 64 words" in query.hints[0]
    assert not Query.parse("word " * 1000 + "end").is_open
    assert len(list(iterate_leaves(Query.parse("tag:x " * 1000).root))) <= MAX_WORDS
    pasted = Query.parse('The "deep" net -based NOT: ' + "word " * 100)
    assert all(isinstance(node, Word) for node in pasted.root.nodes)


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
        is_void = query.root == And((NOTHING,))
        assert is_void or all(node not in (NOTHING, And()) for node in query.root.nodes)
        assert query.hints or not is_void
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
