"""Command lines in tests: run in this process, which is quick, or as processes of their own."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from recto.tui.cli.main import main

PAGE = """Get trending papers in your email inbox once a day!
Get trending papers in your email inbox!
SubscribeFirst Paper: on marsupials
Marsupials carry their young in a pouch, and this abstract carries the words that tests look for. \
It is as long as the abstracts that such pages have, because what is much shorter could as well be \
another title, and nobody could tell.
Second Paper
Kangaroos are counted from the air in dry country, and this abstract counts as the second one. \
It is as long as the abstracts that such pages have, because what is much shorter could as well be \
another title, and nobody could tell.
"""
"""A saved page with two papers."""

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Json = dict[str, Any]


class Shell:
    """Runs commands on a library of the bundled pages that is the test's own."""

    def __init__(
        self, library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.library = library
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *words: str, stdin: str | bytes = "") -> tuple[int, str, str]:
        """Run a command and return its exit status and what it prints and warns of."""
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        status = main([*words])
        captured = self._capsys.readouterr()
        return status, captured.out, without_notices(captured.err)

    def lines(self, *words: str, stdin: str | bytes = "") -> list[str]:
        """Return the lines that a command prints, which must go well and quietly."""
        status, out, err = self(*words, stdin=stdin)
        assert (status, err) == (0, "")
        return out.splitlines()

    def objects(self, *words: str, stdin: str | bytes = "") -> list[Json]:
        """Return the objects that a command prints as JSON."""
        return [json.loads(line) for line in self.lines(*words, "--json", stdin=stdin)]

    def fails(self, *words: str, stdin: str | bytes = "", status: int = 1) -> str:
        """Return the one sentence of a command that does nothing."""
        actual, out, err = self(*words, stdin=stdin)
        assert (actual, out) == (status, "")
        assert err.startswith("recto: ")
        assert err.count("\n") == 1
        return err

    def ids(self, number: int) -> list[str]:
        """Return the ids of the first papers."""
        return [paper["id"] for paper in self.objects("search", "--limit", str(number))]

    def paper(self, id: str) -> Json:
        """Return a paper as the shell prints it."""
        return self.objects("show", id)[0]


def without_notices(err: str) -> str:
    """Return what is on standard error besides that a new library is being indexed."""
    return re.sub(r"^recto: Indexing [0-9,]+ papers? for search\.\n", "", err)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where each test has its library, which is not there yet."""
    path = tmp_path / "library"
    monkeypatch.setenv("RECTO_DATA_DIR", str(path))
    return path


@pytest.fixture
def shell(
    library: Path,
    seeded: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Shell:
    """Return a way to run commands on the bundled pages."""
    shutil.copytree(seeded, library)
    return Shell(library, capsys, monkeypatch)


@pytest.fixture
def run(library: Path, tmp_path: Path) -> Run:
    """Return a way to run `recto` as a process of its own."""

    def start(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "LANG": "C.UTF-8",
            "RECTO_DATA_DIR": str(library),
            **options.pop("env", {}),
        }
        if "input" not in options:
            options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.run(
            [sys.executable, "-m", "recto.tui", *words],
            env=env,
            capture_output=True,
            text=True,
            check=False,
            **options,
        )

    return start
