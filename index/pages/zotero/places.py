"""Where Zotero keeps its database and its files, as its profiles say."""

from __future__ import annotations

import configparser
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ...errors import SourceError
from ...text import clean
from ..directories import ZOTERO_DATABASE

_PROFILES = (
    ".zotero/zotero",
    "Library/Application Support/Zotero",
    ".var/app/org.zotero.Zotero/.zotero/zotero",
)
"""Directories with `profiles.ini` below a home: on Linux, on macOS, of the Flatpak."""

_PREFERENCE = re.compile(r'^user_pref\("extensions\.zotero\.(\w+)", (.{1,10000})\);\s*$', re.M)
_LARGEST = 1 << 24
"""Bytes of a file of preferences that are read."""


class ZoteroPlace(NamedTuple):
    """Where a library of Zotero's is."""

    database: Path
    linked: Path | None = None
    """The directory that paths of linked files begin from, where its reader has chosen one."""

    @property
    def storage(self) -> Path:
        """The directory of the files that Zotero keeps itself, one directory for each."""
        return self.database.parent / "storage"


def find_zotero(directory: Path | None = None) -> ZoteroPlace:
    """Return where Zotero's library is: in a directory, or as its profiles say, or in `~/Zotero`.

    Raises SourceError where there is none.
    """
    profiles = list(_profiles())
    bases = {}
    places = []
    for profile in profiles:
        told = _preferences(profile)
        data = _path(told.get("dataDir")) if told.get("useDataDir", True) else None
        base = _path(told.get("baseAttachmentPath"))
        for place in (data, profile / "zotero"):
            if place is not None:
                places.append(place)
                bases[place] = base
    chosen = [directory] if directory is not None else _without_ends(places)
    for place in chosen:
        database = place if place.is_file() else place / ZOTERO_DATABASE
        if database.is_file():
            others = [base for base in bases.values() if base is not None]
            base = bases.get(database.parent) or next(iter(others), None)
            return ZoteroPlace(database.absolute(), base)
    looked = ", ".join(clean(str(place)) for place in chosen) or "~/Zotero"
    raise SourceError(
        "Zotero's library is not there",
        f"There is no {ZOTERO_DATABASE} in {looked}.",
        "Name its directory, which Zotero's settings show under Advanced, Files and Folders.",
    )


def _without_ends(places: list[Path]) -> list[Path]:
    """Return the places to look at, the usual one before those of releases long ago."""
    home = _home()
    usual = [home / "Zotero"] if home is not None else []
    chosen = [place for place in places if place.name != "zotero"]
    old = [place for place in places if place.name == "zotero"]
    return list(dict.fromkeys([*chosen, *usual, *old]))


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def _profiles() -> Iterator[Path]:
    """Yield the directories of profiles, the one that Zotero starts with first."""
    home = _home()
    for directory in (home / name for name in _PROFILES) if home is not None else ():
        found = list(_named_in(directory / "profiles.ini", directory))
        try:
            found += sorted(path.parent for path in directory.glob("*/prefs.js"))
            found += sorted(path.parent for path in directory.glob("Profiles/*/prefs.js"))
        except OSError:
            continue
        yield from dict.fromkeys(found)


def _named_in(file: Path, directory: Path) -> Iterator[Path]:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    try:
        parser.read_string(_load(file))
    except configparser.Error:
        return
    sections = [parser[name] for name in parser.sections() if name.startswith("Profile")]
    for section in sorted(sections, key=lambda section: section.get("Default") != "1"):
        if path := section.get("Path"):
            yield directory / path if section.get("IsRelative") == "1" else Path(path)


def _preferences(profile: Path) -> Mapping[str, object]:
    told = {}
    for match in _PREFERENCE.finditer(_load(profile / "prefs.js")):
        try:
            told[match[1]] = json.loads(match[2])
        except ValueError:
            continue
    return told


def _path(value: object) -> Path | None:
    path = Path(value) if isinstance(value, str) else None
    return path if path is not None and path.is_absolute() else None


def _load(file: Path) -> str:
    """Return what stands in a file, nothing where it cannot be read."""
    try:
        with file.open("rb") as stream:
            return stream.read(_LARGEST).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""
