"""The three standard streams: harmless output, raw input, and sentences when they fail."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from ...index import RectoError
from ..system.plain_text import printable

_HIDDEN = "[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
"""What JSON may hold raw and a terminal would obey or hide."""


def say(text: str = "") -> None:
    """Print a line on standard output; a full or closed output is a sentence, a closed pipe not."""
    with _printing() as stream:
        stream.write(f"{text}\n")


def say_json(value: Any) -> None:
    """Print a value as one line of JSON that is valid and harmless wherever it is printed."""
    import json

    # A narrower encoding gets pure ASCII: a replaced character would not be JSON any more.
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    is_wide = encoding.lower().replace("-", "") == "utf8"
    text = json.dumps(value, ensure_ascii=not is_wide)
    say(re.sub(_HIDDEN, lambda match: f"\\u{ord(match[0]):04x}", text))


def warn(text: str) -> None:
    """Print one line on standard error, or where that is closed on a terminal's standard output."""
    stream = sys.stderr
    if stream is None and sys.stdout is not None and sys.stdout.isatty():
        stream = sys.stdout
    if stream is None:
        return
    try:
        stream.write(f"recto: {printable(text)}\n")
        stream.flush()
    except OSError:
        return  # a closed standard error leaves nobody to tell


@contextmanager
def output_bytes() -> Iterator[BinaryIO]:
    """Give standard output for bytes; what it refuses is a sentence."""
    with _printing() as stream:
        yield stream.buffer
        stream.buffer.flush()


def input_bytes() -> BinaryIO:
    """Return standard input for bytes."""
    if sys.stdin is None:
        raise RectoError("Nothing can be read", "Standard input is closed.")
    return sys.stdin.buffer


def read_input() -> bytes:
    """Return all that standard input gives."""
    try:
        return input_bytes().read()
    except OSError as error:
        raise RectoError("Standard input cannot be read", f"{error.strerror}.") from error


@contextmanager
def _printing() -> Iterator[Any]:
    if sys.stdout is None:
        raise RectoError("Nothing can be printed", "Standard output is closed.")
    try:
        yield sys.stdout
    except BrokenPipeError:
        raise
    except OSError as error:
        raise RectoError("Nothing can be printed", f"{error.strerror}.") from error


def hold_standard_files() -> None:
    """Open what the caller has closed of the standard files, for nothing.

    A database opened while descriptor 1 is free would get that number, and be written into.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)


def soften() -> None:
    """Let output that the locale's encoding cannot express be spelt out instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def flush() -> None:
    """Write out what was printed, so that an output that is full is noticed."""
    if sys.stdout is not None:
        with _printing() as stream:
            stream.flush()


def drop_output() -> None:
    """Write out what can be, and send the rest nowhere, lest Python complains of it at its end.

    It would also end with a status of its own, 120.
    """
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
