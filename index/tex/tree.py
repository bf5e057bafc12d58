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
            if node.kind in ("ord", "word") and (len(node.text) == 1 or node.text.isascii())
            else node.text,
            parts=tuple(lettered(alphabet, part) for part in node.parts),
        )
        for node in nodes
    )


def upright(nodes: Nodes) -> Nodes:
    r"""Return pieces whose letters in a row are words, as in `{\rm Mpc}^{-1}`."""
    told: list[Node] = []
    letters: list[str] = []
    for node in (*nodes, Node("space")):
        is_script = node.kind == "scripts" and len(node.parts[0]) == 1
        first = node.parts[0][0] if is_script else node
        if first.kind == "ord" and first.text.isalpha():
            letters.append(first.text)
            if not is_script:
                continue
        if letters:
            word = as_word("".join(letters), "word")
            letters = []
            if is_script and first.kind == "ord" and first.text.isalpha():
                told.append(node._replace(parts=((word,), *node.parts[1:])))
                continue
            told.append(word)
        told.append(node)
    return tuple(told[:-1])


def alike(nodes: Nodes) -> Nodes:
    """Return pieces with a space on both sides of operators and relations, or on neither.

    What stands before one tells: TeX takes a space behind it for the end of its command's name.
    """
    told: list[Node] = []
    before = ""
    for place, node in enumerate(nodes):
        last = told[-1] if told else None
        if last is not None and last.kind in ("bin", "rel") and before not in _LEADING:
            is_spaced = told[-2].kind == "space"
            if node.kind == "space" and not is_spaced and place + 1 < len(nodes):
                continue
            if node.kind != "space" and is_spaced:
                told.append(Node("space", " "))
        if last is not None and last.kind != "space":
            before = last.kind
        told.append(node)
    return tuple(told)


_LEADING = frozenset(("", "bin", "rel", "op", "open", "punct"))
"""Behind what an operator is a sign, which stands close."""
