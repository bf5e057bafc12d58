"""Commands of Recto as the attack runs them: cut short, or with few descriptors."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple, Self

from .ground import FaultError

ALLOWED = {0, 1, 2}
"""Statuses of commands: done, nothing found or refused in part, refused with a sentence."""


class Ran(NamedTuple):
    """What came of a command."""

    words: tuple[str, ...]
    status: int
    """Negative where a signal has ended it."""
    seconds: float
    output: str
    errors: str

    @property
    def is_killed(self) -> bool:
        return self.status == -signal.SIGKILL

    @property
    def is_acknowledged(self) -> bool:
        """It has ended well, or has said on standard output what it did."""
        return self.status == 0 or (self.is_killed and self.output.endswith("\n"))

    def check(self) -> Self:
        """Raise a FaultError where it has ended as no command may."""
        told = f"{shlex.join(self.words)}: status {self.status}\n{self.errors[-3000:]}"
        if "Traceback" in self.errors or self.status == 70:
            raise FaultError("a traceback", told, is_traceback=True)
        if not self.is_killed and self.status not in ALLOWED:
            raise FaultError("a status that no command has", told)
        return self


class Server:
    """The process of which each command is a fork, started when the first one is wanted."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def do(self, job: dict[str, Any]) -> dict[str, Any]:
        """Have a command run, as `tests.attack.server` is told of it; return what came of it."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.attack.server"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=Path(__file__).parents[2],
            )
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        if self._process is not None:
            self._process.communicate()


class Commands:
    """Runs commands on libraries under one directory, which is their home too."""

    def __init__(self, directory: Path, server: Server) -> None:
        self.directory = directory
        home = {"HOME": str(directory), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        self.env = {**home, "XDG_STATE_HOME": str(directory / "state"), "TMPDIR": str(directory)}
        self._server = server

    def run(
        self,
        library: Path,
        *words: str,
        stdin: str = "",
        kill_after: float | None = None,
        descriptors: int = 0,
        call: tuple[str, ...] = (),
    ) -> Ran:
        """Run a command on a library; end it after so many seconds, give it so many descriptors."""
        streams = {name: self.directory / f".{name}" for name in ("stdin", "stdout", "stderr")}
        for name, path in streams.items():
            path.write_text(stdin if name == "stdin" else "", encoding="utf-8")
        told = ("--no-seeds", "--data-dir", str(library), *words)
        job = {
            **{name: str(path) for name, path in streams.items()},
            "words": told,
            "cwd": str(self.directory),
            "env": self.env,
            "kill_after": kill_after,
            "descriptors": descriptors,
            "call": call,
        }
        answer = self._server.do(job)
        texts = [streams[name].read_text("utf-8", "replace") for name in ("stdout", "stderr")]
        ran = Ran(words, answer["status"], answer["seconds"], *texts)
        if answer["hangs"]:
            raise FaultError("a command that does not end", shlex.join(words))
        return ran

    def call(self, library: Path, name: str, *more: str, kill_after: float | None = None) -> Ran:
        """Have a process do what no command does, one of `called.CALLS`."""
        call = (name, str(library), *more)
        return self.run(library, name, *more, kill_after=kill_after, call=call)

    def run_alone(self, library: Path, *words: str, descriptors: int) -> Ran:
        """Run a command in a process that imports everything with so few descriptors."""
        limited = (
            "import resource, sys; resource.setrlimit(resource.RLIMIT_NOFILE, (%d, %d));"
            "from recto.tui.cli.main import run; sys.argv[0] = 'recto'; run()"
        )
        done = subprocess.run(
            [
                *(sys.executable, "-c", limited % (descriptors, descriptors)),
                *("--no-seeds", "--data-dir", str(library), *words),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, **self.env},
            cwd=self.directory,
            check=False,
        )
        texts = [text.decode("utf-8", "replace") for text in (done.stdout, done.stderr)]
        return Ran(words, done.returncode, 0.0, *texts)
