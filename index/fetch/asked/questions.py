"""A query of the reader's in the languages of services, and what of it has no counterpart there.

arXiv's is that of its API (info.arxiv.org/help/api/user-manual); Hugging Face takes plain words.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ...identifiers import arxiv_id
from ...pasted import name_of
from ...search.query.nodes import (
    Age,
    And,
    FactLeaf,
    Filter,
    Inside,
    Node,
    Not,
    Or,
    Phrase,
    Range,
    TextLeaf,
    Word,
    iterate_leaves,
)
from ...search.query.query import Query

_LONGEST = 250
"""Characters of a search that Hugging Face takes."""

_FIELDS = {"": "all", "title": "ti", "abstract": "abs"}
"""arXiv's names of where a word has to stand."""

_FILTERS = {"author": "au", "cat": "cat", "venue": "jr"}

_FIRST, _LAST = "199101010000", "209912312359"
"""What an open end of a time is to arXiv, which began in 1991."""


class Question(NamedTuple):
    """What is asked of each service, and what is not."""

    text: str
    """The query as the reader has put it."""
    arxiv: str
    """In arXiv's own language; empty where it is asked for nothing, or for `ids`."""
    ids: tuple[str, ...]
    """arXiv ids that are asked for."""
    words: str
    """What Hugging Face is asked for; empty where that is nothing."""
    left_out: tuple[str, ...]
    """Conditions that neither of them knows, such as `is:unread`."""
    only_arxiv: tuple[str, ...]
    """Conditions that arXiv alone knows, such as `author:hinton`."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not (self.arxiv or self.ids or self.words)


def question_of(text: str, today: date) -> Question:
    """Return what a query asks of services; ages in it are counted from a day."""
    ids = [_id_of(word) for word in text.split()]
    if ids and all(ids):
        return Question(text, "", tuple(dict.fromkeys(filter(None, ids))), "", (), ())
    query = Query.parse(text)
    told = _Arxiv(today)
    formal = told.expression(query.root) or ""
    words = " ".join(_words_of(query.text_leaves))[:_LONGEST].strip()
    return Question(
        text,
        formal,
        (),
        words,
        tuple(dict.fromkeys(told.left_out)),
        tuple(dict.fromkeys(told.known)),
    )


class _Arxiv:
    """Puts a query into arXiv's language, and keeps what does not go into it."""

    def __init__(self, today: date) -> None:
        self._today = today
        self.left_out: list[str] = []
        self.known: list[str] = []
        """What Hugging Face has no counterpart for."""

    def expression(self, node: Node) -> str | None:
        """Return what arXiv is asked for; None for nothing."""
        match node:
            case And(nodes):
                wanted = [told for one in _kept(nodes) if (told := self._inner(one))]
                unwanted = [
                    told for one in nodes if isinstance(one, Not) and (told := self._unwanted(one))
                ]
                if not wanted:  # it has no "everything but"
                    self.left_out += [name for name in self.known if name.startswith("-")]
                    self.known = [name for name in self.known if not name.startswith("-")]
                    return None
                return " ANDNOT ".join((" AND ".join(wanted), *unwanted))
            case Or(nodes):
                return " OR ".join(told for one in nodes if (told := self._inner(one))) or None
            case Not():
                return self.expression(And((node,)))
            case Word() | Phrase():
                return f"{_FIELDS[node.scope]}:{_quoted(node)}"
        return self._fact(node)

    def _inner(self, node: Node) -> str | None:
        """Return the same as a part of a longer expression."""
        told = self.expression(node)
        is_joined = isinstance(node, And | Or) and len(node.nodes) > 1
        return f"({told})" if told and is_joined else told

    def _unwanted(self, node: Not) -> str | None:
        known, left_out = len(self.known), len(self.left_out)
        told = self._inner(node.node)
        del self.known[known:], self.left_out[left_out:]
        named = [f"-{_named(leaf)}" for leaf in iterate_leaves(node.node)]
        (self.known if told else self.left_out).extend(named)
        return told

    def _fact(self, leaf: FactLeaf) -> str | None:
        name = leaf.name
        told: str | None = None
        if isinstance(leaf, Filter) and name in _FILTERS:
            told = f"{_FILTERS[name]}:{_in_quotes(leaf.value + '*' * leaf.is_prefix)}"
            if name == "cat" and leaf.value.replace("-", "").isalpha() and not leaf.is_prefix:
                told = f"({told} OR {told}.*)"  # an archive such as cs, with its fields
        elif isinstance(leaf, Filter) and name in ("arxiv", "id") and arxiv_id(leaf.value):
            told = f"id:{arxiv_id(leaf.value)}"
        elif name in ("year", "date") and isinstance(leaf, Range | Age):
            told = f"submittedDate:[{_begin(leaf, self._today)} TO {_end(leaf, self._today)}]"
        (self.left_out if told is None else self.known).append(_named(leaf))
        return told


def _kept(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield what is wanted; small words only where there is nothing else."""
    wanted = [node for node in nodes if not isinstance(node, Not)]
    telling = [node for node in wanted if not (isinstance(node, Word) and node.is_function_word)]
    yield from telling or wanted


def _words_of(leaves: Sequence[TextLeaf]) -> Iterator[str]:
    for leaf in leaves:
        for word in leaf.words if isinstance(leaf, Phrase) else (leaf,):
            yield " ".join(word.parts) + word.sign


def _quoted(leaf: TextLeaf) -> str:
    words = " ".join(_words_of([leaf]))
    is_prefix = isinstance(leaf, Word) and leaf.kind == "prefix" and len(leaf.parts) == 1
    return f"{words}*" if is_prefix else _in_quotes(words)


def _in_quotes(text: str) -> str:
    """Return words as arXiv takes them together; quotes of their own would end them."""
    plain = " ".join(text.replace('"', " ").replace("\\", " ").split())
    is_single = plain.replace(".", "").replace("-", "").rstrip("*").isalnum()
    return plain if is_single else f'"{plain}"'


def _named(leaf: TextLeaf | FactLeaf) -> str:
    """Return a condition as one would write it."""
    match leaf:
        case Word() | Phrase():
            words = " ".join(_words_of([leaf]))
            scope = f"{leaf.scope}:" if leaf.scope else ""
            return f'{scope}"{words}"' if isinstance(leaf, Phrase) else f"{scope}{words}"
        case Filter(name, value):
            return f'{name}:"{value}"' if " " in value else f"{name}:{value}"
        case Inside(node):
            return f"text:{_named(node)}"
        case Range(name, low, high):
            begin, end = (str(bound or "").rstrip("~") for bound in (low, high))
            return f"{name}:{begin}" if begin == end else f"{name}:{begin}..{end}"
        case Age(name, days):
            return f"{name}:{'>' * leaf.is_older}{days}d"


def _id_of(word: str) -> str | None:
    """Return the arXiv id that a word of a query is, or a link to, if it is."""
    begin, _, rest = word.partition(":")
    named = name_of(rest if begin in ("arxiv", "id") else word)
    return named.value if named is not None and named.kind == "arxiv" else None


def _begin(leaf: Range | Age, today: date) -> str:
    """Return the minute from which on something is asked for, in arXiv's form."""
    if isinstance(leaf, Age):
        return _FIRST if leaf.is_older else f"{today - timedelta(days=leaf.days):%Y%m%d}0000"
    return _FIRST if leaf.low is None else _minute(str(leaf.low))


def _end(leaf: Range | Age, today: date) -> str:
    if isinstance(leaf, Age):
        return f"{today - timedelta(days=leaf.days):%Y%m%d}0000" if leaf.is_older else _LAST
    return _LAST if leaf.high is None else _minute(str(leaf.high))


def _minute(bound: str) -> str:
    """Return the minute that a bound of dates is: the first of `2024`, the last of `2024~`."""
    year, month, day = (*map(int, bound.rstrip("~").split("-")), 0, 0)[:3]
    if not bound.endswith("~"):
        return f"{year:04}{month or 1:02}{day or 1:02}0000"
    month = month or 12
    return f"{year:04}{month:02}{day or calendar.monthrange(year, month)[1]:02}2359"
