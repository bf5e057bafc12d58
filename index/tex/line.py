"""The pieces of a formula written on one line, spaced as TeX spaces them."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import NamedTuple

from .commands import ACCENTS, SAID
from .scripts import script
from .spacing import (
    BEFORE_SIGNS,
    INSIDE,
    LOOSE,
    LOOSE_BEHIND,
    OUTSIDE,
    PARTING,
    SCRIPT,
    SPLITTING,
    is_apart,
    kinds_outside,
    paired_bars,
)
from .spelling import spell
from .tree import Node, Nodes

_HALVES = {
    "1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/5": "⅕", "2/5": "⅖", "3/5": "⅗",
    "4/5": "⅘", "1/6": "⅙", "5/6": "⅚", "1/8": "⅛", "3/8": "⅜", "5/8": "⅝", "7/8": "⅞",
}  # fmt: skip
_ROOTS = {"": "√", "3": "∛", "4": "∜"}
_BRACKETS = {
    "pmatrix": "()", "bmatrix": "[]", "Bmatrix": "{}", "vmatrix": "||", "Vmatrix": "‖‖",
    "cases": "{ ", "dcases": "{ ", "rcases": " }",
}  # fmt: skip
BRACKETS = {name: (pair[0].strip(), pair[1].strip()) for name, pair in _BRACKETS.items()}
"""What stands around the rows of an environment."""
STACKS = frozenset(("substack", "subarray"))
"""Environments whose rows stand as one limit."""
_NAMES = ["ord"], ["word"], ["scripts"], ["op"]
_ENDS_OF_ROWS = re.compile("[,;.]; ")
_NARROW = frozenset(("scripts", "accent", "ord", "word", "root", "fence"))
"""Kinds of pieces that need no brackets where they stand alone."""


class Piece(NamedTuple):
    """One piece of a line: what is written of it, and what is said of the space around it."""

    kind: str
    text: str
    node: Node
    is_after_space: bool = False


class LineWriter:
    """Writes formulas on one line, in Unicode or in ASCII."""

    def __init__(self, is_ascii: bool = False) -> None:
        self._is_ascii = is_ascii

    def line(self, nodes: Nodes, tightness: int = OUTSIDE) -> str:
        """Return pieces as one line."""
        if len(nodes) == 1 and nodes[0].kind in ("ord", "word"):
            return self.sign(nodes[0].text)
        return "".join(
            f" {piece.text}" if piece.is_after_space else piece.text
            for piece in self.pieces(nodes, tightness)
        )

    def sign(self, text: str) -> str:
        """Return a sign or a word as it is shown."""
        return text if not self._is_ascii or text.isascii() else spell(text)

    def pieces(self, nodes: Nodes, tightness: int = OUTSIDE) -> list[Piece]:
        """Return what is written of pieces, each with whether a space stands before it."""
        told = self._told(nodes, tightness)
        spaced: list[Piece] = []
        last_kind, last = "", ""
        open_ones = 0
        is_spaced = False
        for place, (kind, written, node) in enumerate(told):
            text = written
            if kind == "space":
                if text and last:
                    is_spaced = True
                    if len(text) > 1 and tightness < SCRIPT:
                        spaced.append(Piece("space", text[1:], node))
                continue
            if kind == "close":
                open_ones = max(0, open_ones - 1)
            if node.kind == "fraction":
                text = self._fraction(node, told, place, last_kind, last)
            tight = tightness or (INSIDE if open_ones else OUTSIDE)
            if last and not is_spaced:
                is_spaced = is_apart(last_kind, last, kind, text, tight)
            if text:
                spaced.append(Piece(kind, text, node, is_spaced))
                last_kind, last, is_spaced = kind, text, False
            if kind == "open":
                open_ones += 1
        return spaced

    def _told(self, nodes: Nodes, tightness: int) -> list[tuple[str, str, Node]]:
        """Return kind, text and node of each piece; a sign that binds nothing is none of `bin`."""
        told: list[tuple[str, str, Node]] = []
        last = "open"
        bars = paired_bars(nodes)
        for place, node in enumerate(nodes):
            kind: str = node.kind
            if kind in ("ord", "op", "bin", "rel", "open", "close", "punct"):
                text = self.sign(node.text)
            else:
                kind, text = self._built(node, tightness)
            kind = bars.get(place, kind)
            if kind == "bin" and last in BEFORE_SIGNS:
                kind = "sign"
            elif kind in ("rel", "close", "punct") and last == "bin" and told[-1][0] == "bin":
                told[-1] = ("sign", *told[-1][1:])
            elif node.kind == "ord" and self._is_ascii and len(text) > 1 and text[-1].isalpha():
                kind = "word"
            told.append((kind, text, node))
            if kind != "space":
                last = kind
        if last == "bin":
            at = max(at for at, one in enumerate(told) if one[0] == "bin")
            told[at] = ("sign", *told[at][1:])
        return told

    def _built(self, node: Node, tightness: int) -> tuple[str, str]:
        """Return kind and text of a piece that is more than a sign."""
        parts = node.parts
        match node.kind:
            case "scripts":
                return self._scripts(node)
            case "fraction":
                return "inner", ""
            case "group":
                inner = self.line(parts[0], max(tightness, INSIDE))
                is_led = bool(parts[0]) and parts[0][0].kind == "space"
                return node.text, f" {inner}" if is_led and inner else inner
            case "word":
                return "word", self.sign(node.text)
            case "accent":
                return self._accent(node)
            case "fence":
                left, _, right = node.text.partition(" ")
                inner = self.line(parts[0], max(tightness, INSIDE))
                if parts[0] and parts[0][0].kind == "table" and not right:
                    left = f"{left} "
                elif not left and " " not in inner and kinds_outside(parts[0]) & PARTING:
                    inner = f"({inner})"
                return "fence", f"{self.sign(left)}{inner}{self.sign(right)}"
            case "root":
                degree, text = self.line(parts[0], SCRIPT), self.grouped(parts[1])
                if self._is_ascii:
                    inner = self.line(parts[1], INSIDE)
                    return "word", f"root({inner}, {degree})" if degree else f"sqrt({inner})"
                sign = _ROOTS.get(degree)
                return "word", f"{sign or script('^', degree, False) + '√'}{text}"
            case "binomial":
                first, second = (self.line(part, INSIDE) for part in parts)
                return "word", f"C({first},{second})"
            case "over":
                return self._over(node)
            case "brace":
                inner, label = self.line(parts[0], INSIDE), self.line(parts[1], SCRIPT)
                return "word", f"({inner})[{label}]" if label else inner
            case "middle":
                return "rel", self.sign(node.text)
            case "table":
                return "fence", self._table(node)
            case "raw":
                arguments = (f"{{{self.line(part, INSIDE)}}}" for part in parts)
                return "raw", "".join((self.sign(node.text), *arguments))
            case "break":
                return "punct", ";"
            case _:
                return "space", node.text or " "

    def grouped(self, nodes: Nodes) -> str:
        """Return pieces in round brackets, unless they are one."""
        inner = self.line(nodes, INSIDE)
        is_one = len(nodes) == 1 and nodes[0].kind in _NARROW
        is_one |= inner.isdigit()
        is_one &= not (nodes and nodes[0].kind == "fence" and inner[:1] not in "([{")
        return inner if is_one and " " not in inner else f"({inner})"

    def _scripts(self, node: Node) -> tuple[str, str]:
        base, low, high = node.parts
        kind, text = "ord", ""
        if base:
            first = base[0]
            if first.kind in ("ord", "op", "bin", "rel", "open", "close", "punct"):
                kind, text = first.kind, self.sign(first.text)
            elif first.kind == "fraction":
                kind, text = "fence", f"({self.line(base, INSIDE)})"
            else:
                kind, text = self._built(first, INSIDE)
                if first.kind == "root" and not text.endswith(")"):
                    text = f"({text})"
        if self._is_ascii and len(text) > 1 and kind == "ord":
            kind = "word"
        below = script("_", self.line(low, SCRIPT), self._is_ascii, low, text) if low else ""
        above = script("^", self.line(high, SCRIPT), self._is_ascii, high, text) if high else ""
        is_swapped = below[:1] == "_" and above[:1] not in ("^", "")
        return kind, text + (above + below if is_swapped else below + above)

    def _accent(self, node: Node) -> tuple[str, str]:
        name, (inner,) = node.text, node.parts
        mark = ACCENTS[name]
        if len(inner) == 1 and inner[0].kind == "scripts" and not name.startswith(("over", "wide")):
            first, low, high = inner[0].parts
            marked = node._replace(parts=(first,))
            return self._scripts(inner[0]._replace(parts=((marked,), low, high)))
        text = self.line(inner, INSIDE)
        if not self._is_ascii and text:
            is_word = len(inner) == 1 and inner[0].kind in ("word", "op") and text.isalpha()
            letter, rest = _first_letter(text)
            if not rest or (is_word and not name.startswith(("over", "under"))):
                kind = inner[0].kind if is_word else "ord"
                return kind, unicodedata.normalize("NFC", letter + mark) + rest
        return "word", f"{SAID.get(name, name)}({text})"

    def _over(self, node: Node) -> tuple[str, str]:
        base, above, below = node.parts
        kind = base[0].kind if len(base) == 1 else "ord"
        text = self.line(base, INSIDE)
        raised = script("^", self.line(above, SCRIPT), self._is_ascii)
        lowered = script("_", self.line(below, SCRIPT), self._is_ascii)
        return (kind if kind in ("rel", "op", "bin") else "ord"), f"{text}{raised}{lowered}"

    def _table(self, node: Node) -> str:
        left, right = BRACKETS.get(node.text, ("", ""))
        has_spaces = node.text[-5:] == "cases" or node.text.startswith(("align", "split", "eqn"))
        tightness = OUTSIDE if has_spaces else INSIDE
        if node.text in STACKS:
            tightness = SCRIPT
        rows = [[self.line(cell, tightness) for cell in row[0].parts] for row in node.parts]
        if node.text in STACKS:
            return ", ".join("".join(row) for row in rows)
        if node.text[-5:] == "cases":
            for row, (told,) in zip(rows, node.parts, strict=True):
                if len(row) > 1 and told.parts[1] and told.parts[1][0].kind != "word":
                    row[0] = f"{row[0].rstrip(',')},"
        is_wide = not has_spaces and any(" " in cell for row in rows for cell in row)
        between = ", " if is_wide else " "
        inner = "; ".join(between.join(filter(None, row)) for row in rows)
        if node.text[-5:] == "cases":
            return f"{left} {_ENDS_OF_ROWS.sub('; ', inner)} {right}".strip()
        return f"{self.sign(left)}{inner}{self.sign(right)}"

    def _fraction(
        self, node: Node, told: list[tuple[str, str, Node]], place: int, before: str, last: str
    ) -> str:
        """Return a fraction with a stroke, in brackets where its neighbours could join it."""
        above, below = node.parts
        text = f"{self._numerator(above)}/{self.denominator(below)}"
        after = next((kind for kind, _, _ in islice(told, place + 1, None) if kind != "space"), "")
        is_alone = before in LOOSE and after in LOOSE_BEHIND
        if not self._is_ascii and text in _HALVES and not last[-1:].isdigit():
            return _HALVES[text]
        return text if is_alone else f"({text})"

    def _numerator(self, nodes: Nodes) -> str:
        inner = self.line(nodes, INSIDE)
        kinds = kinds_outside(nodes)
        is_product = not kinds & PARTING or (len(nodes) == 1 and not kinds & SPLITTING)
        return inner if inner and is_product else f"({inner})"

    def denominator(self, nodes: Nodes) -> str:
        """Return what stands under a stroke."""
        is_one = len(nodes) == 2 and nodes[0].text in ("∂", "d")
        if is_one and nodes[1].kind in ("ord", "scripts"):
            return self.line(nodes, INSIDE)
        kinds = [node.kind for node in nodes]
        is_function = kinds[:1] in _NAMES and kinds[1:2] == ["open"] and kinds[-1] == "close"
        if is_function and kinds.count("open") == kinds.count("close") == 1:
            return self.line(nodes, INSIDE)  # a function of something is one thing
        return self.grouped(nodes)


def _first_letter(text: str) -> tuple[str, str]:
    """Return the first letter with the marks on it, and the rest."""
    end = 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return text[:end], text[end:]
