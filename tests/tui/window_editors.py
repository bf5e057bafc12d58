"""An editor with a window: it is given a file and comes back at once; the window saves it later."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

SCRIPT = """#!/bin/sh
( while order=$(cat "$ORDERS") && [ "$order" != close ]; do
    eval "$order"
    echo done > "$ANSWERS"
  done ) >/dev/null 2>&1 </dev/null &
echo $! > "$ORDERS.pid"
"""
"""Waits in its window for orders, which are commands of the shell about the file `$1`."""


class WindowEditor:
    """What the window of such an editor does when it is told so; a process of its own."""

    def __init__(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._orders, self._answers = directory / "orders", directory / "answers"
        self.script = directory / "window"
        self.script.write_text(SCRIPT)
        self.script.chmod(0o755)
        os.mkfifo(self._orders)
        os.mkfifo(self._answers)
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", str(self.script))
        monkeypatch.setenv("ORDERS", str(self._orders))
        monkeypatch.setenv("ANSWERS", str(self._answers))

    def does(self, order: str) -> None:
        """Have the window do something, and wait until it is done."""
        self._orders.write_text(order)
        assert self._answers.read_text() == "done\n"

    def saves(self, text: str) -> None:
        """Have the window save a text."""
        self.does(f"printf '%s\\n' '{text}' > \"$1\"")

    def close(self) -> None:
        """Close the window, where it is open."""
        process = self._orders.with_name("orders.pid")
        if process.exists():
            self._orders.write_text("close")
            process.unlink()


@pytest.fixture
def window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WindowEditor]:
    """An editor that comes back at once."""
    place = tmp_path / "desktop"
    place.mkdir()
    editor = WindowEditor(place, monkeypatch)
    yield editor
    editor.close()
