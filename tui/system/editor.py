"""The reader's own text editor, started on a text; nothing typed in it is thrown away unasked."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...index import RectoError
from .leaving import ended_with_reader


def edit(text: str, name: str) -> tuple[Path, int]:
    """Let the reader change a text in $VISUAL, $EDITOR or vi; return its file and the exit status.

    The caller removes the file once what is in it is kept. Raises RectoError where the editor
    cannot be started.
    """
    path = file_of(text, name)
    try:
        return path, edit_file(path)
    except RectoError:
        discard(path)
        raise


def file_of(text: str, name: str) -> Path:
    """Return a new file with this text and name, in a directory of its own.

    Raises RectoError where there is no room for it.
    """
    try:
        path = Path(tempfile.mkdtemp(prefix="recto-")) / name
        path.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise RectoError(
            "The editor cannot be started",
            f"There is no file for it to change: {error.strerror}.",
            "Make room in the directory for temporary files, or set TMPDIR to another.",
        ) from error
    return path


def edit_file(path: Path) -> int:
    """Let the reader change a file where it lies; return the editor's exit status.

    Raises RectoError where the editor cannot be started.
    """
    command = _command()
    try:
        with _interrupts_passed_by():
            program = subprocess.Popen([*command, str(path)])
            with ended_with_reader(program):
                return program.wait()
    except OSError as error:
        reason = (
            "there is no such program" if isinstance(error, FileNotFoundError) else error.strerror
        )
        raise RectoError(
            "The editor cannot be started",
            f"{command[0]}: {reason}.",
            "Set VISUAL or EDITOR to an editor that is there.",
        ) from error


def discard(path: Path) -> None:
    """Remove a file that was edited, with what an editor left beside it."""
    import shutil

    shutil.rmtree(path.parent, ignore_errors=True)


def _command() -> list[str]:
    import shlex

    for name in ("VISUAL", "EDITOR"):
        value = os.environ.get(name, "")
        try:
            words = shlex.split(value)
        except ValueError as error:
            raise RectoError(f"{name} cannot be understood", f"{value}: {error}.") from error
        if words:
            return words
    return ["vi"]


@contextmanager
def _interrupts_passed_by() -> Iterator[None]:
    """Leave Ctrl+C to the editor, which gets it too; a handler, unlike ignoring, stays here."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
