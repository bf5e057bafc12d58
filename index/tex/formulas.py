"""Formulas that are known to be TeX, read on one line."""

from __future__ import annotations

import unicodedata

from .line import LineWriter
from .parsing import parse

_UNICODE, _ASCII = LineWriter(), LineWriter(is_ascii=True)


def read(tex: str, is_ascii: bool = False) -> str:
    """Return a formula on one line."""
    line = (_ASCII if is_ascii else _UNICODE).line(parse(tex)).strip()
    return line if line.isascii() else unicodedata.normalize("NFC", line)
