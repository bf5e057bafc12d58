"""Has blocks made of files by a process with limits: pages of strangers can be hostile."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

from .blocks import Text, unpack
from .deriving import LARGEST, UnreadableError

PATIENCE = 90.0
"""Seconds that the process may take, its limit of processor time apart, where others work too."""

_CHILD = f"{__package__}.child"
_ERROR = b"!"
_ELSEWHERE = "Give it in another form: HTML, Markdown or plain text."


def derive_apart(data: bytes, form: str, patience: float = PATIENCE) -> tuple[Text, bytes]:
    """Return the text of a file, and the same packed. Raises UnreadableError with a sentence."""
    if len(data) > LARGEST:
        size = f"It has {len(data) >> 20} MB; at most {LARGEST >> 20} MB are read."
        raise UnreadableError(size, _ELSEWHERE)
    run = (sys.executable, "-m", _CHILD, form)
    try:
        done = subprocess.run(
            run, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=patience, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise UnreadableError("It takes too long.", _ELSEWHERE) from error
    except OSError as error:
        reason = f"The process that reads it cannot be started: {error.strerror}."
        raise UnreadableError(reason) from error
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise UnreadableError("It takes too long.", _ELSEWHERE)
    if done.stdout.startswith(_ERROR):
        message, hint = json.loads(done.stdout[len(_ERROR) :])
        raise UnreadableError(message, hint)
    text = unpack(done.stdout)
    if text is None:
        raise UnreadableError("It is damaged, or far too large.", _ELSEWHERE)
    return text, done.stdout
