"""What opens a link or a PDF: a program on this desktop, one in this terminal, or none here."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from .programs import ended, reason_of

TEXT_BROWSERS = frozenset({"w3m", "lynx", "links", "links2", "elinks", "cha", "browsh", "carbonyl"})
"""Browsers that draw on the terminal they are started from."""

OPENERS = (
    "wslview",
    "xdg-open",
    "x-www-browser",
    "firefox",
    "chromium",
    "google-chrome",
)
"""What opens a link on a desktop, most fitting first."""

TERMINAL_VIEWERS = frozenset({"tdf", "termpdf", "termpdf.py", "fancy-cat", "bookokrat", "jfbview"})
"""Viewers of PDF that draw on the terminal they are started from."""

VIEWERS = ("wslview", "xdg-open", "zathura", "sioyek", "evince", "okular", "mupdf", "xpdf")
"""What opens a PDF file on a desktop, most fitting first."""

PATIENCE = 3.0
"""Seconds after which a browser that still runs counts as started, and a question as unanswered."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A command that opens a link."""

    words: tuple[str, ...]
    has_terminal: bool
    """Whether it is lent the reader's terminal; otherwise it is started without any."""

    @property
    def name(self) -> str:
        """What the program is called."""
        return PurePath(self.words[0]).name

    def command(self, url: str) -> list[str]:
        """Return the words of the command for a link: in the place of `%s`, or at the end."""
        if any("%s" in word for word in self.words):
            return [word.replace("%s", url) for word in self.words]
        return [*self.words, url]


def find_browser(env: Mapping[str, str]) -> Browser | None:
    """Return the browser to open links with, or None where there is none; may ask tmux.

    Over SSH it is only one that $BROWSER names: any other would draw on this terminal, or open
    on a screen that nobody sits at.
    """
    return _find(env, "BROWSER", TEXT_BROWSERS, OPENERS)


def find_viewer(env: Mapping[str, str]) -> Browser | None:
    """Return what opens a PDF file, or None where there is nothing; may ask tmux.

    Over SSH it is only what $PDFVIEWER names.
    """
    return _find(env, "PDFVIEWER", TERMINAL_VIEWERS, VIEWERS)


def _find(
    env: Mapping[str, str], variable: str, in_terminal: Container[str], openers: Sequence[str]
) -> Browser | None:
    is_here = not is_remote(env) and has_desktop(env)
    for entry in env.get(variable, "").split(os.pathsep):
        words = _words(entry)
        if words and shutil.which(words[0], path=env.get("PATH")):
            is_text = PurePath(words[0]).name in in_terminal
            return Browser(words, has_terminal=is_text or not is_here)
    if not is_here:
        return None
    names = ("open",) if sys.platform == "darwin" else openers
    found = (name for name in names if shutil.which(name, path=env.get("PATH")))
    name = next(found, None)
    return Browser((name,), has_terminal=False) if name else None


def is_remote(env: Mapping[str, str]) -> bool:
    """Tell whether the reader is used over SSH.

    A pane of tmux has the environment of the moment it was made; where it is looked at from now
    is known to its session.
    """
    if env.get("TMUX"):
        try:
            done = subprocess.run(
                ["tmux", "show-environment", "SSH_CONNECTION"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            done = None
        answer = done.stdout.decode("utf-8", "replace").strip() if done is not None else ""
        if answer.startswith("SSH_CONNECTION="):
            return True
        if answer == "-SSH_CONNECTION":
            return False
    return bool(env.get("SSH_CONNECTION") or env.get("SSH_TTY"))


def has_desktop(env: Mapping[str, str]) -> bool:
    """Tell whether there is a desktop on which a browser could open."""
    signs = ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "WSL_INTEROP")
    return sys.platform == "darwin" or any(env.get(sign) for sign in signs)


def start_apart(words: Sequence[str]) -> str | None:
    """Start a browser that has no part in the terminal; return what went wrong, or None.

    It waits a moment, since a browser that cannot open a link says so at once. Not to be called
    on the event loop.
    """
    problems: list[str] = []

    def run() -> None:
        try:
            browser = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # not ended with the terminal, nor able to draw on it
            )
        except (OSError, ValueError) as error:
            problems.append(f"{words[0]}: {reason_of(error)}")
            return
        if (status := browser.wait()) != 0:
            problems.append(f"{words[0]} {ended(status)}")

    # A thread that nobody waits for at the end: the browser outlives the reader.
    thread = threading.Thread(target=run, daemon=True, name="browser")
    thread.start()
    thread.join(PATIENCE)
    return problems[0] if problems else None


def _words(entry: str) -> tuple[str, ...]:
    try:
        words = shlex.split(entry)
    except ValueError:
        return ()
    return tuple(words[:-1] if words and words[-1] == "&" else words)
