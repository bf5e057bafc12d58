"""Plain words as they may be met by whole papers, where titles and abstracts do not have them."""

from __future__ import annotations

from .nodes import And, Inside, Node, Or, Phrase, Word
from .query import Query

_MOST_WORDS = 12
"""Words that are looked for in texts; who writes more has pasted something."""


def inside(query: Query, typing: bool) -> Query | None:
    """Return the query by which texts have to have its words; None where it says more of these.

    What is not wanted, and what it says besides words, such as `is:unread`, holds as it stands.
    """
    leaves = query.text_leaves
    asked = [leaf for leaf in leaves if not leaf.is_function_word]
    if not 0 < len(asked) <= _MOST_WORDS or any(leaf.scope for leaf in leaves):
        return None
    last = query.open_leaf if typing else None
    return Query(query.text, And(tuple(_inside(query.root.nodes, last))), False, query.hints)


def _inside(nodes: tuple[Node, ...], last: Node | None) -> list[Node]:
    """Return nodes with texts to be asked for their words; small words need not be there."""
    found: list[Node] = []
    for node in nodes:
        match node:
            case Word() | Phrase():
                if not node.is_function_word:
                    found.append(Inside(node, node is last))
            case And(children):
                found.append(And(tuple(_inside(children, last))))
            case Or(children):
                found.append(Or(tuple(_inside(children, last))))
            case _:
                found.append(node)
    return found
