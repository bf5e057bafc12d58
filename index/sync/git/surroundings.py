"""What surrounds git while it runs for Recto: variables, and the few settings that it sees."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

CONNECTING = 30
"""Seconds that a connection may take."""

SSH = (
    f"-o BatchMode=yes -o ConnectTimeout={CONNECTING} -o ConnectionAttempts=1 "
    "-o ServerAliveInterval=15 -o ServerAliveCountMax=3"
)
"""What SSH is told beside the user's own settings of it: to ask nothing, and when to give up."""

SETTINGS = (
    ("core.hooksPath", os.devnull),
    ("core.fsmonitor", "false"),
    ("core.alternateRefsCommand", "true"),
    ("transfer.fsckObjects", "true"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    ("fetch.writeCommitGraph", "false"),
    ("push.gpgSign", "false"),
    ("color.ui", "false"),
    ("i18n.commitEncoding", "UTF-8"),
    ("http.lowSpeedLimit", "1"),
    ("http.lowSpeedTime", str(CONNECTING)),
)

HEEDED = r"^(credential\.|http\.|safe\.directory$)"
"""Which of the user's settings git sees."""

_DROPPED = re.compile(r"GIT_.*|SSH_ASKPASS.*|LC_.*|LANG|LANGUAGE")


def environment(settings: Path) -> dict[str, str]:
    """Return the environment in which git runs: none of its variables is the user's."""
    kept = {name: value for name, value in os.environ.items() if not _DROPPED.fullmatch(name)}
    return {
        **kept,
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "SSH_ASKPASS_REQUIRE": "never",
        "GIT_ALLOW_PROTOCOL": "ssh:https:file",
        "GIT_SSH_COMMAND": f"ssh {SSH}",
        "GIT_SSH_VARIANT": "ssh",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": str(settings),
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Recto",
        "GIT_AUTHOR_EMAIL": "recto@localhost",
        "GIT_COMMITTER_NAME": "Recto",
        "GIT_COMMITTER_EMAIL": "recto@localhost",
    }


def settings_text(pairs: Sequence[tuple[str, str]]) -> str:
    """Return settings as a file of git has them, whatever their values are."""
    lines = []
    for name, value in pairs:
        head, _, key = name.rpartition(".")
        section, dot, rest = head.partition(".")
        inner = rest.replace("\\", "\\\\").replace('"', '\\"')
        told = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        lines.append(f'[{section} "{inner}"]' if dot else f"[{section}]")
        lines.append(f'\t{key} = "{told}"')
    return "\n".join([*lines, ""])


def pairs(printed: bytes) -> Iterator[tuple[str, str]]:
    """Yield the settings that `git config --null` prints; what is no UTF-8 is left out."""
    for each in printed.decode("utf-8", "surrogateescape").split("\0"):
        name, gap, value = each.partition("\n")
        if name and "\n" not in value and not re.search(r"[\udc80-\udcff]", each):
            yield name, value if gap else "true"


def own_settings() -> Path:
    """Return the user's own settings of git, as git finds them."""
    named = os.environ.get("GIT_CONFIG_GLOBAL")
    if named is not None:
        return Path(named)
    with contextlib.suppress(RuntimeError):
        home = Path.home()
        if (home / ".gitconfig").exists():
            return home / ".gitconfig"
        above = os.environ.get("XDG_CONFIG_HOME") or str(home / ".config")
        return Path(above, "git", "config")
    return Path(os.devnull)
