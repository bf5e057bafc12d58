"""A real `sshd` on loopback with a home of its own, and an `ssh` that knows it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

_PROGRAM = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
_SSH = shutil.which("ssh")
_SEPARATION = Path("/run/sshd")
"""Where an sshd of root's wants to be; who starts it has to make that."""


class Server:
    """A host that is called `office`; it is at home in a directory of its own."""

    def __init__(self, place: Path) -> None:
        """Make what it needs; skips the test where there is no sshd, or none may run."""
        if _PROGRAM is None or _SSH is None or shutil.which("git") is None:
            pytest.skip("there is no sshd")
        if os.geteuid() == 0 and not _SEPARATION.is_dir():
            try:
                _SEPARATION.mkdir(0o755)
            except OSError:
                pytest.skip(f"there is no {_SEPARATION}")
        self.place = place
        self.home = place / "office-home"
        self.home.mkdir(parents=True)
        for name in ("host", "own", "stranger"):
            _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(place / name))
        self.port = _free_port()
        (place / "authorized").write_text((place / "own.pub").read_text())
        # The account is the user's, and the home is not.
        enter = f'cd "{self.home}" && HOME="{self.home}" exec /bin/sh -c "$SSH_ORIGINAL_COMMAND"'
        (place / "sshd_config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {place}/host\n"
            f"AuthorizedKeysFile {place}/authorized\nStrictModes no\nUsePAM no\n"
            "PasswordAuthentication no\nKbdInteractiveAuthentication no\n"
            f"PermitRootLogin yes\nPidFile none\nLogLevel QUIET\nForceCommand {enter}\n"
        )
        self.know("known", "host")
        self.know("wrong", "stranger")
        common = (
            f"HostName 127.0.0.1\nPort {self.port}\nUserKnownHostsFile {place}/known\n"
            "GlobalKnownHostsFile none\nIdentitiesOnly yes\n"
        )
        others = (
            f"Host unknown\nUserKnownHostsFile {place}/nobody\n"
            f"Host changed\nUserKnownHostsFile {place}/wrong\n"
            f"Host stranger\nIdentityFile {place}/stranger\n"
            f"Host closed\nPort {_free_port()}\nHost behind\nProxyJump unknown\n"
        )
        (place / "ssh_config").write_text(
            f"{others}Host *\n{common}IdentityAgent none\n"
            f"Host * !stranger\nIdentityFile {place}/own\n"
        )
        self.programs = place / "bin"
        self.programs.mkdir()
        ssh = self.programs / "ssh"
        ssh.write_text(f'#!/bin/sh\nexec "{_SSH}" -F "{place}/ssh_config" "$@"\n')
        ssh.chmod(0o755)
        self._process: subprocess.Popen[bytes] | None = None

    def know(self, file: str, key: str) -> None:
        """Let a list of hosts say that this one has a key."""
        kind, body = (self.place / f"{key}.pub").read_text().split()[:2]
        (self.place / file).write_text(f"[127.0.0.1]:{self.port} {kind} {body}\n")

    def start(self) -> None:
        """Let it answer; skips the test where it does not let in."""
        assert _PROGRAM is not None
        self._process = subprocess.Popen(
            [_PROGRAM, "-D", "-e", "-f", str(self.place / "sshd_config")], stderr=subprocess.DEVNULL
        )
        while True:
            if self._process.poll() is not None:
                pytest.skip("sshd does not run here")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    break
        command = [str(self.programs / "ssh"), "-o", "BatchMode=yes", "office", "true"]
        if subprocess.run(command, check=False, capture_output=True).returncode != 0:
            self.stop()
            pytest.skip("sshd lets nobody in here")

    def stop(self) -> None:
        """Let it answer no more."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
