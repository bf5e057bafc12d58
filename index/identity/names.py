"""Names of authors taken apart, where it is sure how.

Papers give names as they are spoken, "Given Family"; bibliographies sort them by family.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|II|III|IV|VI{0,3}|Ph\.?D\.?", re.IGNORECASE)
GROUP_WORDS = frozenset({
    "team", "group", "collaboration", "collaborations", "consortium", "project", "lab", "labs",
    "laboratory", "university", "institute", "research", "foundation", "community", "initiative",
    "alliance", "inc", "ltd", "llc", "corp", "company", "ai", "and", "et", "al", "others", "the",
    "for", "center", "centre", "department", "society", "association", "committee", "council",
    "agency", "ministry", "network", "organisation", "organization", "bureau", "federation",
    "commission", "working",
})  # fmt: skip
"""Words that people are not called by."""
GROUP = re.compile(rf"\b(?:{'|'.join(sorted(GROUP_WORDS))})\b", re.IGNORECASE)
"""What any of them is found by."""

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
    if len(words) < 2 or GROUP.search(name) or not all(map(_is_name_sign, name.replace(" ", ""))):
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


def family_name(name: str) -> str:
    """Return the family's name with its particle; of what is no person's name all of it."""
    parts = parted(name)
    return f"{parts.particle} {parts.family}".strip() if parts else name


def _is_name_sign(char: str) -> bool:
    if char.isascii() or unicodedata.combining(char):
        return char.isalpha() or char in _SIGNS or bool(unicodedata.combining(char))
    if char in _SIGNS:
        return True
    return char.isalpha() and unicodedata.name(char, "").startswith(_SCRIPTS)
