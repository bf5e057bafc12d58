"""Settings that travel on request: of each the value that was chosen last, anywhere.

The settings file of a machine goes before: what it sets itself stays, and is told to the others
once it has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..config import Config
from ..database.database import Database
from ..sync_settings import SETTINGS
from .memory import SETTING, Memory

SETTING_LINE = "setting"

_LONGEST_WALL = 40


def chosen(config: Config) -> dict[str, Any]:
    """Return the settings that are to travel and that the settings file sets."""
    told = config.as_json()
    default = Config().as_json()
    return {name: told[name] for name in config.sync.settings if told[name] != default[name]}


def with_travelled(database: Database, config: Config) -> Config:
    """Return settings with those of elsewhere that were asked for and that are not set here."""
    if not config.sync.settings:
        return config
    known = Memory(database, "").all(SETTING)
    here = chosen(config)
    wanted = {
        name: known[name]["value"]
        for name in config.sync.settings
        if name in known and name not in here
    }
    read, mistakes = Config.read(wanted, "")
    return config if mistakes else config._replace(**{name: getattr(read, name) for name in wanted})


def take_settings(memory: Memory, told: Mapping[str, Any]) -> None:
    """Take in a setting of elsewhere, unless a later one is known. Inside a transaction."""
    name, value, wall = (told.get(key) for key in ("name", "value", "wall"))
    if name not in SETTINGS or not isinstance(wall, str) or len(wall) > _LONGEST_WALL:
        return
    if Config.read({str(name): value}, "")[1]:
        return
    common = memory.common()
    known = common.get(SETTING, str(name)) or {"wall": "", "own": None}
    if wall > known["wall"]:
        common.put(SETTING, str(name), {**known, "value": value, "wall": wall})
    if wall > (memory.get(SETTING, str(name)) or ""):
        memory.put(SETTING, str(name), wall)


def has_untold(memory: Memory, here: Mapping[str, Any]) -> bool:
    """Tell whether a setting is otherwise than a way has it; changes nothing."""
    known, held = memory.common().all(SETTING), memory.all(SETTING)
    if any(known.get(name, {"own": None})["own"] != value for name, value in here.items()):
        return True
    return any(state["wall"] > held.get(name, "") for name, state in known.items())


def untold_settings(memory: Memory, here: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the settings that a way does not have, and note that it has. Inside a transaction."""
    common = memory.common()
    now = datetime.now(UTC).isoformat(timespec="microseconds").removesuffix("+00:00")
    for name, value in here.items():
        known = common.get(SETTING, name) or {"wall": "", "own": None}
        if known["own"] != value:
            # What is chosen now counts, also where a clock was wrong before.
            common.put(
                SETTING, name, {"value": value, "wall": _later(now, known["wall"]), "own": value}
            )
    told = []
    for name, state in common.all(SETTING).items():
        if state["wall"] > (memory.get(SETTING, name) or ""):
            told.append({"type": SETTING_LINE, "name": name, **_without_own(state)})
            memory.put(SETTING, name, state["wall"])
    return told


def _later(now: str, known: str) -> str:
    """Return a wall time that is behind a known one, whatever the clock says."""
    return now if now > known else f"{known}0"


def _without_own(state: Mapping[str, Any]) -> dict[str, Any]:
    return {"value": state["value"], "wall": state["wall"]}
