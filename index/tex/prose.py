r"""Titles and abstracts as they are shown: their remains of TeX read, formulas in dollars as TeX.

What the reading of remains that title keys are made of gets wrong or leaves is read here: norms,
names that are lowered (`d_{in}`), marks over several letters, rows, and all signs of amssymb.
"""

from __future__ import annotations

import re

from .commands import ACCENTS, ALPHABETS, ARROWS, BINOMIALS, BRACES, FRACTIONS
from .reading import RemainsReader
from .signs import CONTAINERS, FUNCTIONS, GREEK, RELATIONS, SWITCHES, TEXT
from .symbols import SYMBOLS

_ARGUMENTS = {
    **dict.fromkeys((*FRACTIONS, *BINOMIALS, "overset", "underset", "stackrel"), 2),
    **dict.fromkeys((*ARROWS, *BRACES, "sqrt", "pmod", "substack"), 1),
}
"""How many arguments in braces the commands take that are read as formulas."""
_ALONE = """
ast star prime circ dagger ddagger perp parallel odot oplus otimes bullet cdot cdots ldots dots
pm mp uparrow downarrow rightarrow leftarrow degree emptyset
"""
_STAYS = frozenset((*_ALONE.split(), *GREEK))
"""Words that are signs where they alone are raised or lowered; others, such as `in`, are names."""
_RAISED = frozenset(("top", "bot", "times", "square", "vee", "wedge"))
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?")
_LOST = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}")
_PRIMES = re.compile(r"\\?prime\s*\\?prime(\s*\\?prime)?")
_MARKS = {name: mark for name, mark in ACCENTS.items() if "under" not in name and name != "cancel"}
"""Marks; what is underlined in running text is letters that make a name."""
_COMMANDS = re.compile(r"\$(\\[A-Za-z](?:[^$]{0,80}[^\s$])?)\$")
"""A formula even before a number, which sums of money are not."""
_ON_LETTERS = frozenset((*_MARKS, *ALPHABETS, "mathbf", "mathrm", "boldsymbol", "bm"))
_LETTER = re.compile(r" ?(\\[A-Za-z]+|[A-Za-z0-9](?![A-Za-z]))")
"""An argument without braces."""
_OPERAND = re.compile(r" (?:[A-Za-z0-9](?![A-Za-z])|[0-9\\(\[{])")
"""What a sign binds that stands behind a space, rather than a word of the sentence."""
_OPTION = re.compile(r"\[[^\[\]{}\n]{0,40}\]")
_DISPLAY = {"(": r"\)", "[": r"\]"}
_LONGEST_FORMULA = 400
_ENVIRONMENT = re.compile(
    r"\\begin\{((?:[pbBvV]?matrix|smallmatrix|d?cases|aligned|align|array|split|gathered)\*?)\}"
)
_NAMES_OF_REMAINS = {**GREEK, **RELATIONS}.keys() | CONTAINERS | ACCENTS.keys() | {"mathbb", "frac"}


def read(text: str) -> str:
    """Return a text as people read it; see `readable`, which looks first whether there is need."""
    return ProseReader(text).whole()


class ProseReader(RemainsReader):
    """One title or abstract on its way to what is shown."""

    def _script(self, at: int, end: int, depth: int, before: str) -> tuple[str, int]:
        raw, after = self._raw_script(at + 1, end)
        sign = self._text[at]
        if self._is_name(raw.strip(), sign):
            return f"{sign}{raw.strip()}", after
        if sign == "^" and before.strip() and (found := _PRIMES.fullmatch(raw.strip())):
            return "‴" if found[1] else "″", after
        return super()._script(at, end, depth, before)

    @staticmethod
    def _is_name(word: str, sign: str) -> bool:
        """Tell whether a word that alone is raised or lowered is a name rather than a sign."""
        is_sign = word in RELATIONS and word not in _STAYS
        return is_sign and (sign == "_" or word not in _RAISED)

    def _group(
        self, at: int, end: int, depth: int, before: str, is_formula: bool
    ) -> tuple[str, int]:
        piece, after = super()._group(at, end, depth, before, is_formula)
        found = _COMMAND.match(self._text, at + 1, end)
        is_letter = found is not None and found[1] in _ON_LETTERS
        return (piece[1:-1] if is_letter and piece[:1] == "{" and piece != "{" else piece), after

    def _dollar(self, at: int, end: int, depth: int) -> tuple[str, int]:
        found = self.formula_at(at, end) or _COMMANDS.match(self._text, at, end)
        if found is None or not _is_tex(found[1]):
            return super()._dollar(at, end, depth)
        return _formula(found[1]), found.end()

    def _command(self, at: int, end: int, depth: int) -> tuple[str, int]:
        text = self._text
        following = text[at + 1 : at + 2] if at + 1 < end else ""
        if following == "|":
            return "‖", at + 2
        if following in _DISPLAY and following:
            close = text.find(_DISPLAY[following], at + 2, min(end, at + _LONGEST_FORMULA))
            if close >= 0:
                return _formula(text[at + 2 : close]), close + 2
        found = _COMMAND.match(text, at, end)
        if found is None:
            return super()._command(at, end, depth)
        name, after = found[1], found.end()
        if name == "begin":
            return self._rows(at, end) or super()._command(at, end, depth)
        if name in ("left", "right"):
            return "", after + (text[after : after + 1] == ".")
        if name == "not" or name in _ARGUMENTS:
            last = self._close(name, after, end)
            if last is None:
                return super()._command(at, end, depth)
            piece = _formula(text[at:last])
            if name in FRACTIONS and "/" in piece and self._is_joined(at, last, end):
                piece = f"({piece})"
            return piece, last
        if name in _ON_LETTERS and (letter := _LETTER.match(text, after, end)):
            return _formula(f"\\{name}{{{letter[1]}}}"), letter.end()
        if name in FUNCTIONS:
            piece, after = super()._command(at, end, depth)
            if piece != name:
                return piece, after
            return self._named("mod" if name == "bmod" else name, at, after, end), after
        if name in SYMBOLS and name not in TEXT and name not in SWITCHES:
            return self._sign(name, at, end, depth)
        return super()._command(at, end, depth)

    def _sign(self, name: str, at: int, end: int, depth: int) -> tuple[str, int]:
        """Read a sign; one that stands between two things has a space on both sides or on none."""
        text = self._text
        sign, kind = SYMBOLS[name]
        after = at + 1 + len(name)
        sign = {**RELATIONS, **GREEK}.get(name, sign)
        if kind == "op" and sign.isalpha():
            return self._named(sign, at, after, end), after
        if kind in ("bin", "rel") and at:
            is_led = text[at - 1].isspace()
            if not is_led and text[at - 1] not in "${(" and _OPERAND.match(text, after, end):
                return sign, after + 1
            if is_led and text[after : after + 1] == "\\":
                return f"{sign} ", after
        is_open = kind == "open" and text[after : after + 1] == " "
        return sign, after + (is_open and after < end)

    def _named(self, name: str, at: int, after: int, end: int) -> str:
        """Return a function's name, apart from the letters beside it."""
        text = self._text
        before = text[at - 1 : at] if at else ""
        following = text[after : after + 2] if after < end else ""
        is_letter = following[:1].isalnum() or (following[:1] == "\\" and following[1:].isalpha())
        if following.startswith("\\") and text.startswith(("left", "big", "Big"), after + 1):
            is_letter = False
        lead = " " if before.isalnum() or (before in (")", "}") and before) else ""
        return f"{lead}{name}{' ' if is_letter else ''}"

    def _is_joined(self, at: int, close: int, end: int) -> bool:
        """Tell whether something stands right before or behind what is there."""
        following = self._text[close : close + 1] if close < end else ""
        before = self._text[at - 1 : at]
        return following.isalnum() or following in ("\\", "(") or before.isalnum()

    def _rows(self, at: int, end: int) -> tuple[str, int] | None:
        """Read an environment of rows; None where it is none, or never ends."""
        found = _ENVIRONMENT.match(self._text, at, end)
        if found is None:
            return None
        closing = f"\\end{{{found[1]}}}"
        close = self._text.find(closing, found.end(), end)
        if close < 0:
            return None
        return _formula(self._text[at : close + len(closing)]), close + len(closing)

    def _close(self, name: str, after: int, end: int) -> int | None:
        """Return where a command with its arguments ends; None where it has not got them."""
        text = self._text
        if name == "not":
            found = _COMMAND.match(text, after, end)
            if found is None:
                return after + 1 if text[after : after + 1] in ("=", "<", ">") else None
            return found.end() if found[1] in SYMBOLS else None
        if found := _OPTION.match(text, after, end):
            after = found.end()
        for _ in range(_ARGUMENTS[name]):
            close = self._ends.get(after)
            if close is None or close >= end:
                return None
            after = close + 1
        if name in BRACES and text[after : after + 2] in ("_{", "^{"):
            close = self._ends.get(after + 1)
            after = close + 1 if close is not None and close < end else after
        return after

    def _with_argument(self, name: str, at: int, depth: int, written: str) -> tuple[str, int]:
        piece, after = super()._with_argument(name, at, depth, written)
        close = self._ends.get(at)
        if close is None:
            return piece, after
        inner = self._text[at + 1 : close]
        if name in _MARKS and piece[1:] != _MARKS[name]:
            if inner in GREEK:
                return GREEK[inner] + _MARKS[name], close + 1
            return _formula(f"\\{name}{{{inner}}}"), close + 1
        if after == at and name in ALPHABETS:
            return _formula(f"\\{name}{{{inner}}}"), close + 1
        is_tied = "~" in inner and name in CONTAINERS
        return (piece.replace("~", " ") if is_tied else piece), after


def _formula(tex: str) -> str:
    from .formulas import read_within  # many texts have remains and no formula

    return read_within(tex)


def _is_tex(formula: str) -> bool:
    """Tell whether a formula has its backslashes, or needs none."""
    if "\\" in formula and _COMMAND.search(formula):
        return True
    return not any(word in _NAMES_OF_REMAINS for word in _LOST.findall(formula))
