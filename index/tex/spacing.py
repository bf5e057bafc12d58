"""Where a space stands between two pieces of a formula, as TeX's classes of signs tell."""

from __future__ import annotations

import re

from .symbols import INTEGRALS, LARGE
from .tree import Node, Nodes

OUTSIDE, INSIDE, SCRIPT = range(3)
"""How tightly signs stand: at the outermost, in brackets, raised or lowered."""

BEFORE_SIGNS = frozenset(("open", "bin", "rel", "op", "punct", "sign"))
"""Behind what an operator is a sign, as in `-x`."""
LOOSE = frozenset(("", "sign", "rel", "punct", "bin", "open", "space"))
LOOSE_BEHIND = frozenset(("", "rel", "punct", "bin", "close"))
"""What may stand before and behind a fraction without joining it."""
PARTING = frozenset((
    "bin", "rel", "op", "punct", "fraction", "space", "table", "over", "middle", "raw", "binomial",
))  # fmt: skip
"""What makes several things of pieces in a row, if nothing stands around them."""
SPLITTING = frozenset(("bin", "rel", "fraction", "table", "over", "binomial"))
"""What does so alone."""

_ENDS_AS_SCRIPT = re.compile(r"[_^][^\W_]+\Z")
_BARS = ("|", "‖")
_LARGE = "".join(LARGE | INTEGRALS)


def is_apart(before: str, last: str, kind: str, text: str, tight: int) -> bool:
    """Tell whether a space stands between two pieces."""
    if "rel" in (before, kind):
        sign = last if before == "rel" else text
        is_open = tight < SCRIPT or sign[0].isalpha()
        return is_open and before != kind and before != "open" and kind != "close"
    if before == "punct":
        return tight < SCRIPT and kind != "close"
    if "bin" in (before, kind):
        sign = last if before == "bin" else text
        return tight == OUTSIDE or sign.isalpha()
    if before == "op":
        if kind in ("open", "fence"):
            return last[-1] in _LARGE
        return kind not in ("close", "punct")
    if kind == "op":
        return before not in ("open", "sign") and last != "/"
    if not text or not (text[0].isalnum() or text[0] in "√∛∜"):
        return before == "raw" and kind not in ("close", "punct", "open", "raw")
    if _ENDS_AS_SCRIPT.search(last) or (last[-1] == "*" and before != "sign"):
        return True
    is_word = kind == "word" or before in ("word", "raw")
    return is_word and (last[-1].isalnum() or before == "raw" or last[-1] in ")…")


def paired_bars(nodes: Nodes) -> dict[int, str]:
    """Return which bars open and which close a norm or an absolute value, by their places."""
    pairs: dict[int, str] = {}
    opened: list[int] = []
    """Places of bars, and -1 for brackets."""
    for place, node in enumerate(nodes):
        base = _base(node)
        if base.kind == "ord" and base.text in _BARS:
            if opened and opened[-1] >= 0:
                pairs |= {opened.pop(): "open", place: "close"}
            elif node.kind == "ord":
                opened.append(place)
        elif base.kind == "open":
            opened.append(-1)
        elif base.kind == "close":
            while opened and opened.pop() >= 0:
                pass
    return pairs


def _base(node: Node) -> Node:
    return node.parts[0][0] if node.kind == "scripts" and node.parts[0] else node


def kinds_outside(nodes: Nodes) -> set[str]:
    """Return the kinds of what stands in no brackets; a sign before the first one is none."""
    kinds: set[str] = set()
    open_ones = 0
    bars = paired_bars(nodes)
    for place, node in enumerate(nodes):
        kind = bars.get(place, _base(node).kind)
        open_ones -= kind == "close"
        if open_ones <= 0 and (place or kind != "bin"):
            kinds.add(kind)
        open_ones += kind == "open"
    return kinds
