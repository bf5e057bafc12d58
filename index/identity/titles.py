"""What the spellings of one title share: letters, digits, and the signs that carry meaning.

Titles that read the same on the screen have one key, whatever they are written in. So have those
that differ in case, accents, dashes, quotes, brackets and the points between words, which sources
write as they like.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ..tex import read_for_keys

_MEANT = frozenset("+#*<>=^%")
"""ASCII signs that stay: C++ is not C, nor A* A. A hyphen is none, since many leave it out."""

_POINTS = frozenset("|~∣‖∥∼⋅∘∙∖")
"""What Unicode calls mathematics and titles use as points, or not at all."""

_TELLING = re.compile(r"[\\^_{&*<>¼½¾⅐-⅞]")
_PARTED = re.compile("[0-9][^0-9A-Za-z]+[0-9]")
"""Without these a title is no more than its characters."""
_PLAIN = re.compile(r"[A-Za-z ,:;?!'()/-]*")
"""All of most titles, which has none of these and no point."""

_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_GAP = re.compile(r"((?<=[0-9])[ ./,]+(?=[0-9]))|[ ./,]+")

_ENTITY = re.compile(r"&#?[0-9A-Za-z]{2,31};")
_RAISED_TAG = re.compile(r"<sup(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:i|b|u|em|strong|su[bp]|inf|scp?|tt|span|(?:jats|mml):[a-z]+)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"(?<![^\W_])(\*{1,3})(?=[^\s*])([^*]{0,300}[^\s*])\1(?![^\W_])")
_ARROWS = ((re.compile("<[-=]+>"), "↔"), (re.compile("-+>"), "→"), (re.compile("=+>"), "⇒"))
_MINUS_ABOVE = re.compile(r"\^([{(]*)[-−]")

_RAISED = "\ue000"
"""Stands before each character that is raised; no text that was cleaned holds it."""

_MINUS = "\ue001"
"""Stands for a minus sign that is raised: elsewhere it cannot be told from a hyphen."""

_MONEY, _DOT = "\ue002", "\ue003"
"""Stand for a dollar sign and a point that carry meaning, until all others are gone."""

_SUM = re.compile(r"(?<![^\s(\[{\"'“‘/–-])([A-Z]{0,3})\$(?=\s?[0-9])")
_ESCAPED_SUM = re.compile(r"\\\$(?=\s?[0-9])")
_DOTTED = re.compile(r"(?<![^\s(\[{\"'“‘/])\.(?=[A-Za-z0-9])")
"""A point that a word begins with: .NET is not NET."""

_STAND_INS = (_RAISED, _MINUS, _MONEY, _DOT)

_RAISED_RUN = re.compile(f"([0-9]?)((?:{_RAISED}[^{_RAISED}])+)")
_ORDINALS = ("st", "nd", "rd", "th")

_LIKE = str.maketrans({
    "×": "x", "✕": "x", "∗": "*", "⋆": "*", "★": "*", "♯": "#", "⁄": "/", "∕": "/", "∆": "δ",
    "⟶": "→", "⟵": "←", "⟷": "↔", "⟹": "⇒", "⟺": "↔", "⇔": "↔", "ϵ": "ε", "ϕ": "φ", "ϑ": "θ",
    "ϱ": "ρ", "ϖ": "π", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ŧ": "t", "ħ": "h",
    "ı": "i", "ȷ": "j", "æ": "ae", "œ": "oe", "™": "", "®": "", "©": "", "℠": "",
})  # fmt: skip
"""Characters, without case and accents, that stand for others."""

_ACCENTS = re.compile("[\u0300-\u0336\u0339-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
"""Not the strokes that turn a sign into its opposite."""

_VOWELS = re.compile("[\u0591-\u05c7\u064b-\u0652]")
"""Points that Hebrew and Arabic write or leave out."""


class _Fates(dict[int, str | None]):
    """What is left of each character, for `str.translate`; decided once, when it is first met."""

    def __init__(self, gap: str) -> None:
        self._gap = gap
        """What stands for a character that is dropped; where it is any, points stay for now."""

    def __missing__(self, code: int) -> str | None:
        # Of nothing `str.translate` makes short work where it is None.
        fate = self[code] = "".join(map(self._kept, _folded(chr(code)))) or None
        return fate

    def _kept(self, char: str) -> str:
        is_kept = char.isalnum() or char in _MEANT or char in _STAND_INS or _is_meant(char)
        return char if is_kept or (self._gap and char in "./,") else self._gap


def _folded(char: str) -> str:
    """Return a character without case, accents and form; what is raised stays told apart."""
    if char.translate(_LIKE) == "":
        return ""
    form = unicodedata.decomposition(char)
    folded = unicodedata.normalize("NFKC", char).casefold().translate(_LIKE)
    folded = _VOWELS.sub("", _ACCENTS.sub("", unicodedata.normalize("NFD", folded)))
    # What a stroke has made another sign is one character again.
    folded = unicodedata.normalize("NFKC", folded).translate(_LIKE)
    if form.startswith("<super>") and char not in "ªº":
        return "".join(_RAISED + (_MINUS if one == "−" else one) for one in folded)
    return folded


def _is_money(char: str) -> bool:
    return not char.isascii() and unicodedata.category(char) == "Sc"


def _is_meant(char: str) -> bool:
    """Tell whether a character that is no letter carries meaning: an operator, a vowel's sign."""
    if char.isascii():
        return False
    category = unicodedata.category(char)
    if category == "Sm":
        return char not in _POINTS and char != "−"
    return category in ("Mn", "Mc", "Sc")


_CLOSED, _SPACED = _Fates(""), _Fates(" ")
_ASCII = {code: _CLOSED[code] for code in range(128)}
"""The same without a look at what is missing: most titles have no other characters."""
_LOWER = bytes(range(256)).lower()
_DROPPED = bytes(code for code, left in _ASCII.items() if left is None)
"""The same once more, of bytes."""
_NEITHER = bytes(code for code in range(128) if not chr(code).isalnum())
"""What is neither letter nor digit."""


def former_title_key(title: str) -> str:
    """Return the key that a title had before signs counted: NFKC, folded, letters and digits only.

    Journals hold it, and ids are made of it.
    """
    if title.isascii():
        return title.encode().translate(_LOWER, _NEITHER).decode() or title
    folded = unicodedata.normalize("NFKC", title).casefold()
    return "".join(filter(str.isalnum, folded)) or title


def unpriced_title_key(title: str) -> str:
    """Return the key that a title had before signs of money, and points before words, counted."""
    if title.isascii() and "$" not in title and "." not in title:
        return title_key(title)
    return _key("".join(" " if _is_money(char) else char for char in title))


@lru_cache(maxsize=4096)
def title_key(title: str) -> str:
    """Return what the spellings of one title share; the title itself where nothing remains."""
    text = title
    if "$" in text:
        text = _ESCAPED_SUM.sub(_MONEY, text)
        marked, sums = _SUM.subn(rf"\1{_MONEY}", text)
        # Where any dollar sign is no sum's they are those of formulas.
        text = marked if sums == text.count("$") else text
    if "." in text:
        text = _DOTTED.sub(_DOT, text)
    key = _key(text)
    if _MONEY in key or _DOT in key:
        key = key.replace(_MONEY, "$").replace(_DOT, ".")
    return key or " ".join(title.split())


def _key(title: str) -> str:
    if _PLAIN.fullmatch(title):
        return title.encode().translate(_LOWER, _DROPPED).decode()
    is_ascii = title.isascii()
    text = title if is_ascii else unicodedata.normalize("NFC", title)
    if _TELLING.search(text) or _PARTED.search(text):
        text = _signs(read_for_keys(_without_markup(text)))
        key = _GAP.sub(_joint, _THOUSANDS.sub("", text).translate(_SPACED))
    else:
        key = text.translate(_ASCII if is_ascii else _CLOSED)
    if _RAISED in key:
        key = _RAISED_RUN.sub(_raised, key)
    if _MINUS in key:
        key = key.replace(_MINUS, "-")
    return key


def _without_markup(title: str) -> str:
    """Return a title without what HTML has left in it."""
    if "&" in title and _ENTITY.search(title):
        from html import unescape  # rarely needed, and it loads all names of entities

        title = unescape(title)
    return _TAG.sub("", _RAISED_TAG.sub("^", title)) if "<" in title else title


def _signs(text: str) -> str:
    """Return a text whose signs are no markup, with its arrows in one piece."""
    text = _EMPHASIS.sub(r"\2", text.replace("&", " and "))
    if ">" in text:
        for written, arrow in _ARROWS:
            text = written.sub(arrow, text)
    return _MINUS_ABOVE.sub(rf"^\1{_MINUS}", text)


def _raised(found: re.Match[str]) -> str:
    """Return what is raised as a caret has it; ordinals and plus signs stand as on the line."""
    inner = found[2].replace(_RAISED, "")
    is_plain = (found[1] and inner in _ORDINALS) or not inner.strip("+")
    return f"{found[1]}{'' if is_plain else '^'}{inner}"


def _joint(found: re.Match[str]) -> str:
    """Return what stays between two digits that are not one number; nothing elsewhere."""
    gap = found[1]
    if gap is None:
        return ""
    return gap if gap in (".", "/") else "-"
