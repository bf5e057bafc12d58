"""Has blocks made of files by a process with limits: pages of strangers can be hostile."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Container

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

ERROR, QUESTION = b"!", b"?"
"""What an answer begins with that is no text: a sentence, or a word that is asked for."""

_NO_WORDS: frozenset[str] = frozenset()
_ELSEWHERE = "Give it in another form: HTML, Markdown or plain text."


def derive_apart(
    data: bytes,
    form: str,
    patience: float = PATIENCE,
    *,
    vocabulary: Container[str] = _NO_WORDS,
    stopped: threading.Event | None = None,
) -> tuple[Text, bytes]:
    """Return the text of a file, and the same packed. Raises UnreadableError with a sentence.

    The process has no library: it asks which words there are in the `vocabulary`. It is ended once
    it is `stopped`, which raises Interrupted.
    """
    if len(data) > LARGEST:
        size = f"It has {len(data) >> 20} MB; at most {LARGEST >> 20} MB are read."
        raise UnreadableError(size, _ELSEWHERE)
    run = (sys.executable, "-m", _CHILD, form)
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
            told = _answer(process, data, vocabulary)
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


def _answer(process: subprocess.Popen[bytes], data: bytes, vocabulary: Container[str]) -> bytes:
    """Return what the process tells in the end; nothing where it ends before."""
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(len(data).to_bytes(SIZE, "little") + data)
        process.stdin.flush()
        while (first := process.stdout.read(1)) == QUESTION:
            word = process.stdout.readline().decode().strip()
            process.stdin.write(b"1" if word in vocabulary else b"0")
            process.stdin.flush()
        return first + process.stdout.read()
    except OSError:
        return b""
