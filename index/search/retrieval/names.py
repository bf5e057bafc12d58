"""Names with and without space or hyphen: which words of a query may be one, and where they are.

`llama 3`, `llama-3` and `llama3` ask for the same. What has the name in one piece comes before what
has its words apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from ..analysis.spellings import is_ideograph, is_numbered
from ..analysis.words import MAX_JOINED
from ..postings.impacts import EDGES, TEXT
from ..query.nodes import Node, Scope, Word
from .clauses import Alternative, Clause, Lexicon, Term

_LONGEST = 4
"""Words of which a name may be made."""
_MOST_APART = 3
"""Ways in which the words of one may be met each by itself."""
_WRITTEN, _HYPHENED = 0.87, 0.6
"""What a paper scores that has words in one, or with a hyphen between, beside one that has them
apart."""
_MIN_BEGUN = 2
"""Letters from which the word being typed may be the end of a name."""

_TIMES_RARER = 8192
"""How many times rarer words written in one may be than the rarest of them: else they are a slip,
as `ofthe` is."""

Chain = tuple[Word, ...]
"""Words that follow each other and may be one name."""


class Name(NamedTuple):
    """A name that a query asks for."""

    clause: Clause
    """How papers are found that have it, in one piece or apart."""
    together: Clause = ()
    """How those are told that have it in one piece; empty where that says nothing."""


def grouped(
    nodes: Sequence[Node], lexicon: Lexicon, open_leaf: Node | None
) -> Iterator[Node | Chain]:
    """Yield the nodes of a query, words that may be one name put together."""
    at = 0
    while at < len(nodes):
        end = _end_of_chain(nodes, at, lexicon, open_leaf)
        chain = tuple(node for node in nodes[at:end] if isinstance(node, Word))
        if len(chain) > 1 and not all(word.is_function_word for word in chain):
            yield chain
        else:
            yield from nodes[at:end]
        at = end


def _end_of_chain(
    nodes: Sequence[Node], start: int, lexicon: Lexicon, open_leaf: Node | None
) -> int:
    """Return where the words end that may be one name, beginning at a place."""
    most = start
    while most < min(len(nodes), start + _LONGEST) and _may_chain(nodes[most]):
        most += 1
    end, at = start + 1, start
    while at < end:
        for last in range(most, end, -1):
            words = nodes[at:last]
            if last - at > 1 and _are_one(lexicon, words, words[-1] is open_leaf):  # type: ignore[arg-type]
                end = last
                break
        at += 1
    return end


def _may_chain(node: Node) -> bool:
    if not isinstance(node, Word) or node.kind != "stem" or node.sign:
        return False
    return len(node.parts) == 1 or bool(node.joined)


def _are_one(lexicon: Lexicon, words: Sequence[Word], is_open: bool) -> bool:
    """Whether words are written as one somewhere, or are a name with its number."""
    scope, last = words[0].scope, words[-1].whole
    whole = "".join(word.whole for word in words)
    if len(whole) > MAX_JOINED or whole.isdigit() or any(word.scope != scope for word in words):
        return False
    if len(words) == 2 and is_numbered(words[0].whole, last):
        return True
    joined = [lexicon.term(whole, scope)]
    if is_open:
        if len(last) < _MIN_BEGUN:
            return False
        joined.append(Term(EDGES, whole, True))
    found = max(map(lexicon.document_frequency, joined))
    if not found:
        return False
    apart = (
        lexicon.document_frequency(term)
        for word in words[: -1 if is_open else None]
        for term in lexicon.apart(word.parts, scope)
    )
    return found * _TIMES_RARER >= min(apart)


def name_of_chain(lexicon: Lexicon, chain: Chain, is_open: bool) -> Name:
    """Return how words are looked up that may be one name, the last one perhaps unfinished."""
    scope = chain[0].scope
    finished = chain[:-1] if is_open else chain
    choices = [lexicon.clause(word) for word in finished if not word.is_function_word]
    if is_open:
        choices.append(lexicon.unfinished(chain[-1]))
    apart = [
        Alternative(
            tuple(term for part in parts for term in part.terms),
            min(part.boost for part in parts),
        )
        for parts in product(*(clause[:_MOST_APART] for clause in choices))
    ]
    joined = list(_joined(lexicon, chain, is_open))
    parts = [part for word in chain for part in word.parts]
    is_weak = any(_is_weak(one.whole, other.whole) for one, other in pairwise(chain))
    if not is_weak and (is_open or not _is_usual(lexicon, parts, scope)):
        return Name((*apart, *joined))
    return Name((*apart, *joined), (*joined, *placed(lexicon, parts, scope)))


def _is_weak(first: str, second: str) -> bool:
    """Whether two words say little where they stand apart, as `llama` and `3`, `k` and `means`."""
    return is_numbered(first, second) or min(len(first), len(second)) == 1


def _is_usual(lexicon: Lexicon, parts: Sequence[str], scope: Scope) -> bool:
    """Whether more papers have words in one than one behind the other, as `BERTScore`."""
    whole = "".join(parts)
    found = lexicon.document_frequency(lexicon.term(whole, scope))
    if not found or not lexicon.is_word(whole):
        return False
    near = placed(lexicon, parts, scope)
    return bool(near) and found > lexicon.document_frequency(near[0].terms[0])


def _joined(lexicon: Lexicon, chain: Chain, is_open: bool) -> Iterator[Alternative]:
    """Yield how papers are found that have two or more of the words in one."""
    for first in range(len(chain) - 1):
        for end in range(first + 2, len(chain) + 1):
            whole = "".join(word.whole for word in chain[first:end])
            others = [*chain[:first], *chain[end:]]
            scope = chain[0].scope
            rest = tuple(
                lexicon.term(word.whole, scope) for word in others if not word.is_function_word
            )
            if is_open and end == len(chain):
                begun = Term(EDGES, whole, True)
                if scope != "abstract" and lexicon.document_frequency(begun):
                    yield Alternative((begun, *rest))
            elif is_open:
                before = rest if chain[-1].is_function_word else rest[:-1]
                rest = (*before, Term(EDGES, chain[-1].whole, True))
            term = lexicon.term(whole, scope)
            if lexicon.document_frequency(term):
                # Words that only hyphens join say no more than they do apart.
                yield Alternative((term, *rest), _WRITTEN if lexicon.is_word(whole) else _HYPHENED)


def placed(lexicon: Lexicon, parts: Sequence[str], scope: str) -> Clause:
    """Return how papers are told that have words one behind the other; empty for too many."""
    term = Term(TEXT, " ".join(parts), False, scope)  # type: ignore[arg-type]
    return () if lexicon.are_too_many(term) else (Alternative((term,)),)


def together(lexicon: Lexicon, word: Word, clause: Clause) -> Clause:
    """Return how papers are told that have a name of several words in one piece.

    Empty for a single word, and where its words are so frequent that it says little.
    """
    if len(word.parts) < 2 or not (word.joined or all(map(is_ideograph, word.parts))):
        return ()
    near = placed(lexicon, word.parts, word.scope)
    known = {*word.joined, *(lexicon.term(form).text for form in word.joined)}
    whole = [
        alternative
        for alternative in clause
        if len(alternative.terms) == 1
        and (alternative.terms[0].text in known or " " in alternative.terms[0].text)
    ]
    return (*whole, *near) if near else ()
