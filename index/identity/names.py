"""Names of authors taken apart, where it is sure how.

Papers give names as they are spoken, "Given Family"; bibliographies sort them by family.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|II|III|IV|VI{0,3}|Ph\.?D\.?", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:team|group|collaborations?|consortium|project|labs?|laboratory|university|institute|"
    r"research|foundation|community|initiative|alliance|inc|ltd|llc|corp|company|ai|and|et|al|"
    r"others|the|for|center|centre|department|society|association|committee|council|agency|"
    r"ministry|network|organi[sz]ation|bureau|federation|commission|working)\b",
    re.IGNORECASE,
)
"""Words that people are not called by."""

_PARTICLE = re.compile(
    r"af|al|am|an|auf|av|ben|bin|bint|da|das|dal|dalla|de|degli|dei|del|dela|della|delle|dello|"
    r"den|der|des|di|do|dos|du|e|el|i|ibn|la|las|le|les|lo|los|op|'?s|'?t|te|ten|ter|"
    r"tot|ua|van|vande|vander|ver|vom|von|vor|y|zu|zum|zur"
)
"""What stands small between the given names and the family's in the names of persons."""

_SIGNS = frozenset("'’‘`.-‐‑·ʻʼ ")
"""What stands in names between letters."""

_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN")
"""Scripts in whose names the family comes last and stands apart by a space."""


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in its parts; joined by spaces they are the name again."""

    given: str
    particle: str
    """Such as `van der`; empty where there is none."""
    family: str
    suffix: str = ""


def parted(name: str) -> Name | None:
    """Return the parts of a name, or None where it is one word, no person's, or not sure."""
    words = name.split()
    suffix = ""
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    if len(words) < 2 or _GROUP.search(name) or not all(map(_is_name_sign, name.replace(" ", ""))):
        return None
    # A particle is what is written small between the given names and the family's.
    begin = next((at for at, word in enumerate(words[1:-1], 1) if word[0].islower()), None)
    if begin is None:
        begin = end = len(words) - 1
    else:
        end = begin
        while end < len(words) - 1 and words[end][0].islower():
            end += 1
        if not all(map(_PARTICLE.fullmatch, words[begin:end])):
            return None
    if any(word[0].islower() for word in (words[0], *words[end:])):
        return None
    return Name(" ".join(words[:begin]), " ".join(words[begin:end]), " ".join(words[end:]), suffix)


_ENDING = re.compile(r"(?:jr|sr|ii|iii|iv|vi{0,3}|ph\.?d|md)\.?", re.IGNORECASE)

_UMLAUT = re.compile("(?<=[aou])e")
_FOLDED = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "æ": "a", "œ": "o",
})  # fmt: skip


_NOBODY = re.compile(r"anon(?:ymous|ym)?\.?(?: authors?)?|unknown(?: authors?)?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]?")
"""With points: a letter alone may be a family's name."""
_CAPITALS = re.compile(r"[A-Z]{2,3}")
_COLLABORATION = re.compile(
    r"(?:(?:for|on behalf of) )?(?:the )?(.{2,80}?)[ -]collaborations?\b.*", re.IGNORECASE
)
_PATRONYMIC = re.compile(r".{2,}(?:[оеё]вич|ич|[оеё]вна|ична)", re.IGNORECASE)
_GROUP_SIGN = "&"
_IN_ONE = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")
"""Scripts in which a name is written in one, with the family first, but by some the other way."""


@lru_cache(maxsize=4096)
def family_key(name: str) -> str | None:
    """Return what the spellings of a person's family name share; None where there is no person.

    Only its last part, without accents and particles: "van der Meij" is also written "Van Der
    Meij" or "Vandermeij", and "Müller" "Mueller" or "Muller". Initials behind it are none. Keys
    are compared where `script` of both is the same: names in other scripts than Latin tell nothing
    about those in Latin, and a collaboration tells nothing about persons.
    """
    if found := _COLLABORATION.fullmatch(name):
        key = "".join(filter(str.isalnum, _folded(found[1])))
        return _GROUP_SIGN + key if key else None
    if _GROUP.search(name) or _NOBODY.fullmatch(name.strip(" .")):
        return None
    words = name.replace("‐", "-").replace("‑", "-").split()
    while len(words) > 1 and _ENDING.fullmatch(words[-1].strip(",")):
        words.pop()
    while len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        words.pop()
    if len(words) > 1 and _CAPITALS.fullmatch(words[-1]) and not name.isupper():
        if set(words[-1]) & set("AEIOUY"):
            return None  # initials, or a family's name in capitals as in French
        words.pop()
    last = words[-1].rstrip("-").rpartition("-")[2] if words else ""
    key = _UMLAUT.sub("", "".join(filter(str.isalpha, _folded(last))))
    if key.isascii():
        return key or None
    if script(key) in _IN_ONE:
        return "".join(sorted(filter(str.isalpha, unicodedata.normalize("NFKC", name.casefold()))))
    if len(words) > 2 and _PATRONYMIC.fullmatch(words[-1]):
        return None
    return key


def script(key: str) -> str:
    """Return what the script of a family key is called, "" for Latin; groups have one of theirs."""
    if key.isascii():
        return _GROUP_SIGN if key.startswith(_GROUP_SIGN) else ""
    if key.startswith(_GROUP_SIGN):
        return _GROUP_SIGN
    foreign = next(char for char in key if not char.isascii())
    return unicodedata.name(foreign, "?").partition(" ")[0]


def _folded(text: str) -> str:
    """Return a text in small letters without accents."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(_FOLDED)
    return "".join(char for char in folded if not unicodedata.combining(char))


def _is_name_sign(char: str) -> bool:
    if char.isascii() or unicodedata.combining(char):
        return char.isalpha() or char in _SIGNS or bool(unicodedata.combining(char))
    if char in _SIGNS:
        return True
    return char.isalpha() and unicodedata.name(char, "").startswith(_SCRIPTS)
