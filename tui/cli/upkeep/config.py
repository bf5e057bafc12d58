"""`recto config`: where the settings are, what holds of them, and an editor on the file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ....index import Config, Locations, RectoError, make_directory, whole_file
from ...system.plain_text import printable
from ...system.programs import ended
from ..arguments import ArgumentParser
from ..command import StandaloneCommand, declare_one_object
from ..settings import load_settings
from ..streams import say, say_json, warn


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("--edit", action="store_true", help="open the file in $VISUAL or $EDITOR")
    declare_one_object(parser)


def _config(given: dict[str, Any]) -> int:
    path = Locations.find(given["data_dir"]).config_file
    if given["edit"]:
        _edit(path)
    config, mistakes = load_settings(path)
    for mistake in mistakes:
        warn(mistake)
    if given["json"]:
        say_json({"file": str(path), "settings": config.as_json(), "mistakes": mistakes})
    elif not given["edit"]:
        say(f"# {printable(str(path))}" + ("" if path.exists() else " (none yet)"))
        for line in config.as_toml().splitlines():
            say(printable(line))
    return 1 if mistakes else 0


def _edit(path: Path) -> None:
    """Have the settings edited; a new file has all of them, at their defaults, as comments."""
    from ...system.editor import edit_file

    if not path.exists():
        lines = [f"# {line}" if line else "" for line in Config().as_toml().splitlines()]
        text = "\n".join(["# The settings of Recto. Take a # away to change one.", "", *lines, ""])
        try:
            make_directory(path.parent)
            # Settings may be a link to where somebody keeps those of all programs.
            with whole_file(Path(os.path.realpath(path)), over=False) as partial:
                partial.write_text(text, encoding="utf-8")
        except OSError as error:
            message = f"{path}: {error.strerror}."
            raise RectoError("The settings cannot be written", message) from error
    status = edit_file(path)
    if status != 0:
        raise RectoError("The editor failed", f"It {ended(status)}.")


COMMANDS = (
    StandaloneCommand(
        "config",
        "show the settings that hold, or edit them",
        _declare,
        _config,
        example="recto config --edit",
    ),
)
