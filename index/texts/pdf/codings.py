"""What the bytes of TeX's fonts mean where a file does not tell, and accents set as signs."""

from __future__ import annotations

import re
import unicodedata

_CORK_LOW = (
    "`´ˆ˜¨˝˚ˇ˘¯˙¸˛‚‹›“”„«»–—\u200b‰ıȷ",
    ("ff", "fi", "fl", "ffi", "ffl"),
)
_CORK_HIGH = (
    "ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§"
    "ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖŒØÙÚÛÜÝÞẞ"
    "àáâãäåæçèéêëìíîïðñòóôõöœøùúûüýþß"
)
_OT1_LOW = (
    "ΓΔΘΛΞΠΣΥΦΨΩ",
    ("ff", "fi", "fl", "ffi", "ffl"),
    "ıȷ`´ˇ˘¯˚¸ßæœøÆŒØ",
)


def _ascii() -> dict[int, str]:
    return {code: chr(code) for code in range(0x20, 0x7F)}


CORK: dict[int, str] = {
    **_ascii(),
    **dict(enumerate((*_CORK_LOW[0], *_CORK_LOW[1]))),
    **dict(enumerate(_CORK_HIGH, 0x80)),
    0x27: "’",
    0x60: "‘",
    0x7F: "-",
}
"""The Cork encoding, T1 (M. Ferguson, TUGboat 11, 1990; `t1enc.def`)."""

OT1: dict[int, str] = {
    **_ascii(),
    **dict(enumerate((*_OT1_LOW[0], *_OT1_LOW[1], *_OT1_LOW[2]))),
    0x22: "”",
    0x27: "’",
    0x3C: "¡",
    0x3E: "¿",
    0x5C: "“",
    0x5F: "˙",
    0x60: "‘",
    0x7B: "–",
    0x7C: "—",
    0x7D: "˝",
    0x7E: "˜",
    0x7F: "¨",
}
"""Knuth's text fonts (The TeXbook, Appendix F)."""

TS1: dict[int, str] = {
    0x27: "'",
    0x2A: "*",
    0x2D: "-",
    0x84: "†",
    0x85: "‡",
    0x86: "‖",
    0x87: "‰",
    0x88: "•",
    0x89: "℃",
    0x97: "™",
    0x9D: "❧",
    0xA7: "§",
    0xA8: "¨",
    0xA9: "©",
    0xAE: "®",
    0xB0: "°",
    0xB1: "±",
    0xB6: "¶",
    0xB7: "·",
    0xD6: "×",
    0xF6: "÷",
}
"""Signs beside letters (`ts1enc.def`), as many as running text has."""

CMEX: dict[int, str] = dict(
    enumerate(
        "()[]⌊⌋⌈⌉{}⟨⟩|∥/\\()()[]⌊⌋⌈⌉{}⟨⟩/\\()[]⌊⌋⌈⌉{}⟨⟩/\\/\\"
        "⎛⎞⎡⎤⎣⎦⎢⎥⎧⎫⎩⎭⎨⎬⎪|⎝⎠⎜⎟⟨⟩⊔⊔∮∮⊙⊙⊕⊕⊗⊗∑∏∫⋃⋂⊎⋀⋁∑∏∫⋃⋂⊎⋀⋁∐∐ˆˆˆ˜˜˜[]⌊⌋⌈⌉{}√√√√√√√║↑↓"
    )
)
"""Large delimiters and operators (The TeXbook, Appendix F, figure 5); pypdf tells their codes."""

_STROKE = "\u0337"
OT1_STROKE = {0x20: _STROKE}
"""Where others have a space, Computer Modern has the stroke of Ł, set in front of its letter."""


def coding_of(codes: set[int]) -> dict[int, str]:
    """Return what the bytes mean of a font that names none, by which it has (pdfTeX's bitmaps).

    Of letters TS1 has none; ligatures stand at 0x0B in OT1 and at 0x1B in Cork, and OT1 has
    nothing beyond 0x7F.
    """
    if not any(0x41 <= code <= 0x5A or 0x61 <= code <= 0x7A for code in codes):
        only = codes - set(range(0x30, 0x3A)) - {0x2A}
        if codes == {0x2A} or any(code >= 0x80 for code in only):
            return TS1
    if any(0x0B <= code <= 0x0F for code in codes) and not any(code >= 0x80 for code in codes):
        return OT1
    return CORK


_MARKS = {
    "´": "\u0301",
    "`": "\u0300",
    "¨": "\u0308",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¯": "\u0304",
    "˘": "\u0306",
    "˙": "\u0307",
    "˝": "\u030b",
    "˚": "\u030a",
    "ˇ": "\u030c",
}
ACCENTS = frozenset(_MARKS)
_ACCENT = re.compile(rf"([{''.join(_MARKS)}]) ?([^\W\d_])")
_STROKED = re.compile(rf"{_STROKE} ?([Ll])")
_CEDILLA_BEHIND = re.compile(r"([CcSsTt])¸ ?(?=\w)|([CcSsTt])¸")
_CEDILLA_BEFORE = re.compile(r"¸ ?([CcSsTt])")
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_DOTLESS = {"ı": "i", "ȷ": "j"}


def composed(text: str) -> str:
    """Return text with the accents that TeX sets as signs of their own on their letters.

    OT1 sets an accent in front of its letter, a cedilla behind it (where it is drawn over it) or in
    front: `Dvoˇr´ak`, `na¨ıve`, `C¸ elik`, `¸Sahin`. Ligatures become letters.
    """
    if not text.isascii():
        text = text.translate(_LIGATURES)
        if _STROKE in text:
            text = _STROKED.sub(lambda found: "Ł" if found[1] == "L" else "ł", text)
            text = text.replace(_STROKE, "")
        text = _ACCENT.sub(_on_letter, text)
        if "¸" in text:
            text = _CEDILLA_BEHIND.sub(lambda found: f"{found[1] or found[2]}\u0327", text)
            text = _CEDILLA_BEFORE.sub("\\1\u0327", text)
        text = unicodedata.normalize("NFC", text)
    return text


def _on_letter(found: re.Match[str]) -> str:
    letter = _DOTLESS.get(found[2], found[2])
    put = unicodedata.normalize("NFC", letter + _MARKS[found[1]])
    # A grave accent is a quotation mark in front of what no language puts it on.
    if len(put) > 1 and found[1] == "`":
        return found[0]
    return put
