"""What git and SSH say when something fails, as sentences of Recto's.

Both are run in English for that. What they say is foreign text: a line of it is told at most, and
cleaned.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ...errors import WAITS, AwayError, SyncError
from ...text import clean
from .addresses import Address

_LONGEST = 200
"""Characters of a line of git's that are told."""

UNKNOWN = "Not in step"
"""The title of what is in none of the cases."""


class _Case(NamedTuple):
    pattern: re.Pattern[str]
    title: str
    message: str
    hint: str
    kind: type[SyncError] = SyncError


class LockedError(SyncError):
    """Somebody writes to a repository, or was killed while doing so."""


class MissingError(SyncError):
    """There is no repository where one was looked for."""


def _case(
    pattern: str, title: str, message: str, hint: str, kind: type[SyncError] = SyncError
) -> _Case:
    return _Case(re.compile(pattern, re.IGNORECASE), title, message, hint, kind)


_FULL = r"No space left on device|Disk quota exceeded|File too large"

_CASES = (
    _case(
        r"REMOTE HOST IDENTIFICATION HAS CHANGED",
        "The host has another key",
        "{host} is not the machine that your SSH knows by that name, or it was set up anew.",
        "Ask whoever runs it; `ssh-keygen -R {host}` forgets the old key.",
    ),
    _case(
        r"Host key verification failed|No \S+ host key is known",
        "The host is not known",
        "SSH does not know the key of {host} yet, and Recto takes none unasked.",
        "`ssh {login}` asks you about it once.",
    ),
    _case(
        r"Permission denied \(|Too many authentication failures|no mutual signature",
        "The host lets nobody in",
        "{host} takes none of the keys that SSH has without asking.",
        "`ssh -o BatchMode=yes {login}` has to work: put the key on {host}, or into ssh-agent.",
    ),
    _case(
        r"Authentication failed|could not read (Username|Password)|terminal prompts disabled"
        r"|error: 40[13]",
        "The host lets nobody in",
        "{host} wants a password that git has not kept, or does not let you read that.",
        "A credential helper of git keeps one; an address of SSH needs none.",
    ),
    _case(
        r"Could not resolve host|Connection refused|Connection timed out|Operation timed out"
        r"|No route to host|Network is unreachable|Connection reset|Connection closed by"
        r"|Failed to connect|Couldn't connect|Could not connect|kex_exchange_identification"
        r"|not responding|Connection to \S+ timed out|Operation too slow|error: 50[0-9]"
        r"|Network is down|Broken pipe|banner exchange|unexpected disconnect",
        "Not to be reached now",
        "{host} does not answer.",
        WAITS,
        AwayError,
    ),
    _case(
        _FULL,
        "The disk is full",
        "There is no room for {address} there, or here.",
        WAITS,
    ),
    _case(
        r"\.lock': File exists|cannot lock ref|Unable to create .*\.lock",
        "The repository is locked",
        "Somebody writes to {address} just now, or a git that was killed there has left its lock.",
        "Where that stays so, remove the file ending in .lock in it: {line}",
        LockedError,
    ),
    _case(
        r"dubious ownership",
        "The repository is somebody else's",
        "{address} belongs to another user, and git trusts none unasked.",
        "`git config --global --add safe.directory PATH` says that you do.",
    ),
    _case(
        r"upload-pack: (command )?not found|receive-pack: (command )?not found"
        r"|git: (command )?not found",
        "There is no git on the host",
        "{host} has no program git, or not where SSH looks for programs.",
        "Install it there, or meet in a folder.",
    ),
    _case(
        r"does not appear to be a git repository|repository .*not found|not a git repository"
        r"|does not exist|No such file or directory|could not be found|no such repo",
        "There is no such repository",
        "Nothing is at {address}, or you are not to see it.",
        "`recto sync HOST:DIRECTORY` makes one on a machine of yours; elsewhere make an empty one.",
        MissingError,
    ),
    _case(
        r"branch is currently checked out",
        "The repository has a working copy",
        "{address} is one that somebody works in, and git writes into none of those.",
        "Make one for it alone: `recto sync HOST:recto.git`.",
    ),
    _case(
        r"insufficient permission|unable to create temporary object|unpacker error"
        r"|Permission denied|Write access|not granted|read.only|hook declined|protected branch"
        r"|not allowed to push|prohibited|denied to",
        "The repository takes nothing",
        "{address} can be read and not written: {line}",
        "See to it that you may write there.",
    ),
    _case(
        r"mismatched algorithms|object format|hash algorithm",
        "The repository is of another form",
        "{address} counts its objects by another sum than git does here.",
        "Make one with `git init --bare --object-format=sha1`.",
    ),
    _case(
        r"hung up|early EOF|invalid index-pack output|Could not read from remote|RPC failed",
        "Not to be reached now",
        "The line to {host} was cut: {line}",
        WAITS,
        AwayError,
    ),
)

_DAMAGE = re.compile(
    r"object file .* is empty|loose object .* is corrupt|bad object|unable to read (tree|sha1)"
    r"|missing (blob|tree|commit|object)|index file (corrupt|smaller)|is too small"
    r"|inflate|bad tree object|packfile .* (cannot|is truncated)|unable to unpack"
    r"|not a valid object|bad signature|not a git repository|bad config|invalid object"
    r"|not our ref|bad ref|fatal: .*corrupt",
    re.IGNORECASE,
)
"""What git says of a repository that is damaged."""

_OF_GIT = re.compile(r"^(?:fatal|error|remote|ssh|git|hint|warning): *", re.IGNORECASE)
_IDLE = re.compile(
    r"Please make sure|and the repository exists|Could not read from remote|^\s*$|^To |^done"
    r"|^(remote: )?(Enumerating|Counting|Compressing|Writing|Total|Resolving|Delta)",
    re.IGNORECASE,
)


def refusal(address: Address, said: str) -> SyncError:
    """Return the error that failed work with a repository means, by what git said of it."""
    line = telling_line(said)
    host = address.host_name or address.name
    login = clean(address.host) or host
    for case in _CASES:
        if case.pattern.search(said):
            words = {
                "host": host,
                "login": f"-p {address.port} {login}" if address.port else login,
                "address": address.name,
                "line": line,
            }
            return case.kind(case.title, case.message.format(**words), case.hint.format(**words))
    return SyncError(UNKNOWN, f"git cannot use {address.name}: {line}", WAITS)


def is_damage(said: str) -> bool:
    """Tell whether git speaks of a repository here that is damaged, and can be made anew."""
    return _DAMAGE.search(said) is not None


def is_full(said: str) -> bool:
    """Tell whether git speaks of a disk that is full, here or there."""
    return re.search(_FULL, said, re.IGNORECASE) is not None


def telling_line(said: str) -> str:
    """Return the line that says most, as the end of a sentence."""
    lines = [clean(_OF_GIT.sub("", one)).strip() for one in said.splitlines()]
    told = [
        line
        for line, one in zip(lines, said.splitlines(), strict=True)
        if line and not _IDLE.search(one)
    ]
    line = told[0] if told else "it does not say why"
    line = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    return line if line.endswith((".", "…", "!")) else f"{line}."
