"""Has blocks made of files by a process with limits: pages of strangers can be hostile."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Container

from ..errors import Interrupted
from .blocks import Text, unpack
from .deriving import LARGEST, UnreadableError

PATIENCE = 90.0
"""Seconds that the process may take, its limit of processor time apart, where others work too."""

_LOOK = 0.05
"""Seconds between looks at whether it is stopped."""

_CHILD = f"{__package__}.child"
SIZE = 8
"""Bytes before the file, which say how long it is."""

ERROR, QUESTION, PART = b"!", b"?", b"+"
"""What an answer begins with that is no text: a sentence, a word that is asked for, or how long a
text is that stands behind it and is the beginning of the whole one."""

IN_PARTS = "parts"
"""Tells the process to send the beginning of the text before the whole of it."""

_NO_WORDS: frozenset[str] = frozenset()
_ELSEWHERE = "Give it in another form: HTML, Markdown or plain text."


def derive_apart(
    data: bytes,
    form: str,
    patience: float = PATIENCE,
    *,
    vocabulary: Container[str] = _NO_WORDS,
    stopped: threading.Event | None = None,
    part: Callable[[Text], object] | None = None,
) -> tuple[Text, bytes]:
    """Return the text of a file, and the same packed. Raises UnreadableError with a sentence.

    The process has no library: it asks which words there are in the `vocabulary`. It is ended once
    it is `stopped`, which raises Interrupted. `part` is told the beginning of what takes long, more
    of it each time; what it raises ends the process.
    """
    if len(data) > LARGEST:
        size = f"It has {len(data) >> 20} MB; at most {LARGEST >> 20} MB are read."
        raise UnreadableError(size, _ELSEWHERE)
    run = (sys.executable, "-P", "-m", _CHILD, form, *((IN_PARTS,) if part is not None else ()))
    try:
        process = subprocess.Popen(
            run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError as error:
        reason = f"The process that reads it cannot be started: {error.strerror}."
        raise UnreadableError(reason) from error
    over = threading.Event()
    late = threading.Event()

    def watch() -> None:
        ends = time.monotonic() + patience
        while not over.wait(max(0.0, ends - time.monotonic()) if stopped is None else _LOOK):
            if time.monotonic() >= ends:
                late.set()
            elif stopped is None or not stopped.is_set():
                continue
            process.kill()
            return

    watcher = threading.Thread(target=watch, name="patience", daemon=True)
    watcher.start()
    try:
        with process:
            told = _answer(process, data, vocabulary, part)
    finally:
        over.set()
        process.kill()
    if stopped is not None and stopped.is_set():
        raise Interrupted("Interrupted", "Of the text that was being read nothing is kept.")
    if late.is_set() or process.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise UnreadableError("It takes too long.", _ELSEWHERE)
    if told.startswith(ERROR):
        message, hint = json.loads(told[len(ERROR) :])
        raise UnreadableError(message, hint)
    text = unpack(told)
    if text is None:
        raise UnreadableError("It is damaged, or far too large.", _ELSEWHERE)
    return text, told


def _answer(
    process: subprocess.Popen[bytes],
    data: bytes,
    vocabulary: Container[str],
    part: Callable[[Text], object] | None,
) -> bytes:
    """Return what the process tells in the end; nothing where it ends before."""
    assert process.stdin is not None and process.stdout is not None
    told, asking = process.stdout, process.stdin
    try:
        asking.write(len(data).to_bytes(SIZE, "little") + data)
        asking.flush()
        while (first := told.read(1)) in (QUESTION, PART):
            if first == QUESTION:
                word = told.readline().decode().strip()
                asking.write(b"1" if word in vocabulary else b"0")
                asking.flush()
                continue
            text = unpack(told.read(int.from_bytes(told.read(SIZE), "little")))
            if text is not None and part is not None:
                _tell(process, part, text)
        return first + told.read()
    except OSError:
        return b""


def _tell(process: subprocess.Popen[bytes], part: Callable[[Text], object], text: Text) -> None:
    """Tell the beginning of a text; whoever wants no more of it is not made to wait."""
    try:
        part(text)
    except BaseException:
        process.kill()
        raise
