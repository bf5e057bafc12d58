"""Where libraries meet: a folder, a repository, or both; and what of this one travels there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..config import Config
from ..sync.git.addresses import read_address

if TYPE_CHECKING:
    from ..locations import Locations
    from ..sync.telling import Way


class Given(NamedTuple):
    """Places that were given while the library is open; they go before those of the settings."""

    folder: Path | None = None
    git: str = ""
    """The address of a repository."""
    papers: str = ""
    """Which papers travel."""


class MeetingPlaces:
    """The places of the settings, until others are given."""

    def __init__(self, locations: Locations, config: Config) -> None:
        self._locations = locations
        self._settings = config.sync
        self.given = Given()

    @property
    def folder(self) -> Path | None:
        """The folder in which libraries meet; None where there is none."""
        if self.given.folder is not None:
            return self.given.folder
        text = self._settings.folder
        return Path(text).expanduser() if text else None

    @property
    def git(self) -> str:
        """The address of the repository in which libraries meet; empty where there is none."""
        return self.given.git or self._settings.git

    @property
    def papers(self) -> str:
        """Which papers travel, as the settings call them."""
        return self.given.papers or self._settings.papers

    def ways(self) -> list[Way]:
        """Return the ways there, the folder first; raises SyncError for an address that is none."""
        ways = [] if (folder := self.folder_way()) is None else [folder]
        if self.git:
            from ..sync.git.rounds import way_of

            ways.append(way_of(self._locations.data, read_address(self.git), self.papers))
        return ways

    def folder_way(self) -> Way | None:
        """Return the way by the folder, None where there is none."""
        from ..sync.telling import Way

        folder = self.folder
        if folder is None:
            return None
        folder = folder.absolute()
        return Way(f"folder:{folder}", folder, self.papers, self.wishes())

    def wishes(self) -> dict[str, Any]:
        """Return the settings that travel as this machine's file says them, without others'."""
        if not self._settings.settings:
            return {}
        from ..sync.wishes import chosen

        return chosen(Config.load(self._locations.config_file)[0])
