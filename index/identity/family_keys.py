"""Keys of family names: what the spellings of one share, and what earlier versions took for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from .names import GROUP, GROUP_WORDS

_ENDING = re.compile(r"(?:jr|sr|ii|iii|iv|vi{0,3}|ph\.?d|md)\.?", re.IGNORECASE)

_UMLAUT = re.compile("(?<=[aou])e")
_FOLDED = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "æ": "a", "œ": "o",
})  # fmt: skip


_NOBODY = re.compile(r"anon(?:ymous|ym)?\.?(?: authors?)?|unknown(?: authors?)?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]?")
"""With points: a letter alone may be a family's name."""
_LETTER = re.compile(r"[^\W\d_]")
_CAPITALS = re.compile(r"[A-Z]{2,3}")
_SHORT = re.compile(r"[A-Z]{1,3}")
_COLLABORATION = re.compile(
    r"(?:(?:for|on behalf of) )?(?:the )?(.{2,80}?)[ -]collaborations?\b.*", re.IGNORECASE
)
_PATRONYMIC = re.compile(r".{2,}(?:[оеё]вич|ич|[оеё]вна|ична)", re.IGNORECASE)
_PLAIN = re.compile(r"(?:(?:[A-Z][a-z]*|[A-Z]\.) )+([A-Z][a-z]{2,})")
"""Names as most are written: words in ASCII and initials, then the family's."""
_NO_PLAIN = GROUP_WORDS | {"anon", "anonym", "anonymous", "unknown", "iii", "vii", "viii", "phd"}
"""Words of those that have to be looked at more closely."""
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
    plain = _PLAIN.fullmatch(name)
    if plain and _NO_PLAIN.isdisjoint(name.lower().split(" ")):
        return plain[1].lower().replace("ae", "a").replace("oe", "o").replace("ue", "u")
    return _read_key(name)


def _read_key(name: str) -> str | None:
    """Return the same of any name."""
    if found := _COLLABORATION.fullmatch(name):
        key = "".join(filter(str.isalnum, _folded(found[1])))
        return _GROUP_SIGN + key if key else None
    if GROUP.search(name) or _NOBODY.fullmatch(name.strip(" .")):
        return None
    words = _words(name)
    while len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        words.pop()
    if len(words) > 1 and _CAPITALS.fullmatch(words[-1]) and not name.isupper():
        if set(words[-1]) & set("AEIOUY"):
            return None  # initials, or a family's name in capitals as in French
        words.pop()
    key = _last_part(words)
    if key.isascii():
        return key or None
    if script(key) in _IN_ONE:
        return "".join(sorted(filter(str.isalpha, unicodedata.normalize("NFKC", name.casefold()))))
    if len(words) > 2 and _PATRONYMIC.fullmatch(words[-1]):
        return None
    return key


@lru_cache(maxsize=4096)
def former_family_keys(name: str) -> frozenset[str | None]:
    """Return the family keys that a name had by earlier rules and has no more.

    By the first rule initials, in capitals or with points, were a family's name, as was
    "Anonymous"; collaborations and other letters than Latin were none. By the second one a letter
    without a point was an initial.
    """
    key, words = family_key(name), _words(name)
    first = None if GROUP.search(name) else _last_part(words)
    found = {first if first and first.isascii() else None}
    if first and (key is None or script(key) not in _IN_ONE):
        while len(words) > 1 and (_LETTER.fullmatch(words[-1]) or _INITIALS.fullmatch(words[-1])):
            words.pop()
        found.add(family_key(" ".join(words)))
    if len(words) > 1 and _SHORT.fullmatch(words[0]):
        # "JK Doe" is also what "Doe JK" is read as now, in lists of such names.
        found.add(_last_part(words[:1]))
    return frozenset(found - {key})


def _words(name: str) -> list[str]:
    """Return the words of a name without suffixes behind it."""
    words = name.replace("‐", "-").replace("‑", "-").split()
    while len(words) > 1 and _ENDING.fullmatch(words[-1].strip(",")):
        words.pop()
    return words


def _last_part(words: Sequence[str]) -> str:
    """Return the last part of the last word, folded."""
    last = words[-1].rstrip("-").rpartition("-")[2] if words else ""
    return _UMLAUT.sub("", "".join(filter(str.isalpha, _folded(last))))


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
