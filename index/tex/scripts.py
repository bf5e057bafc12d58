"""What is raised and lowered: by signs that Unicode has for it, else with `^` and `_`."""

from __future__ import annotations

import re

from .signs import LOWERED, RAISED, RAISED_WHOLE
from .tree import Nodes

_TOLD_LABELS = """
in to on at or is as of and out mid sum int top pre post min max
"""
_LABELS = frozenset(_TOLD_LABELS.split())
"""Words that are lowered without `\\text`, though letters in a row are a product."""
_WORD = re.compile(r"[A-Za-zΑ-ω0-9ℓ∂∞]+")
_PRIMES = re.compile("′{2,3}")
_INDICES = frozenset("ijklmn")
_SPACES = frozenset("ℝℂℤℕℚ𝔽𝔹𝕊{}")
"""On what `×` is raised as ˣ: the letter x is no dimension."""


def script(sign: str, inner: str, is_ascii: bool, nodes: Nodes = (), base: str = "") -> str:
    """Return what is raised (`^`) or lowered (`_`) as it is shown.

    `inner` is what is written of it, `nodes` its pieces, `base` what it hangs on.
    """
    inner = inner.strip()
    if not inner:
        return ""
    is_said = len(inner) > 1 and (
        inner in _LABELS
        or (len(nodes) == 1 and nodes[0].kind in ("word", "op"))
        or (sign == "_" and len(inner) > 2 and inner.isalpha() and not set(inner) <= _INDICES)
    )
    if not is_ascii and not is_said:
        inner = _PRIMES.sub(lambda found: "″‴"[len(found[0]) - 2], inner)
        if sign == "^" and inner in RAISED_WHOLE:
            return RAISED_WHOLE[inner]
        table = RAISED if sign == "^" else LOWERED
        if sign == "^" and inner[0] in "′″‴" and all(map(table.get, inner[1:])):
            return inner[0] + "".join(table[char] for char in inner[1:])
        is_known = all(map(table.__contains__, inner)) and " " not in inner
        if is_known and ("×" not in inner or base in _SPACES):
            return "".join(table[char] for char in inner)
    elif sign == "^" and inner.strip("'") == "":
        return inner
    is_one = len(nodes) == 1 and nodes[0].kind in ("ord", "word", "op")
    if len(inner) == 1 or inner.isdigit() or ((is_said or is_one) and _WORD.fullmatch(inner)):
        return sign + inner
    return f"{sign}{{{inner}}}"
