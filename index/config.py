"""The reader's settings: a TOML file, every mistake in it reported by name."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from .text import clean


@dataclass(frozen=True, slots=True)
class Config:
    """The settings with their defaults."""

    seeds: bool = True
    """Whether a new library takes the bundled pages in."""

    @classmethod
    def load(cls, path: Path) -> tuple[Config, list[str]]:
        """Return the settings in a file and a sentence for each that could not be used.

        A missing file is no mistake; one that cannot be read leaves everything at its default.
        """
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except (FileNotFoundError, NotADirectoryError):
            return cls(), []
        except OSError as error:
            return cls(), [f"{_named(path)} cannot be read: {error.strerror or error}."]
        except UnicodeDecodeError:
            return cls(), [f"{_named(path)} is not UTF-8 text."]
        import tomllib  # late: most people have no settings

        try:
            return cls.read(tomllib.loads(text), _named(path))
        except tomllib.TOMLDecodeError as error:
            return cls(), [f"{_named(path)} is not valid TOML: {clean(str(error))}."]

    @classmethod
    def read(cls, table: dict[str, Any], name: str) -> tuple[Config, list[str]]:
        """Return the settings in a table, and a sentence for each unknown or unusable one."""
        defaults = cls()
        known = {field.name for field in fields(cls)}
        good: dict[str, Any] = {}
        warnings: list[str] = []
        for key, value in table.items():
            if key not in known:
                warnings.append(f"{name}: {clean(key)} is not a setting.")
                continue
            default = getattr(defaults, key)
            if type(value) is type(default):
                good[key] = value
            else:
                wanted = _EXPECTED[type(default)]
                warnings.append(f"{name}: {key} must be {wanted}, not {clean(repr(value))}.")
        return cls(**good), warnings


_EXPECTED: dict[type, str] = {bool: "true or false", int: "a whole number", str: "a text"}


def _named(path: Path) -> str:
    return clean(str(path))
