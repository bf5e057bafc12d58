"""Words: how a text is folded and cut, alike for the index, the query and the highlighter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain, count, islice, pairwise, repeat
from typing import NamedTuple

from ...function_words import FUNCTION_WORDS

MAX_WORD = 40
"""Letters of a word that are looked at; longer ones are addresses or noise and are cut."""

MAX_JOINED = 24
"""Letters of the longest joined form: `stateoftheart` is one, a whole formula is none."""

Stem = Callable[[str], str]
"""What gives the stem of a folded word."""

_LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h",
    "ı": "i", "ŋ": "ng", "ﬁ": "fi", "ﬂ": "fl", "‘": "'", "’": "'", "ʼ": "'", "‐": "-", "‑": "-",
    "‒": "-", "–": "-", "−": "-", "ℓ": "l",
}  # fmt: skip
"""Characters whose plain form Unicode does not know, or gives as something else."""


class _Folding(dict[int, str]):
    """A table for `str.translate` that fills itself, one character at a time."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = self[code] = _fold_character(char)
        return folded


def _fold_character(char: str) -> str:
    plain = _LETTERS.get(char.casefold(), "")
    if plain:
        return plain
    if "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff":
        # Chinese and Japanese put no spaces between words: every character is one.
        return f" {char} "
    if "\uac00" <= char <= "\ud7a3":
        return char
    decomposed = unicodedata.normalize("NFKD", char)
    base = "".join(
        piece for piece in decomposed if unicodedata.category(piece) not in ("Mn", "Me", "Cf")
    ).casefold()
    if "\u03b1" <= base <= "\u03c9" and len(base) == 1:
        # `β-VAE`, `$\beta$-VAE` and `beta-VAE` are one: TeX's commands are the letters' names.
        return _greek_name(base)
    kind = unicodedata.decomposition(char).partition(" ")[0]
    if kind == "<super>":
        return f"^{base}"
    return f"_{base}" if kind == "<sub>" else base


def _greek_name(letter: str) -> str:
    name = unicodedata.name(letter, "").rpartition(" ")[2].lower()
    return {"lamda": "lambda", "sigma": "sigma"}.get(name, name)


_FOLDING = _Folding()

_JOINT = (
    r"(?:[-_^{}$']|\\['\"`^~=.]|(?<=[0-9])\.(?=[0-9])"
    r"|\\(?:text|math)(?:bf|it|rm|sc|tt|cal|bb|frak|sf)?(?![a-z]))"
)
"""What stands inside a name without ending it: a hyphen, an apostrophe, a decimal point, TeX."""

_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(rf"[^\W_]+(?:{_JOINT}{{1,8}}[^\W_]+)*")
_KEPT = re.compile(r"[^\W_]+|(?<=[0-9])\.(?=[0-9])")
_RAISED = re.compile(r"\^[{$]*[^\W_]+[}$]*")
_MARKS = re.compile(r"'s(?![^\W_])|\\[a-z]+")
"""What looks like a word within a name and is none: a possessive, a command of TeX."""


class Run(NamedTuple):
    """One name as it is written: a word, or words joined by hyphens or TeX (`U^2-Net`)."""

    parts: tuple[str, ...]
    """The words, folded: `u`, `2`, `net`."""
    joined: tuple[str, ...]
    """What it is when written in one word: `u2net`, and `unet` without what is raised."""
    start: int
    """Where it begins in the text as it was given."""
    end: int
    """Where it ends there."""
    sign: str = ""
    """What belongs to the name besides letters and digits: `++`, `#`, or the point of `.NET`."""


def fold(text: str) -> str:
    """Return a text without case and accents, its ligatures, Greek and raised letters spelt out."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


class FoldedText:
    """A folded text that knows where each of its characters comes from."""

    def __init__(self, text: str) -> None:
        self.folded = fold(text)
        self._text = text
        self._origins: list[int] | None = None
        if not text.isascii():
            lengths = map(len, map(_FOLDING.__getitem__, map(ord, text)))
            self._origins = list(chain.from_iterable(map(repeat, count(), lengths)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the folded text stands in the text, its last marks included."""
        if self._origins is None:
            return start, end
        last = self._origins[end - 1] + 1
        while last < len(self._text) and unicodedata.combining(self._text[last]):
            last += 1
        return self._origins[start], last


def cut(folded: str) -> list[str]:
    """Return the runs of a folded text, uncut: names with their hyphens."""
    return _RUN.findall(folded)


def split(run: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words and the joined forms of one run of a folded text."""
    run = _without_marks(run)
    parts = tuple(part[:MAX_WORD] for part in _WORD.findall(run))
    if len(parts) < 2:
        return parts, ()
    joined = ["".join(_KEPT.findall(run))]
    if "^" in run:
        joined.append("".join(_KEPT.findall(_RAISED.sub("", run))))
    return parts, tuple(form for form in joined if 1 < len(form) <= MAX_JOINED)


def _without_marks(run: str) -> str:
    if "'" in run or "\\" in run:
        return _MARKS.sub(lambda match: "'" * len(match[0]), run)
    return run


def neighbours(parts: tuple[str, ...]) -> list[str]:
    """Return the joined forms within a longer name: the model of `U-Net-based` is a `unet`."""
    return [
        first + second
        for first, second in pairwise(parts)
        if len(first) + len(second) <= MAX_JOINED
        and first not in FUNCTION_WORDS
        and second not in FUNCTION_WORDS
    ]


def parted(folded: str) -> tuple[list[str], list[str]]:
    """Return the words of a folded text, and what names in it are when written in one word."""
    if folded.replace("-", "").isalnum() and all(pieces := folded.split("-")):
        # What most names of several words are, without a search for each of their words.
        return [piece[:MAX_WORD] for piece in pieces], _joined_forms(pieces)
    found: list[str] = []
    joined: list[str] = []
    for run in cut(folded):
        if run.isalnum():
            found.append(run[:MAX_WORD])
            continue
        parts, forms = split(run)
        found.extend(parts)
        joined.extend(forms)
        if len(parts) > 2:
            joined.extend(neighbours(parts))
    return found, joined


def _joined_forms(pieces: Sequence[str]) -> list[str]:
    """Return what words joined by hyphens are when they are written in one word."""
    if len(pieces) < 2:
        return []
    whole = "".join(pieces)
    forms = [whole] if 1 < len(whole) <= MAX_JOINED else []
    if len(pieces) > 2:
        forms += neighbours(tuple(piece[:MAX_WORD] for piece in pieces))
    return forms


def locate(text: str) -> Iterator[tuple[str, int, FoldedText]]:
    """Yield the runs of a text, folded, each with its place there and the way back to the text."""
    positions = FoldedText(text)
    for run, start in located(positions.folded):
        yield run, start, positions


def located(folded: str) -> Iterator[tuple[str, int]]:
    """Yield the runs of a folded text, each with its place there."""
    for match in _RUN.finditer(folded):
        yield match[0], match.start()


def locate_begun(folded: str, initials: Collection[str]) -> Iterator[tuple[str, int]]:
    """Yield those runs of a folded text with their places that can have words that begin so.

    That is a word with one of the first letters, and whatever is joined of words.
    """
    for match in _RUN.finditer(folded):
        run = match[0]
        if run[0] in initials or not run.isalnum():
            yield run, match.start()


def parts_of(run: str) -> list[tuple[int, int]]:
    """Return where the words of a run begin and end in it."""
    if run.isalnum():
        return [(0, len(run))]
    return [match.span() for match in _WORD.finditer(_without_marks(run))]


def runs(text: str, most: int | None = None) -> list[Run]:
    """Return the runs of a text, the first `most`, with the places where they stand in it."""
    return [
        Run(*split(run), *positions.span(start, start + len(run)))
        for run, start, positions in islice(locate(text), most)
    ]


def words(text: str) -> list[str]:
    """Return the words of a text, folded, in their order; joined forms are left out."""
    found: list[str] = []
    for run in cut(fold(text)):
        if run.isalnum():
            found.append(run[:MAX_WORD])
        else:
            found.extend(split(run)[0])
    return found
