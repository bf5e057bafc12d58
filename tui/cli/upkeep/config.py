"""`recto config`: where the settings are, what holds of them, and an editor on the file."""

from __future__ import annotations

import os
import re
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
    """Have the settings edited; the file has all of them, those that are not set as comments."""
    from ...system.editor import edit_file

    try:
        known = path.read_bytes().decode("utf-8-sig") if path.exists() else None
    except (OSError, UnicodeDecodeError):
        known = ""  # the editor shows what it is
    text = known if known == "" else with_all_settings(known)
    if text != known:
        try:
            make_directory(path.parent)
            # Settings may be a link to where somebody keeps those of all programs.
            target, is_new = Path(os.path.realpath(path)), known is None
            with whole_file(target, over=not is_new, is_private=is_new) as partial:
                partial.write_text(text, encoding="utf-8")
        except OSError as error:
            message = f"{path}: {error.strerror}."
            raise RectoError("The settings cannot be written", message) from error
    status = edit_file(path)
    if status != 0:
        raise RectoError("The editor failed", f"It {ended(status)}.")


def with_all_settings(text: str | None) -> str:
    """Return a file of settings with those as comments that it does not name; None for no file.

    Plain ones stand at the top, since what follows the head of a table belongs to that.
    """
    plain, *tables = Config().as_comments().split("\n#\n")
    if text is None:
        head = "# The settings of Recto. Take a # away to change one."
        return "\n\n".join([head, plain, *tables]) + "\n"
    missing = [line for line in plain.splitlines() if not _names(text, line.split()[1])]
    left = [table for table in tables if table.split("\n")[0].removeprefix("# ") not in text]
    if missing:
        text = "\n".join(missing) + "\n\n" + text
    return text.rstrip("\n") + "".join(f"\n\n{table}" for table in left) + "\n" if left else text


def _names(text: str, name: str) -> bool:
    """Tell whether a file sets this, or has it as a comment."""
    return re.search(rf"^\s*(?:#\s*)?{re.escape(name)}\s*=", text, re.M) is not None


COMMANDS = (
    StandaloneCommand(
        "config",
        "show the settings that hold, or edit them",
        _declare,
        _config,
        example="recto config --edit",
    ),
)
