"""Names of authors as lines of words, in which they are found: `c l chen | ada lovelace`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Any, NamedTuple

from .words import fold, words

BETWEEN_NAMES = "|"
"""What stands between two names in a line."""

_BETWEEN = re.compile(r"(?:[^\w|]|_)+")
_PLAIN = bytes(
    code if code > 127 or chr(code).isalnum() or chr(code) in "|\n" else ord(" ")
    for code in range(256)
)
"""Every byte of UTF-8 as it is, or a space for ASCII's signs: ten times a pattern's speed."""


def plain_lines(kept: Sequence[str]) -> str:
    r"""Return names kept as JSON as lines to be searched: `" c l chen | | ada lovelace \n"`."""
    lines = [
        line if line.isascii() else _BETWEEN.sub(" ", line)
        for line in map(fold, map(_unquoted, kept))
    ]
    # Letters beyond ASCII pass through: every byte of theirs is a high one.
    spaced = " \n ".join(lines)
    text = f" {spaced} \n".lower().encode().translate(_PLAIN).decode()
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _unquoted(kept: str) -> str:
    """Return the names of one list, parted; JSON is parsed only where something is escaped."""
    if "\\" in kept:
        names: list[Any] = json.loads(kept)
        return " | ".join(names).replace("\n", " ")
    # The two quotation marks between two names become a bar on either side of the comma.
    return kept[2:-2].replace('"', " | ")


class Step(NamedTuple):
    """A word of an author's name that is asked for."""

    word: str
    is_prefix: bool = False
    """Whether a word is meant that begins so: an initial, or a name half typed."""


AuthorForm = tuple[Step, ...]
"""A name as it may be written: these words, one behind the other."""

_MOST_FORMS = 12

_UMLAUT = re.compile(
    r"(?:^|(?<=[bcdfghjklmnprstvwz]))(?:ae(?=[bcdfghkmnprstvwxz])|[ou]e(?=[bcdfghklmnprstvwxz])(?!l$))"
)
"""Two letters that stand for one with two dots; not those of Bauer, Michael, Samuel and Xuefeng."""
_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue",
     "Å": "Aa", "Ø": "Oe"}
)  # fmt: skip
_ELIDED = re.compile(r"([odl])([^\W\d_]{4,})")
"""O'Brien, D'Alembert and L'Hôpital where somebody leaves the apostrophe out."""


def author_forms(value: str, is_prefix: bool) -> list[AuthorForm]:
    """Return how a name that is asked for may be written in papers, the likeliest first.

    `LeCun, Y.` is one who is called LeCun and has a first name with Y; `mueller` may be Müller and
    `obrien` O'Brien. Between first names and the last one there may be one more.
    """
    last, comma, first = value.partition(",")
    told = f"{first} {last}" if comma and words(first) and words(last) else value
    forms: dict[AuthorForm, None] = {}
    bare = re.sub(r"(?<=\w)['’ʼ‐-](?=\w)", "", told)
    for spelt in dict.fromkeys((told, bare, told.translate(_SPELT_OUT))):
        for form in _written(words(spelt), is_prefix and not comma):
            forms[form] = None
    return list(forms)[:_MOST_FORMS]


def _written(asked: Sequence[str], is_prefix: bool) -> Iterator[AuthorForm]:
    """Yield the ways in which the words of a name may stand in a paper."""
    if not asked:
        return
    if len(asked) > 1 and len(asked[-1]) == 1 and len(asked[0]) > 1:
        # `LeCun Y`, as PubMed has names.
        yield from _written((*asked[1:], asked[0]), False)
    for spelt in islice(product(*map(_spellings, asked)), _MOST_FORMS):
        parts = [part for one in spelt for part in one]
        yield tuple(
            Step(part, is_prefix if end else len(part) == 1 and len(parts) > 1)
            for part, end in zip(parts, [*[False] * (len(parts) - 1), True], strict=True)
        )


def _spellings(word: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [(word,)]
    plain = _UMLAUT.sub(lambda match: match[0][0], word)
    if plain != word:
        found.append((plain,))
    if elided := _ELIDED.fullmatch(word):
        found.append((elided[1], elided[2]))
    return found


def pattern_of(form: AuthorForm) -> re.Pattern[str]:
    """Return what finds a name in the line of a paper's authors, as `plain_lines` writes it."""
    pieces = [f"{re.escape(word)}{'[^ ]*' if is_prefix else ''}" for word, is_prefix in form]
    if len(pieces) > 1 and _is_person(form):
        pieces[-1] = f"(?:[^ |]+ )?{pieces[-1]}"
    return re.compile(f" {' '.join(pieces)} ")


def _is_person(form: AuthorForm) -> bool:
    """Whether a form has first and last names, between which there may be another."""
    return not (len(form) == 2 and form[0].word in "odl" and not form[0].is_prefix)
