"""What is well with library, packages and terminal, and what to do about the rest."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from ....index import Finding, examine, examine_texts, sqlite_version
from ... import __version__
from ...system.ability import TRUE_COLOR, ability_of
from ...system.browser import PATIENCE, is_remote
from ...system.clipboard import refusal
from ..settings import load_settings

_PACKAGES = ("textual", "rich", "whoosh3", "platformdirs", "argcomplete")


def findings(data_dir: str | None, *, is_full: bool) -> Iterator[Finding]:
    """Look at everything, one thing after the other; a full look takes seconds."""
    yield from _versions()
    yield from examine(data_dir, load_settings, is_full=is_full)
    yield from examine_texts(data_dir)
    yield from _terminal(dict(os.environ))


def _versions() -> Iterator[Finding]:
    yield Finding("Recto", __version__)
    system = f"{platform.python_version()} on {platform.system()} {platform.release()}"
    yield Finding("Python", system)
    found = []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Finding(name, "is not installed", "wrong", "Install Recto anew.")
    yield Finding("packages", ", ".join([*found, f"SQLite {sqlite_version()}"]))


def _terminal(env: dict[str, str]) -> Iterator[Finding]:
    term = env.get("TERM", "")
    if term in ("", "dumb"):
        advice = "The reader needs a terminal that moves its cursor; commands work on any."
        yield Finding("TERM", term or "not set", "note", advice)
    else:
        yield Finding("TERM", term)
    encoding = getattr(sys.stdout, "encoding", None)
    ability = ability_of(env, encoding)
    colors = {0: "none", TRUE_COLOR: "all (24 bits)"}.get(ability.colors, str(ability.colors))
    yield Finding("colours", colors)
    if ability.is_ascii:
        advice = "The reader shows ASCII alone; set LANG to a UTF-8 locale such as C.UTF-8."
        yield Finding("characters", f"{encoding or locale.getencoding()}", "note", advice)
    else:
        yield Finding("characters", "UTF-8")
    size = shutil.get_terminal_size((0, 0))
    if size.columns:
        is_small = size.columns < 40 or size.lines < 12
        advice = "The reader wants 40x12 at least." if is_small else ""
        yield Finding("size", f"{size.columns}x{size.lines}", "note" if is_small else "ok", advice)
    yield Finding("tmux", _tmux() if env.get("TMUX") else "no")
    yield Finding("SSH", "yes: links are shown and kept in the outbox" if is_remote(env) else "no")
    reason = refusal(env)
    if reason is not None:
        advice = "Use another terminal, or tmux; what is copied can be saved to a file."
        yield Finding("clipboard", reason, "note", advice)
    else:
        yield Finding("clipboard", "tmux and OSC 52" if env.get("TMUX") else "OSC 52")


def _tmux() -> str:
    """Return what tmux says of itself."""
    asked = (["tmux", "-V"], ["tmux", "show-options", "-gv", "set-clipboard"])
    told = []
    for command in asked:
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=PATIENCE, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return "does not answer"
        told.append(done.stdout.strip() or "unknown")
    return f"{told[0].removeprefix('tmux ')}, set-clipboard {told[1]}"
