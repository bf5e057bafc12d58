"""Formulas that are known to be TeX, read on one line."""

from __future__ import annotations

import unicodedata

from .line import LineWriter
from .parsing import parse
from .spacing import SCRIPT
from .tree import Nodes

_LIKE = str.maketrans("ϵϕ", "εφ")
"""Forms of letters that prose does not tell apart."""
_UNICODE, _ASCII = LineWriter(), LineWriter(is_ascii=True)


def read(tex: str, is_ascii: bool = False, has_bold: bool = False) -> str:
    """Return a formula on one line."""
    line = (_ASCII if is_ascii else _UNICODE).line(parse(tex, has_bold=has_bold)).strip()
    return line if line.isascii() else unicodedata.normalize("NFC", line)


def read_within(tex: str) -> str:
    """Return a formula that stands in prose, with the spaces it was written with."""
    tex = tex.strip()
    nodes = parse(tex, is_prose=True)
    line = _UNICODE.line(nodes, SCRIPT).strip()
    lead = _edge(nodes[:1]) if not (tex.startswith("~") and line[:1].isdigit()) else "~"
    return f"{lead}{line.translate(_LIKE)}{_edge(nodes[-1:]) if line else ''}"


def _edge(nodes: Nodes) -> str:
    r"""Return the space that a formula begins or ends with: `2$\\,$m` is 2 m."""
    return " " if nodes and nodes[0].kind == "space" and nodes[0].text else ""
