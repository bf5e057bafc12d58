"""Libraries that meet in a repository on this machine, and what git says of that."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from recto.index.sync.exchanging import Exchanged
from recto.index.sync.git.addresses import read_address
from recto.index.sync.git.making import make_repository
from recto.index.sync.git.program import Git

from ..meeting import Machine


def git(directory: Path, *arguments: str, data: bytes = b"") -> str:
    """Run git as somebody would and return what it prints."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        **{f"GIT_{who}_NAME": "Ann" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "ann@example.org" for who in ("AUTHOR", "COMMITTER")},
    }
    done = subprocess.run(
        ["git", *arguments], cwd=directory, env=environment, input=data, check=True,
        capture_output=True,
    )  # fmt: skip
    return done.stdout.decode().strip()


def bare(path: Path) -> Path:
    """Make an empty repository as Recto does."""
    program = Git(path.parent / "making" / "git")
    program.heed_user()
    assert make_repository(program, read_address(str(path)))
    return path


def head(repository: Path) -> str:
    """Return the last commit of the branch in which libraries meet."""
    return git(repository, "rev-parse", "main")


def commit(repository: Path, lines: str, *, parent: str = "") -> str:
    """Let the branch be a commit with a tree of the lines, as `git mktree` takes them."""
    tree = git(repository, "mktree", data=lines.encode())
    above = ("-p", parent) if parent else ()
    made = git(repository, "commit-tree", tree, "-m", "by hand", *above)
    git(repository, "update-ref", "refs/heads/main", made)
    return made


def blob(repository: Path, text: str) -> str:
    """Put a text into a repository and return what git calls it."""
    return git(repository, "hash-object", "-w", "--stdin", data=text.encode())


def meet(
    machine: Machine,
    repository: Path,
    step: Callable[[str], object] = lambda name: None,
) -> Exchanged:
    """Bring a machine in step with a repository, once."""
    return machine.meet(step, repository)


def replica(machine: Machine) -> Path:
    """Return the directory of a machine's one replica."""
    (found,) = (machine.library.locations.data / "sync").iterdir()
    return found
