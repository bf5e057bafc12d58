"""The reader's own text editor, started on a file; whether it waits, and how to make it."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from ...index import RectoError
from .leaving import ended_with_reader

TERMINAL_EDITORS = frozenset(
    (
        *(
            "busybox",
            "dte",
            "ed",
            "elvis",
            "emacs",
            "ex",
            "hx",
            "helix",
            "jed",
            "joe",
            "jove",
            "kak",
        ),
        *("mcedit", "mg", "micro", "nano", "ne", "nvi", "nvim", "pico", "tilde", "vi", "view"),
        *("vim", "vim.basic", "vim.tiny", "vis", "zile"),
    )
)
"""Editors that end when they are left, and not before."""

WAITING_OPTIONS = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "windsurf"), "--wait"),
    **dict.fromkeys(("zed", "zeditor", "atom", "pulsar", "idea", "pycharm"), "--wait"),
    **dict.fromkeys(("subl", "sublime_text", "gedit", "xed"), "--wait"),
    **dict.fromkeys(("mate", "bbedit"), "-w"),
    **dict.fromkeys(("gvim", "mvim", "gview"), "-f"),
    "nvim-qt": "--nofork",
    "neovide": "--no-fork",
    "kate": "--block",
    "open": "-W",
}
"""What makes an editor with a window of its own wait, by its name."""

_WAIT = frozenset({"--wait", "-w"})
"""Options that mean the same wherever there are such."""

_WAIT_NOT = frozenset({"--no-wait", "-n"})


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


def is_known_to_wait() -> bool:
    """Whether the reader's editor is known to end only when it is left."""
    name, *options = _command()
    own = PurePath(name).name
    if own in TERMINAL_EDITORS and not _asks_for_window(own, options):
        return True
    if own == "emacsclient":
        return _WAIT_NOT.isdisjoint(options)
    return WAITING_OPTIONS.get(own) in options or not _WAIT.isdisjoint(options)


def how_to_wait() -> str:
    """Return a sentence on how to make the reader's editor wait until it is left."""
    name, *options = _command()
    own = PurePath(name).name
    if own == "emacsclient":
        return "emacsclient waits without -n."
    option = "-f" if _asks_for_window(own, options) else WAITING_OPTIONS.get(own)
    if option is None:
        return "Set EDITOR to one that waits, such as code --wait, gvim -f, subl -w, mate -w."
    return f"Set EDITOR to “{' '.join((name, *options, option))}”, and Recto waits for it."


def unsaved(path: Path) -> str:
    """Return what is said of a file that the reader's editor gave back as it was."""
    return (
        "Nothing was changed: the editor came back and nothing was saved. What it saves later in "
        f"{path} is taken in then. {how_to_wait()}"
    )


def _asks_for_window(name: str, options: list[str]) -> bool:
    """Whether vim is asked for its window, for which it does not wait."""
    return name.startswith("vi") and "-g" in options and "-f" not in options


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
