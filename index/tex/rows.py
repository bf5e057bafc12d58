r"""Parts of formulas that have an end of their own: `\left` and `\right`, environments, rows."""

from __future__ import annotations

from typing import Protocol

from .commands import DELIMITERS
from .tree import Node, Nodes, rows_of

_SPECIFIED = frozenset(("array", "tabular", "alignedat", "alignat", "subarray"))
"""Environments that say in braces how their columns are set."""


class Reader(Protocol):
    """What reads the tokens."""

    tokens: list[str]
    at: int

    def read_list(self, *ends: str) -> Nodes:
        """Read up to one of some tokens."""

    def read_argument(self) -> Nodes:
        """Read one argument."""

    def skip(self) -> str:
        """Go over spaces; return the token that follows."""

    def verbatim(self) -> str:
        """Return what stands up to the brace that closes here."""

    def optional(self) -> str | None:
        """Return what stands in square brackets here."""


def fence(reader: Reader) -> Node:
    """Read what stands between two brackets of which the first comes next."""
    signs = ["".join(node.text for node in reader.read_argument())]
    inner = reader.read_list()
    if reader.tokens[reader.at] == r"\right":
        reader.at += 1
        signs.append("".join(node.text for node in reader.read_argument()))
    told = [DELIMITERS.get(sign, sign) for sign in signs]
    return Node("fence", f"{told[0]} {told[1] if len(told) > 1 else ''}", (inner,))


def environment(reader: Reader) -> Node:
    """Read an environment of which the name comes next."""
    reader.skip()
    reader.at += 1
    name = reader.verbatim().rstrip("*")
    if name in _SPECIFIED or name in ("aligned", "gathered"):
        reader.optional()
        if name in _SPECIFIED and reader.skip() == "{":
            reader.at += 1
            reader.verbatim()
    table = _table(name, reader.read_list(r"\end"))
    if reader.tokens[reader.at] == r"\end":
        reader.at += 1
        if reader.skip() == "{":
            reader.at += 1
            reader.verbatim()
    return table


def substack(reader: Reader) -> Node:
    """Read the rows of a limit."""
    if reader.skip() == "{":
        reader.at += 1
    table = _table("substack", reader.read_list("}"))
    if reader.tokens[reader.at] == "}":
        reader.at += 1
    return table


def _table(name: str, nodes: Nodes) -> Node:
    return Node("table", name, tuple((Node("row", "", row),) for row in rows_of(nodes)))
