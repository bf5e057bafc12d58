"""What stands in for the programs and the clipboard of a terminal."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from .conftest import Reader


class Tools:
    """Programs of the test's own, the only ones on the path, that note how they were called."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()

    def put(self, name: str, text: str = "") -> None:
        """Put a program there that notes its arguments and its input, and does this."""
        file = self.path / name
        log = self.path / f"{name}.log"
        file.write_text(
            f'#!/bin/sh\nPATH=/usr/bin:/bin\nprintf "%s\\n" "$@" >> "{log}"\n'
            f'cat > "{log}.in"\n{text}\n'
        )
        file.chmod(0o755)

    def calls(self, name: str) -> list[str]:
        """Return the arguments it was called with."""
        log = self.path / f"{name}.log"
        return log.read_text().split("\n")[:-1] if log.exists() else []

    def taken(self, name: str) -> bytes:
        """Return what it was given on standard input."""
        return (self.path / f"{name}.log.in").read_bytes()


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    """Only these programs, and an environment that tells nothing of where the test runs."""
    tools = Tools(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tools.path))
    for name in ("TMUX", "STY", "TERM_PROGRAM", "BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("SSH_CONNECTION", "SSH_TTY", "WSL_DISTRO_NAME", "WSL_INTEROP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.chdir(tmp_path)
    return tools


def copied(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that gets what is sent to the terminal's clipboard from now on."""
    texts: list[str] = []

    def write(data: str) -> None:
        match = re.fullmatch("\x1b]52;c;([A-Za-z0-9+/=]*)\x07", data)
        assert match, data
        texts.append(base64.b64decode(match[1]).decode())

    monkeypatch.setattr(reader.app._driver, "write", write)
    return texts
