"""What a formula is made of."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .alphabets import LETTERS

Kind = Literal[
    "ord", "op", "bin", "rel", "open", "close", "punct",  # one sign, as TeX spaces it
    "word", "space", "group", "scripts", "fraction", "binomial", "root", "accent", "over", "brace",
    "fence", "middle", "table", "row", "break", "cell", "raw",
]  # fmt: skip


class Node(NamedTuple):
    """A piece of a formula; what it has of text and parts depends on its kind."""

    kind: Kind
    text: str = ""
    """The sign or word; of an accent, brace, table or fraction its command's name; of a fence its
    two signs, parted by a space; of a group the class it is set as; of scripts `limits` or
    `nolimits` where that was written; of what is unknown (`raw`) TeX itself."""
    parts: tuple[tuple[Node, ...], ...] = ()
    """Scripts: base, lowered, raised. Fraction, binomial: above, below. Root: degree, inner.
    Over: base, above, below. Brace: inner, label. Table: rows, each of which has cells as parts."""


Nodes = tuple[Node, ...]


def rows_of(nodes: Nodes) -> list[tuple[Nodes, ...]]:
    r"""Return the rows that `\\` parts, each as the cells that `&` parts; none that are empty."""
    rows: list[tuple[Nodes, ...]] = []
    cells: list[Nodes] = []
    start = 0
    for place, node in enumerate((*nodes, Node("break"))):
        if node.kind in ("break", "cell"):
            cells.append(nodes[start:place])
            start = place + 1
            if node.kind == "break":
                if any(cells):
                    rows.append(tuple(cells))
                cells = []
    return rows


def as_one(nodes: Nodes) -> Node:
    """Return pieces as one."""
    return nodes[0] if len(nodes) == 1 else Node("group", "ord", (nodes,))


def as_word(text: str, kind: str) -> Node:
    """Return a word; one letter is a letter."""
    if len(text) == 1 and kind == "word":
        return Node("ord", text)
    return Node(kind, text)  # type: ignore[arg-type]


def lettered(alphabet: str, nodes: Nodes) -> Nodes:
    """Return pieces with their letters in another alphabet."""
    table = LETTERS[alphabet]
    return tuple(
        node._replace(
            text="".join(table.get(char, char) for char in node.text)
            if node.kind in ("ord", "word") and node.text.isascii()
            else node.text,
            parts=tuple(lettered(alphabet, part) for part in node.parts),
        )
        for node in nodes
    )
