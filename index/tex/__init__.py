"""What TeX has left in titles and abstracts, made readable on the screen."""

from __future__ import annotations

import re
from functools import lru_cache

TELLING = re.compile(r"[\\^_{]")
"""The characters without which nothing is TeX."""

_LONGEST = 40_000
"""Characters; what is longer is no abstract and stays as it came."""


def readable(text: str) -> str:
    r"""Return a text as people read it: `R^{n times k}` is ℝⁿˣᵏ, `\textbf{Pose}` is Pose."""
    if not TELLING.search(text) or len(text) > _LONGEST:
        return text
    return _read(text)


@lru_cache(maxsize=512)
def _read(text: str) -> str:
    from .reading import read  # most papers need none of it

    return read(text)
