"""Repositories that somebody wants to meet in for the first time: there, or made there."""

from __future__ import annotations

import shlex
from pathlib import Path

from ...disk.exhaustion import refuse_exhaustion
from ...errors import AwayError, SyncError
from .addresses import Address
from .program import Git
from .refusals import MissingError, refusal, telling_line

_TAKEN = 77
"""The status by which the other machine says that something else is there."""

_SETTLE = (
    ("symbolic-ref", "HEAD", "refs/heads/main"),
    ("config", "receive.denyNonFastForwards", "true"),
    ("config", "receive.denyDeletes", "true"),
    ("config", "receive.unpackLimit", "1"),
    ("config", "gc.auto", "500"),
    ("config", "gc.autoPackLimit", "10"),
    ("config", "gc.bigPackThreshold", "4m"),
    ("config", "gc.autoDetach", "false"),
    ("config", "maintenance.auto", "true"),
)
"""What is done with a new repository: nobody can rewrite its history by accident, and what came is
packed together after ten rounds, without what is large already. git itself would wait for thousands
of files, with a whole copy in each round of the one that grows, and run while others push."""


def make_repository(git: Git, address: Address) -> bool:
    """Make an empty repository where there is none yet; return whether that was done.

    Raises AwayError, Interrupted and SyncError.
    """
    answer = git.run("ls-remote", "--refs", "--", address.text, is_far=True)
    if answer.status == 0:
        return False
    missing = refusal(address, answer.said)
    if not isinstance(missing, MissingError):
        raise missing
    if address.is_local:
        _make_here(git, address)
    elif address.is_ssh:
        _make_there(git, address, missing)
    else:
        raise missing
    return True


def _make_here(git: Git, address: Address) -> None:
    path = Path(address.path)
    if not path.parent.is_dir():
        raise AwayError(
            "The repository is not there",
            f"There is no {path.parent}.",
            "Make it first, or mount what it is on.",
        )
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise _taken(address)
        path.mkdir(0o700, exist_ok=True)
    except OSError as error:
        refuse_exhaustion(error)
        told = f"{address.name}: {error.strerror or error}."
        raise SyncError("The repository cannot be made", told) from error
    for arguments in (("init", "--quiet", "--bare"), *_SETTLE):
        answer = git.run(f"--git-dir={path}", *arguments)
        if answer.status != 0:
            raise refusal(address, answer.said)


def _make_there(git: Git, address: Address, missing: MissingError) -> None:
    steps = " && ".join(shlex.join(["git", *arguments]) for arguments in _SETTLE)
    script = (
        f'd={address.quoted_path()}; if [ -e "$d" ] && [ -n "$(ls -A "$d")" ]; '
        f'then exit {_TAKEN}; fi; umask 077; git init --quiet --bare -- "$d" && cd "$d" && {steps}'
    )
    answer = git.run_ssh(address.host, address.port, f"exec sh -c {shlex.quote(script)}")
    if answer.status == _TAKEN:
        raise _taken(address)
    if answer.status == 255:
        raise refusal(address, answer.said)  # SSH itself
    if answer.status != 0:
        # A host for repositories alone runs nothing else.
        told = f"{missing.message} {telling_line(answer.said)}"
        raise MissingError(missing.title, told, missing.hint)


def _taken(address: Address) -> SyncError:
    return SyncError(
        "Something else is there",
        f"{address.name} is no repository, and not empty.",
        "Name a directory that is not there yet.",
    )
