"""Addresses of repositories: which there are, and what of them goes to which program."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from ...errors import SyncError
from ...text import clean

_SCP = re.compile(r"(?P<host>(?:[^\s/:@\[\]]+@)?(?:\[[0-9A-Fa-f:.]+\]|[^\s/:@\[\]]+)):(?P<path>.*)")
"""`host:path` as git and scp have it: a colon before the first slash."""

_HOST = re.compile(r"(?:[\w.+-]+@)?[\w.:%-]+")
_LOGIN = re.compile(r"[\w.+-]+@[\w.-]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=://)")
_USER = re.compile(r"~[\w.-]*(?=/|$)")


class Address(NamedTuple):
    """Where a repository is."""

    text: str
    """As git takes it."""
    host: str = ""
    """With the user before it where one is told; empty for a path of this machine."""
    port: int | None = None
    path: str = ""
    is_ssh: bool = False

    @property
    def is_local(self) -> bool:
        """Whether it is a path of this machine."""
        return not self.host

    @property
    def name(self) -> str:
        """What sentences call it."""
        return clean(self.text)

    @property
    def host_name(self) -> str:
        """Its host without a user."""
        return clean(self.host.rpartition("@")[2])

    def quoted_path(self) -> str:
        """Return the path as the shell of its host takes it, `~` as that one's home."""
        path = self.path
        if path.startswith("/~"):
            path = path[1:]
        home = _USER.match(path)
        if home is None:
            return shlex.quote(path)
        rest = path[home.end() :]
        return home[0] + (f"/{shlex.quote(rest[1:])}" if len(rest) > 1 else "")


def is_address(text: str) -> bool:
    """Tell whether a text names a repository of git rather than a folder.

    It is one where it has a scheme, a host before a colon, or ends in `.git`, or where a repository
    without a working copy is there.
    """
    if _SCHEME.match(text):
        return True
    if _is_login(text):
        return True
    if text.startswith(("/", ".", "~")) or not _SCP.fullmatch(text):
        return text.rstrip("/").endswith(".git") or _is_bare(_own_path(text))
    return not Path(text).is_dir()


def read_address(text: str) -> Address:
    """Return what an address says. Raises SyncError for one that Recto does not use."""
    if not text or text.startswith("-") or re.search(r"[\x00-\x1f\x7f]", text):
        raise _refusal(text, "That is no address.")
    scheme = _SCHEME.match(text)
    if scheme:
        return _read_url(text, scheme[0].lower())
    if not text.startswith(("/", ".", "~")) and (found := _SCP.fullmatch(text)):
        host, path = found["host"].strip(), found["path"]
        if path.startswith(":"):
            raise _refusal(text, "Programs that git would run for an address are not used.")
        host = host.replace("[", "").replace("]", "")
        _check(text, host, path)
        return Address(text, host, None, path, is_ssh=True)
    if _is_login(text):
        raise _refusal(text, "It names no directory on the host.")
    path = str(_own_path(text))
    return Address(path, path=path)


def _is_login(text: str) -> bool:
    """Tell whether a text is a user and a host without a directory, rather than a folder's name."""
    return _LOGIN.fullmatch(text) is not None and not Path(text).exists()


def _read_url(text: str, scheme: str) -> Address:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise _refusal(text, f"That is no address: {error}.") from error
    if scheme == "file":
        path = unquote(parts.path)
        if parts.netloc not in ("", "localhost") or not path:
            raise _refusal(text, "A path of this machine begins with file:///.")
        return Address(path, path=path)
    if scheme not in ("ssh", "git+ssh", "ssh+git", "https"):
        raise _refusal(text, f"{clean(scheme)}:// is not used: ssh://, https:// and paths are.")
    host = parts.hostname or ""
    if parts.username:
        host = f"{unquote(parts.username)}@{host}"
    _check(text, host, parts.path)
    if parts.password:
        raise _refusal(
            "", "An address with a password in it would be read by whoever sees the settings."
        )
    return Address(text, host, port, unquote(parts.path), is_ssh=scheme != "https")


def _check(text: str, host: str, path: str) -> None:
    if not _HOST.fullmatch(host) or host.startswith("-") or "@-" in host:
        raise _refusal(text, "It names no host.")
    if not path.strip("/"):
        raise _refusal(text, "It names no directory on the host.")
    if path.startswith("-"):
        raise _refusal(text, "A path cannot begin with a hyphen; ./ before it helps.")


def _own_path(text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except (RuntimeError, ValueError) as error:
        raise _refusal(text, f"{error}.") from error


def _is_bare(path: Path) -> bool:
    return (path / "HEAD").is_file() and (path / "objects").is_dir() and (path / "refs").is_dir()


def _refusal(text: str, message: str) -> SyncError:
    told = f"{clean(text)}: {message}" if text else message
    return SyncError(
        "That address cannot be used",
        told,
        "One is git@host:me/recto.git, host:recto.git, or the path of a bare repository.",
    )
