"""Plain words as they may be met by anything that is known of a paper, not by its text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .fields import read_value
from .nodes import And, FactLeaf, Filter, Node, Or, Word, has_text
from .query import Query

FEW = 3
"""Papers from which what is found in texts is taken for what was asked."""

_MOST_WORDS = 8
"""Words of a query that are looked for everywhere; who writes more means a text."""
_SHORTEST = 2
_SHORTEST_BEGUN = 4
"""Letters from which a word half typed is taken for the beginning of a name."""
_SHORTEST_VENUE = 3
_MOST_PARTS = 6
"""Words of a name that hyphens join, up to which it may be somebody's or a tag."""
_DATE = re.compile(r"(?:1[89]|20)[0-9]{2}(?:-[0-9]{2}){0,2}")


def everywhere(query: Query, typing: bool) -> Query | None:
    """Return the query by which each word may be met by any field; None where it says more.

    What it says besides words, such as `is:unread`, holds as it stands.
    """
    nodes: list[Node] = []
    asked = 0
    for node in query.root.nodes:
        if isinstance(node, Word):
            if node.kind != "stem" or node.scope or node.sign:
                return None
            if node.is_function_word:
                continue
            asked += 1
            is_begun = typing and node is query.open_leaf
            nodes.append(Or((node, *facts(node, is_begun))))
        elif has_text(node):
            return None
        else:
            nodes.append(node)
    if not 0 < asked <= _MOST_WORDS:
        return None
    return Query(query.text, And(tuple(nodes)), False, query.hints)


def is_of_texts_alone(text: str, found: int) -> bool:
    """Tell whether a text that finds so many papers finds them by their texts, and no others.

    Then it finds the same whatever is marked.
    """
    query = Query.parse(text)
    return found >= FEW and query.has_text and not query.has_facts


def facts(word: Word, is_begun: bool = False) -> Iterator[FactLeaf]:
    """Yield what else a word may be: a name, a tag, a word of a note or a highlight, a date."""
    value = " ".join(word.parts)
    length = len(value)
    if length < _SHORTEST or len(word.parts) > _MOST_PARTS:
        return
    yield Filter("author", value, is_begun and len(word.parts[-1]) >= _SHORTEST_BEGUN)
    yield Filter("tag", "-".join(word.parts))
    yield Filter("note", value)
    yield Filter("highlight", value)
    if length >= _SHORTEST_VENUE:
        yield Filter("keyword", value)
        yield Filter("venue", value)
    if date := date_of(word):
        yield date


def date_of(word: Word) -> FactLeaf | None:
    """Return the year, month or day that a word is; None for any other."""
    written = "-".join(word.parts)
    return read_value("date", written, False) if _DATE.fullmatch(written) else None
