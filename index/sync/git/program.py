"""The program `git`, run for Recto alone: it asks nobody, runs no hooks, and heeds few settings.

Of the user's settings it sees those about credentials, proxies and certificates, and which
repositories of others are trusted. Whatever else of git runs, SSH among it, is as the user has it.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import selectors
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ...disk.exhaustion import refuse_exhaustion
from ...disk.private import make_directory
from ...disk.whole_files import whole_file
from ...errors import WAITS, AwayError, Interrupted, SyncError
from .surroundings import HEEDED, SETTINGS, SSH, environment, own_settings, pairs, settings_text

SILENCE = 90.0
"""Seconds of silence after which a program that speaks with another machine is ended."""

_LOOK = 0.05
"""Seconds after which it is looked whether it is still wanted."""
_REST = 0.5
"""Seconds of silence after which nobody waits for what an ended program has left behind."""
_END = 2.0
"""Seconds that a program has to end when it is told to."""
_TOLD = 1 << 16
"""Bytes of what it says on standard error that are kept."""
_LARGEST = 1 << 28
"""Bytes of what it prints."""
_PIECE = 1 << 16


class Answer(NamedTuple):
    """What a program has said."""

    status: int
    printed: bytes
    said: str
    """What it said on standard error; foreign text."""


class Git:
    """Runs git with a directory as its repository. One process at a time, on any thread."""

    def __init__(
        self,
        directory: Path,
        *,
        is_stopped: Callable[[], bool] = lambda: False,
        held: Sequence[int] = (),
        silence: float = SILENCE,
    ) -> None:
        """Take a directory that need not be there yet.

        Descriptors that are `held` stay open in what is started: locks are kept until all has
        ended, also where this process is killed before.
        """
        self.directory = directory
        self._is_stopped = is_stopped
        self._held = tuple(held)
        self._silence = silence
        program = shutil.which("git")
        if program is None:
            raise SyncError(
                "There is no git on this machine",
                "Recto needs the program git for this way.",
                "Install it, or meet in a folder.",
            )
        self._program = program
        self._settings = directory.with_name(f"{directory.name}-settings")
        self._environment = environment(self._settings)

    def run(
        self,
        *arguments: str,
        data: bytes = b"",
        index: Path | None = None,
        dates: str = "",
        is_far: bool = False,
    ) -> Answer:
        """Run a command of git and return what it said, whatever its status.

        `data` is its input, `index` its list of files, `dates` when what it makes was made. What is
        `far` speaks with another machine: it is ended where it is silent for long. Raises
        AwayError, Interrupted and SyncError.
        """
        added = {"GIT_DIR": str(self.directory)}
        if index is not None:
            added["GIT_INDEX_FILE"] = str(index)
        if dates:
            added |= {"GIT_AUTHOR_DATE": dates, "GIT_COMMITTER_DATE": dates}
        # A git older than 2.32 does not look for settings where it is told to.
        settings = [part for name, value in SETTINGS for part in ("-c", f"{name}={value}")]
        command = [self._program, *settings, *arguments]
        return self.run_program(command, added, data=data, is_far=is_far)

    def run_ssh(self, host: str, port: int | None, command: str) -> Answer:
        """Run a command on another machine by SSH; raises as `run` does."""
        program = shutil.which("ssh")
        if program is None:
            raise SyncError("There is no ssh on this machine", "", "Install OpenSSH's client.")
        told = [program, *SSH.split(), *(("-p", str(port)) if port else ()), "--", host, command]
        return self.run_program(told, {}, is_far=True)

    def run_program(
        self,
        command: Sequence[str],
        added: Mapping[str, str],
        *,
        data: bytes = b"",
        is_far: bool = False,
    ) -> Answer:
        """Run a program away from the terminal; see `run`."""
        with tempfile.TemporaryFile() as given:
            given.write(data)
            given.seek(0)
            try:
                process = subprocess.Popen(
                    command,
                    cwd=self.directory.parent,
                    env={**self._environment, **added},
                    stdin=given,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    pass_fds=self._held,
                    # Away from the terminal, and to be ended with what it starts.
                    start_new_session=True,
                )
            except OSError as error:
                refuse_exhaustion(error)
                told = f"{command[0]} cannot be started: {error.strerror or error}."
                raise SyncError("Not in step", told) from error
        with process, _ended_at_last(process):
            return self._read(process, self._silence if is_far else None)

    def _read(self, process: subprocess.Popen[bytes], silence: float | None) -> Answer:
        assert process.stdout is not None and process.stderr is not None
        printed, said = bytearray(), bytearray()
        last = time.monotonic()
        ended: float | None = None
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ, printed)
            selector.register(process.stderr, selectors.EVENT_READ, said)
            while selector.get_map() or ended is None:
                if self._is_stopped():
                    raise interrupted()
                now = time.monotonic()
                if selector.get_map():
                    for key, _ in selector.select(_LOOK):
                        last = now
                        if piece := os.read(key.fd, _PIECE):
                            key.data.extend(piece)
                        else:
                            selector.unregister(key.fileobj)
                else:
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        process.wait(_LOOK)
                # A kept connection of SSH may hold the pipes open for hours.
                if ended is None and process.poll() is not None:
                    ended = now
                if ended is not None and now - max(ended, last) > _REST:
                    break
                if silence is not None and now - last > silence:
                    raise AwayError(
                        "The other machine says nothing",
                        f"For {silence:g} seconds nothing came.",
                        WAITS,
                    )
                if len(printed) > _LARGEST:
                    raise SyncError("Not in step", "git prints more than any library of Recto's.")
                del said[: max(0, len(said) - _TOLD)]
        return Answer(process.wait(), bytes(printed), said.decode("utf-8", "replace"))

    def heed_user(self) -> None:
        """Write down which of the user's and the system's settings git sees; raises OSError.

        A file, since those that are given on the command line do not reach what git starts here
        for a repository of this machine.
        """
        make_directory(self.directory.parent)
        answer = self.run_program(
            [self._program, "config", "--includes", "--null", "--get-regexp", HEEDED],
            {
                "GIT_CONFIG_GLOBAL": str(own_settings()),
                "GIT_CONFIG_NOSYSTEM": "0",
                "GIT_DIR": os.devnull,
            },
        )
        text = settings_text([*pairs(answer.printed), *SETTINGS])
        if not self._settings.exists() or self._settings.read_text("utf-8") != text:
            with whole_file(self._settings, is_private=True) as partial:
                partial.write_text(text, "utf-8")


def interrupted() -> Interrupted:
    """Return that bringing libraries in step was stopped."""
    return Interrupted("Interrupted", "What was not sent goes with the next time.")


@contextlib.contextmanager
def _ended_at_last(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End a process and what it has begun where it has not ended by itself."""

    def end(number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)

    def kill() -> None:
        end(signal.SIGKILL)

    atexit.register(kill)
    try:
        yield
    finally:
        if process.poll() is None:
            # git removes its unfinished files when it is asked to end.
            end(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_END)
            end(signal.SIGKILL)
        atexit.unregister(kill)
