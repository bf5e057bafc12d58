"""What was given as a paper's text: a line that tells of it, and behind that the file, packed."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import NamedTuple

from .blocks import Text
from .deriving import LARGEST, UnreadableError

_LONGEST_HEAD = 10_000
"""Bytes that such a line may have."""


class Kept(NamedTuple):
    """What is kept of a paper's text."""

    form: str
    name: str
    """The name of the file that was given, or the address it came from."""
    kept: str
    """When, as ISO 8601 in UTC."""
    digest: str
    """SHA-256 of the file, in hex."""
    version: int | None = None
    """That of arXiv, where the address tells and the file does not."""
    license: str = ""
    """That of the paper, where it is known from elsewhere than the file."""
    source: str = ""
    """The service that gave it, where one did."""


def load_kept(path: Path) -> Kept | None:
    """Return what the first line of a file tells, None where it is not there or is damaged."""
    try:
        with path.open("rb") as file:
            told = json.loads(file.readline(_LONGEST_HEAD))
        return Kept(**{name: told[name] for name in Kept._fields})
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def load_raw(path: Path) -> bytes:
    """Return what stands behind the first line. Raises UnreadableError where it is damaged."""
    try:
        with path.open("rb") as file:
            file.readline(_LONGEST_HEAD)
            unpacker = zlib.decompressobj()
            data = unpacker.decompress(file.read(), LARGEST + 1)
            if not unpacker.eof:
                raise zlib.error
            return data
    except (OSError, zlib.error) as error:
        raise UnreadableError(
            "The file that was kept is damaged.", "Give it again with recto text ID --from."
        ) from error


def completed(text: Text, told: Kept) -> Text:
    """Return a text with what is known of it from elsewhere."""
    version = text.version if text.version is not None else told.version
    source = told.source or text.source
    return text._replace(version=version, license=text.license or told.license, source=source)
