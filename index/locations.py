"""Where Recto keeps its files: the data to be backed up apart from the cache to be thrown away."""

from __future__ import annotations

import os
from pathlib import Path

from .disk.hashes import sha256
from .disk.private import is_open_to_others
from .disk.trust import stranger_at
from .errors import RectoError

VARIABLE = "RECTO_DATA_DIR"
"""The environment variable that puts everything under one directory."""


class Locations:
    """The four directories; none of them need exist yet."""

    def __init__(self, data: Path, cache: Path, config: Path, state: Path) -> None:
        self.data = data
        """What cannot be recreated: the library."""
        self.cache = cache
        """What can be recreated from it: the full-text index."""
        self.config = config
        """What its owner writes: the settings."""
        self.state = state
        """What is nice to find again: where the reader was."""

    @classmethod
    def find(cls, data_dir: str | os.PathLike[str] | None = None) -> Locations:
        """Return the directories: under `data_dir`, else `RECTO_DATA_DIR`, else the platform's."""
        chosen = data_dir if data_dir is not None else os.environ.get(VARIABLE)
        if chosen:
            root = _without_tilde(Path(chosen)).absolute()
            return cls(data=root, cache=root / "cache", config=root, state=root / "state")
        from platformdirs import PlatformDirs  # late: most of its cost is its import

        places = PlatformDirs("recto", appauthor=False)
        try:
            found = cls(
                data=places.user_data_path,
                cache=places.user_cache_path,
                config=places.user_config_path,
                state=places.user_state_path,
            )
        except RuntimeError as error:
            raise _homeless() from error
        if not found.data.is_absolute():  # what older releases answer to the same
            raise _homeless()
        return found

    @property
    def database(self) -> Path:
        """The library: papers, where they come from, and everything marked on them."""
        return self.data / "library.db"

    @property
    def index(self) -> Path:
        """The directory of the full-text index."""
        return self.cache / "index"

    def find_index(self) -> tuple[Path, str]:
        """Return where the full-text index is, and a sentence where that is not its usual place.

        Where others may write it is in the user's own cache, if that is the user's alone.
        """
        reason = stranger_at(self.index)
        refuge = self._refuge() if reason else None
        if refuge is None or stranger_at(refuge):
            return self.index, ""  # whoever opens it has that to say
        return refuge, f"The search index is kept in {refuge}. {reason}"

    def find_text_index(self) -> Path:
        """Return where the index of whole texts is: beside that of titles and abstracts."""
        directory, _ = self.find_index()
        return directory.with_name(f"{directory.name}-texts")

    def exposed(self) -> list[Path]:
        """Return the directories with files of the library that others may list or change."""
        beside = (
            self.data / name for name in ("snapshots", "damaged", "windows", "notes", "texts")
        )
        indexes = (self.index, self.cache / f"{self.index.name}-texts")
        found = dict.fromkeys((self.data, *beside, self.cache, *indexes, self.state))
        return [path for path in found if is_open_to_others(path)]

    def _refuge(self) -> Path | None:
        from platformdirs import PlatformDirs

        try:
            cache = PlatformDirs("recto", appauthor=False).user_cache_path
        except RuntimeError:  # there is no home
            return None
        name = sha256(os.fsencode(self.index)).hexdigest()[:16]
        return cache.with_name(f"recto-index-{name}") if cache.is_absolute() else None

    @property
    def note_files(self) -> Path:
        """The notes that are open in an editor; a directory that is there while one is."""
        return self.data / "notes"

    @property
    def texts(self) -> Path:
        """The texts of papers; a directory that is there once there is one."""
        return self.data / "texts"

    @property
    def outbox(self) -> Path:
        """The links that wait to be opened on another machine; a file that may be missing."""
        return self.state / "outbox"

    @property
    def config_file(self) -> Path:
        """The settings, a TOML file that may be missing."""
        return self.config / "config.toml"


def _without_tilde(path: Path) -> Path:
    """Return a path with `~` spelled out where there is a home; the shell leaves some in place."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _homeless() -> RectoError:
    message = "The system does not say where yours is, so there is no place for the library."
    hint = f"Name a directory with --data-dir or {VARIABLE}."
    return RectoError("There is no home directory", message, hint)
