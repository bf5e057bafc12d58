"""What an editor or a pipe gives as a note: bytes that are meant as text, however encoded."""

from __future__ import annotations

import codecs
import locale
import re
from typing import NamedTuple

from ..errors import RectoError

_SEVERAL = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
"""One character of several bytes in UTF-8: a text with such and with others is damaged, and is not
in another encoding."""

_WIDE = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}


class NoteText(NamedTuple):
    """A note that was read."""

    text: str
    encoding: str | None
    """What the bytes were read as, where that is not UTF-8 and so had to be guessed."""


def decode_note(data: bytes, name: str) -> NoteText:
    """Return the text that bytes are; `name` says whose they are.

    UTF-8; else UTF-16 by its byte order mark, the locale's encoding, Windows-1252. Raises
    RectoError where they are none of these, rather than lose some.
    """
    try:
        return NoteText(data.decode("utf-8-sig"), None)
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
    for encoding in _possible(data):
        try:
            return NoteText(data.decode(encoding), encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise RectoError(
        "The note is as it was",
        f"{name} is no text in UTF-8: line {line}.",
        "Nothing of it is lost; save it as UTF-8.",
    )


def _possible(data: bytes) -> list[str]:
    """Return the encodings that a text may be in which is no UTF-8, the likeliest first."""
    for mark, encoding in _WIDE.items():
        if data.startswith(mark):
            return [encoding]
    if b"\0" in data or _SEVERAL.search(data):
        return []
    own = locale.getencoding()
    try:
        is_told = codecs.lookup(own).name not in ("utf-8", "ascii")
    except LookupError:
        is_told = False
    return list(dict.fromkeys([*([own] if is_told else []), "Windows-1252"]))
