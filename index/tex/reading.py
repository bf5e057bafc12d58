r"""Titles and abstracts with what TeX has left in them turned into characters.

Keys of titles are made of what is read here, so that it stays as it is (see `identity/rule.py`);
what is shown is read by `prose.py`, which knows more.

Only what stands within or beside `^`, `_`, braces and backslash commands is touched: pages print
bare words such as `times` or `in` for commands they have lost, and those are English as well. What
cannot be told stays as it came. The signs are those of LaTeX's and amsmath's manuals, the raised
and lowered letters those of Unicode's blocks of the same names.
"""

from __future__ import annotations

import re
import unicodedata

from .signs import (
    ACCENTS,
    BLACKBOARD,
    CONTAINERS,
    FUNCTIONS,
    GREEK,
    LITERAL,
    LOWERED,
    RAISED,
    RAISED_WHOLE,
    RELATIONS,
    SPACES,
    SWITCHES,
    TEXT,
)
from .telling import TELLING

_DEEPEST = 12
"""Braces within braces that are looked into; a page has three."""

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s{}]+|\b[\w.-]+\.(?:com|org|net|io|ai|edu)/[^\s{}]*")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_SPECIAL = re.compile(r"[\\^_{$]")
_WORD = re.compile(r"[A-Za-z]+")
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?")
_SYMBOL_ACCENT = re.compile(r"""\\(['"`^~=.])(?:\{(\\?[A-Za-z])\}|(\\?[A-Za-z]))""")
_MATH = re.compile(r"\$([^\s$](?:[^$]{0,400}[^\s$])?)\$(?![0-9])")
_VARIABLE = re.compile(r"[A-Za-z]'?")
_SCRIPT = re.compile(r"[0-9]+|[A-Za-z]+|[*+'†‡⋆°-]|[^\x00-\x7f\W]")
_BASE = re.compile(r"(?:(?<![^\W_])[A-Za-z]|(?<![A-Za-z0-9_])[A-Z]{2}|[^\x00-\x7f]|[)\]}|*'])\Z")
"""What an index without braces may hang on; `tool_call` and `v_2` of names are left alone."""
_SIGNS = {**GREEK, **RELATIONS}


def read(text: str) -> str:
    """Return a text as people read it; see `readable`, which looks first whether there is need."""
    return RemainsReader(text).whole()


class RemainsReader:
    """One text on its way to what is shown."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = _pairs(text)

    def whole(self) -> str:
        """Return all of it."""
        return unicodedata.normalize("NFC", self._read(0, len(self._text), 0))

    def _read(self, at: int, end: int, depth: int, *, is_formula: bool = False) -> str:
        """Return a stretch of the text; within a formula bare names of signs are signs."""
        text = self._text
        shown: list[str] = []
        special = -1
        while at < end:
            if special < at and not is_formula:
                # What stands apart from all signs of TeX is shown as it came.
                found = _SPECIAL.search(text, at, end)
                special = found.start() if found else end
                apart = text.rfind(" ", at, special) + 1 if found else end
                if apart > at:
                    shown.append(text[at:apart])
                    at = apart
                    continue
            char = text[at]
            if char in "\\^_{$":
                piece, at = self._special(at, end, depth, "".join(shown[-2:]), is_formula)
            elif char.isalnum() and (found := _ADDRESS.match(text, at, end)):
                piece, at = found[0], found.end()
            elif char.isascii() and char.isalpha() and (found := _WORD.match(text, at, end)):
                piece, at = self._word(found, end, depth, is_formula)
            else:
                piece, at = char, at + 1
            shown.append(piece)
        return "".join(shown)

    def _special(
        self, at: int, end: int, depth: int, before: str, is_formula: bool
    ) -> tuple[str, int]:
        match self._text[at]:
            case "\\":
                return self._command(at, end, depth)
            case "^" | "_":
                return self._script(at, end, depth, before)
            case "{":
                return self._group(at, end, depth, before, is_formula)
            case _:
                return self._dollar(at, end, depth)

    def _word(
        self, found: re.Match[str], end: int, depth: int, is_formula: bool
    ) -> tuple[str, int]:
        """Read a word without a backslash: a sign only where a formula or `^ _ {` touches it."""
        word, at = found[0], found.end()
        following = self._text[at : at + 1] if at < end else ""
        before = self._text[found.start() - 1 : found.start()]
        is_alone = not (before.isalnum() or before in ("-", "_")) or is_formula
        if following == "{" and is_alone and self._is_command_with_argument(word):
            return self._with_argument(word, at, depth, word)
        if (is_formula or following in ("^", "_")) and is_alone and following != "{":
            if word in _SIGNS:
                return _SIGNS[word], at
            if word == "R" and following == "^" and self._is_dimension(at + 1, end):
                return "ℝ", at
        return word, at

    def _is_command_with_argument(self, word: str) -> bool:
        return word in CONTAINERS or (word in ACCENTS and len(word) > 1) or word == "mathbb"

    def _is_dimension(self, at: int, end: int) -> bool:
        """Tell whether what is raised is the dimension of a space: `R^d`, not the score `R^2`."""
        inner, _ = self._raw_script(at, end)
        return bool(re.search("[A-Za-z]", inner)) and inner not in ("T", "top", "ast", "prime")

    def _raw_script(self, at: int, end: int) -> tuple[str, int]:
        """Return what follows `^` or `_` as it stands, and where it ends; nothing for none."""
        if self._text[at : at + 1] == "{":
            close = self._ends.get(at)
            return (
                ("", at)
                if close is None or close >= end
                else (self._text[at + 1 : close], close + 1)
            )
        found = _COMMAND.match(self._text, at, end) or _SCRIPT.match(self._text, at, end)
        if found is None:
            return "", at
        word = found[0]
        if word.isalpha() and len(word) > 1 and word not in _SIGNS:
            # TeX raises one letter; where more follow (`a^bc`), nobody knows what was meant.
            rest = word[1:]
            return (word[0], at + 1) if word[0].isupper() and rest[0].islower() else ("", at)
        return word, found.end()

    def _script(self, at: int, end: int, depth: int, before: str) -> tuple[str, int]:
        sign = self._text[at]
        raw, after = self._raw_script(at + 1, end)
        is_braced = self._text[at + 1 : at + 2] == "{"
        if not raw or depth >= _DEEPEST:
            return sign, at + 1
        if not is_braced:
            following = self._text[after : after + 1]
            is_base = bool(_BASE.search(before)) if sign == "_" else before[-1:].strip() != ""
            is_base |= self._text[at - 1 : at] == "$"  # the base stands before the formula
            is_cut = sign == "_" and (following == "_" or following.isalnum())
            is_letter_before_word = raw.isalpha() and len(raw) == 1 and following.isalnum()
            if not is_base or is_cut or is_letter_before_word:
                return sign, at + 1
        start = at + 2 if is_braced else at + 1
        inner = self._read(start, start + len(raw), depth + 1, is_formula=True).strip()
        return _set(sign, inner), after

    def _group(
        self, at: int, end: int, depth: int, before: str, is_formula: bool
    ) -> tuple[str, int]:
        """Read braces that belong to no command: dropped only where TeX would have set them."""
        close = self._ends.get(at)
        if close is None or close >= end or depth >= _DEEPEST:
            return "{", at + 1
        inner = self._text[at + 1 : close].strip()
        follows = self._text[close + 1 : close + 2] if close + 1 < end else ""
        switch = _COMMAND.match(inner)
        is_sign = len(inner) == 1 and not inner.isalnum()
        is_relation = inner in RELATIONS and not before[-1:].isalnum() and inner not in ("in", "to")
        carries = follows in ("^", "_") and (len(inner) == 1 or inner in GREEK)
        is_command = switch is not None and (
            switch[1] in SWITCHES or (switch[0] == inner and switch[1] in _SIGNS)
        )
        shown = self._read(
            at + 1, close, depth + 1, is_formula=is_relation or carries or is_formula
        )
        if is_sign or is_relation or carries or is_command:
            return shown.strip() if is_relation or is_command else shown, close + 1
        return f"{{{shown}}}", close + 1

    def formula_at(self, at: int, end: int) -> re.Match[str] | None:
        """Return the formula in dollars that begins here; None for an amount of money."""
        found = _MATH.match(self._text, at, end)
        if found and (TELLING.search(found[1]) or _VARIABLE.fullmatch(found[1])):
            return found
        return None

    def _dollar(self, at: int, end: int, depth: int) -> tuple[str, int]:
        found = self.formula_at(at, end)
        if found is None or depth >= _DEEPEST:
            return "$", at + 1
        return self._read(found.start(1), found.end(1), depth + 1), found.end()

    def _command(self, at: int, end: int, depth: int) -> tuple[str, int]:
        text = self._text
        if (accent := _SYMBOL_ACCENT.match(text, at, end)) is not None:
            letter = (accent[2] or accent[3]).lstrip("\\")
            return letter + ACCENTS[accent[1]], accent.end()
        found = _COMMAND.match(text, at, end)
        if found is None:
            following = text[at + 1 : at + 2] if at + 1 < end else ""
            if following in LITERAL and following:
                return following, at + 2
            if following in ("(", ")", "[", "]"):
                return "", at + 2
            return (SPACES[following], at + 2) if following in SPACES else ("\\", at + 1)
        name, after = found[1], found.end()
        for table in (_SIGNS, TEXT):
            if name in table:
                return table[name], after
        if name in FUNCTIONS:
            is_degrees = name == "deg" and text[at - 1 : at].isdigit()
            return "°" if is_degrees else name, after
        if name in SWITCHES:
            is_spaced = text[after : after + 1] == " " and name not in ("left", "right")
            return "", after + 1 if is_spaced else after
        return self._with_argument(name, after, depth, found[0])

    def _with_argument(self, name: str, at: int, depth: int, written: str) -> tuple[str, int]:
        """Read a command with its argument in braces; an unknown one stays as it is written."""
        close = self._ends.get(at)
        if close is None or depth >= _DEEPEST:
            return written, at
        if name == "href" or name == "frac":
            return self._with_two(name, at, close, depth, written)
        is_known = name in CONTAINERS or name in ACCENTS or name in ("sqrt", "mathbb", "footnote")
        if not is_known:
            return written, at
        inner = self._read(at + 1, close, depth + 1)
        if name in ACCENTS and len(inner) == 1:
            return inner + ACCENTS[name], close + 1
        if name == "mathbb":
            inner = "".join(BLACKBOARD.get(letter, letter) for letter in inner)
        elif name == "sqrt":
            inner = f"√{_grouped(inner)}"
        elif name == "footnote":
            inner = f" ({inner})"
        return inner, close + 1

    def _with_two(
        self, name: str, at: int, close: int, depth: int, written: str
    ) -> tuple[str, int]:
        last = self._ends.get(close + 1)
        if last is None:
            return written, at
        second = self._read(close + 2, last, depth + 1)
        if name == "href":
            return f"{second} ({self._text[at + 1 : close]})", last + 1
        first = self._read(at + 1, close, depth + 1)
        return f"{_grouped(first)}/{_grouped(second)}", last + 1


def _pairs(text: str) -> dict[int, int]:
    """Return where the braces close that open here; those that never do are left out."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACE.finditer(text):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}" and opened:
            ends[opened.pop()] = found.start()
    return ends


def _set(sign: str, inner: str) -> str:
    """Return something raised or lowered, in Unicode's characters where it has all of them."""
    if sign == "^" and inner in RAISED_WHOLE:
        return RAISED_WHOLE[inner]
    table = RAISED if sign == "^" else LOWERED
    if inner and all(char in table for char in inner):
        return "".join(table[char] for char in inner)
    return f"{sign}{inner}" if len(inner) == 1 else f"{sign}{{{inner.replace(' × ', '×')}}}"


def _grouped(inner: str) -> str:
    return inner if len(inner) == 1 or inner.isalnum() else f"({inner})"
