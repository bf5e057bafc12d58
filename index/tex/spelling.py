"""Signs of formulas in ASCII: spelt by short names that are read, else by the names of commands."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from .signs import GREEK

_DRAWN = {
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~~", "≡": "==", "≪": "<<", "≫": ">>", "≔": ":=",
    "→": "->", "⟶": "-->", "←": "<-", "⟵": "<--", "↔": "<->", "⇒": "=>", "⟹": "==>", "⇔": "<=>",
    "⟺": "<==>", "↦": "|->", "⟼": "|-->", "×": "x", "·": "*", "−": "-", "±": "+-", "∓": "-+",
    "÷": "/", "∘": "o", "∗": "*", "⋆": "*", "•": "*", "′": "'", "″": "''", "‴": "'''", "‖": "||",
    "∥": "||", "…": "...", "⋯": "...", "⋮": ":", "⋱": "...", "⟨": "<", "⟩": ">", "√": "sqrt",
    "∧": "/\\", "∨": "\\/", "¬": "not", "∖": "\\", "⊕": "(+)", "⊗": "(x)", "⊙": "(.)",
    "⊤": "T", "⊥": "_|_", "∣": "|", "∂": "d", "∇": "grad", "∞": "inf", "∅": "{}", "ℓ": "ell",
    "∈": "in", "∉": "not in", "⊂": "subset", "⊆": "subseteq", "∪": "cup", "∩": "cap",
    "∀": "for all", "∃": "exists", "∑": "sum", "∏": "prod", "∫": "int", "∬": "int int",
    "∭": "int int int", "∮": "oint", "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")",
    "𝟙": "1", "°": " deg",
    "†": "+", "‡": "++", "⟦": "[[", "⟧": "]]", "ħ": "hbar", "↛": "-/->",
}  # fmt: skip


@lru_cache(maxsize=1024)
def spell(text: str) -> str:
    """Return a sign or a word in ASCII."""
    if text in _DRAWN:
        return _DRAWN[text]
    return "".join(map(_spelt, unicodedata.normalize("NFC", text)))


def _spelt(char: str) -> str:
    if char.isascii():
        return char
    if char in _DRAWN:
        return _DRAWN[char]
    if char in _names():
        return _names()[char]
    plain = unicodedata.normalize("NFKD", char)
    if plain != char:
        return "".join(map(_spelt, plain))
    if unicodedata.combining(char):
        return "!" if char == "\u0338" else ""
    from anyascii import anyascii  # late: it is slow to load, and hardly anything needs it

    return anyascii(char) or "?"


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    from .symbols import SYMBOLS

    names = {sign: name for name, (sign, _) in reversed(SYMBOLS.items()) if len(sign) == 1}
    names |= {letter: name for name, letter in reversed(GREEK.items())}
    return names | {"ϵ": "epsilon", "ϕ": "phi"}
