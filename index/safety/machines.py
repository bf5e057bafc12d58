"""Whose journal this is: a library that was copied elsewhere gets a machine id of its own.

A library knows its homes: each is a host, a file and a path, and has a machine id. Where one of
them is recognised its id is used, also when a copy has come back; where none is, the library was
copied here, and gets a new one. What is remembered of host and path are hashes.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import NamedTuple

from ..database.database import Database
from ..database.mounts import is_on_network
from ..disk.hashes import sha256

HOMES = "homes"
"""The key of the table `meta` under which the homes are kept, the present one first."""

_HOST_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
"""Where a system says which it is (man 5 machine-id); containers often do not."""


class Home(NamedTuple):
    """One place where a library lives or has lived."""

    machine: str
    host: str
    """A hash of the host's id; empty where it is unknown or several hosts share the file."""
    file: int
    """The file's inode, which stays when its directory is moved or mounted elsewhere."""
    path: str
    """A hash of the path, for file systems that number their files anew when mounted."""

    def is_at(self, here: Home) -> bool:
        """Tell whether this is the home that was found now, although one of its signs differs."""
        if self.file == here.file:
            return self.host == here.host or not (self.host and here.host)
        return bool(self.host) and (self.host, self.path) == (here.host, here.path)


def settle(database: Database) -> None:
    """Give a library that was copied here a machine id, and an index, of its own."""
    if database.read_only:
        return
    here = find_home(database.path)
    if _present(_load(database)) == here:
        return
    with database.transaction():
        homes = _load(database)
        before = _present(homes)
        machine = database.value("SELECT value FROM meta WHERE key = 'machine'")
        known = next((home for home in homes if home.is_at(here)), None)
        if known is not None:
            machine = known.machine
        elif homes:
            machine = os.urandom(8).hex()
        here = here._replace(machine=machine)
        others = [home for home in homes if home is not known]
        _save(database, "machine", machine)
        _save(database, HOMES, json.dumps([here, *others]))
        is_replaced = before is not None and before.file != here.file
        if is_replaced and not database.path.with_name("cache").exists():
            # The search index is elsewhere, and may be that of a library that was here before; one
            # in the same directory was copied together with the library.
            _save(database, "library", os.urandom(8).hex())


def move_in(database: Database, path: Path) -> None:
    """Make a file that is about to be moved to `path` at home there, inside a transaction.

    It goes on with its machine id; a search index made for another file is not used for it.
    """
    machine = database.value("SELECT value FROM meta WHERE key = 'machine'")
    file = database.path.stat().st_ino
    here = find_home(path)._replace(machine=machine, file=file)
    _save(database, HOMES, json.dumps([here]))
    _save(database, "library", os.urandom(8).hex())


def renew(database: Database) -> None:
    """Give the library another machine id, since a copy of it goes by the same; in a transaction.

    Some copies cannot be told by their homes: those of a whole disk have them too.
    """
    machine = os.urandom(8).hex()
    homes = _load(database)
    here = homes[0] if homes else find_home(database.path)
    _save(database, "machine", machine)
    _save(database, HOMES, json.dumps([here._replace(machine=machine), *homes[1:]]))


def find_home(path: Path) -> Home:
    """Return the signs by which this place can be recognised, without a machine id."""
    is_shared = is_on_network(path.parent)
    place = os.fsencode(os.path.realpath(path))
    return Home("", "" if is_shared else _host(), path.stat().st_ino, _hash(place))


def _load(database: Database) -> list[Home]:
    text = database.value("SELECT value FROM meta WHERE key = ?", (HOMES,))
    try:
        return [Home(*row) for row in json.loads(text or "[]")]
    except (ValueError, TypeError):
        return []  # damaged, so that no home is recognised


def _present(homes: list[Home]) -> Home | None:
    """Return the home that was used last, without its machine id."""
    return homes[0]._replace(machine="") if homes else None


def _save(database: Database, key: str, value: str) -> None:
    database.execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", (key, value))


def _host() -> str:
    for file in _HOST_FILES:
        try:
            text = file.read_bytes().strip()
        except OSError:
            continue
        if text and text != b"uninitialized":
            return _hash(text)
    return ""


def _hash(data: bytes) -> str:
    """Return what tells data from others and does not tell the data."""
    return sha256(b"recto\0" + data).hexdigest()[:16]
