"""Pasted text among what a terminal sends: told apart from keys, whatever it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...index import clean, without_sequences

START, END = "\x1b[200~", "\x1b[201~"
"""What a terminal sends around pasted text, where it was asked to (xterm's bracketed paste)."""

_SPACE = r"(\s+)"
_LINE_END = "\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"


class Pasted(NamedTuple):
    """A text that was pasted, fit to be put where text is typed."""

    text: str


class PasteReader:
    """Splits what a terminal sends into keys and pasted texts, however it is cut into pieces.

    Textual takes an escape character within pasted text for the beginning of a key. So a paste
    is kept from its parser, which sees an empty one in its place. Terminals take the mark of the
    end out of what they paste; where one does not, it is known by the other that comes behind it.
    """

    def __init__(self) -> None:
        self._last = ""
        """The last few characters of keys, which the beginning of a paste may have begun with."""
        self._pasted: str | None = None
        """What was pasted so far, while a paste goes on."""

    def read(self, text: str) -> Iterator[str | Pasted]:
        """Yield the keys of a piece of input, and each paste that ends in it, in their order."""
        while text:
            if self._pasted is None:
                keys, text = self._to_start(text)
                yield keys
            else:
                pasted, text = self._to_end(self._pasted, text)
                if pasted is not None:
                    yield Pasted(harmless(pasted))

    def _to_start(self, text: str) -> tuple[str, str]:
        """Return the keys up to a paste, closed at once, and what is left behind."""
        seen = self._last + text
        at = seen.find(START)
        if at < 0:
            self._last = seen[1 - len(START) :]
            return text, ""
        self._last, self._pasted = "", ""
        end = at + len(START) - (len(seen) - len(text))
        return text[:end] + END, text[end:]

    def _to_end(self, before: str, text: str) -> tuple[str | None, str]:
        """Return the whole paste where it ends, and what is left behind."""
        pasted = before + text
        at = pasted.find(END, max(0, len(before) - len(END) + 1))
        if at < 0:
            self._pasted = pasted
            return None, ""
        self._pasted = None
        # An end without a beginning before it: the one above was part of what was pasted.
        while (end := pasted.find(END, at + len(END))) >= 0 and START not in pasted[at:end]:
            at = end
        return pasted[:at], pasted[at + len(END) :]


def harmless(text: str) -> str:
    """Return pasted text without terminal sequences and characters that cannot be seen."""
    text = re.sub(_LINE_END, "\n", without_sequences(text))
    return "".join(map(_clean_piece, re.split(_SPACE, text)))


def _clean_piece(piece: str) -> str:
    if piece.isspace():
        return "".join(sign if sign in "\n\t" else " " for sign in piece)
    return clean(piece)
