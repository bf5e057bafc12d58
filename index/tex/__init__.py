"""TeX made readable: what it has left in titles and abstracts, and the formulas of papers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ..columns import fill
from .telling import TELLING

_LONGEST = 40_000
"""Characters; what is longer is no abstract and stays as it came."""


def readable(text: str) -> str:
    r"""Return a text as people read it: `R^{n times k}` is ℝⁿˣᵏ, `\textbf{Pose}` is Pose."""
    if not TELLING.search(text) or len(text) > _LONGEST:
        return text
    return _read(text)


def read_formula(tex: str, *, is_ascii: bool = False, has_bold: bool = False) -> str:
    r"""Return a formula that is known to be TeX on one line: `\lVert w\rVert_{2}` is ‖w‖₂.

    `tex` is what stands between the dollar signs, or in LaTeXML's `alttext`, folded lines and all.
    Nothing is guessed: `d_{in}` is d_in. What is unknown stays TeX. In ASCII signs are spelt, as in
    `alpha_i <= 1`. Letters set bold are as others, unless `has_bold` asks for Unicode's bold ones,
    which `bold_spans` turns into plain letters and their places. Never raises; what is longer than
    40,000 characters is returned as it came.
    """
    if len(tex) > _LONGEST:
        return tex
    from .formulas import read

    return read(tex, is_ascii, has_bold)


def lay_out(
    rows: Sequence[str], width: int, *, is_ascii: bool = False, has_bold: bool = False
) -> list[str]:
    r"""Return the lines of a displayed formula: fractions, limits, matrices and roots are drawn.

    `rows` are its rows in TeX, lined up at their `&`; `\\` begins further ones. A row takes at most
    five lines, else it is written on one; what is wider than `width` columns (at least 8) is broken
    before relations and operators. Lines have no spaces at their end.
    """
    if sum(map(len, rows)) > _LONGEST:
        return [line for row in rows for line in fill(row.split(), width, width)]
    from .display import lay_out as draw

    return draw(rows, width, is_ascii, has_bold)


def read_for_keys(text: str) -> str:
    """Return a text as keys of titles are made of it: by an older reading, which stays as it is."""
    if not TELLING.search(text) or len(text) > _LONGEST:
        return text
    from .reading import read

    return read(text)


def bold_spans(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a line of a formula with plain letters, and the spans of those that are set bold."""
    from .alphabets import bold_spans as split

    return split(text)


@lru_cache(maxsize=512)
def _read(text: str) -> str:
    from .prose import read  # most papers need none of it

    return read(text)
