"""The settings as the reader would take them, for commands that have no reader."""

from __future__ import annotations

from pathlib import Path

from ...index import Config


def load_settings(path: Path) -> tuple[Config, list[str]]:
    """Return the settings that hold, and a sentence for each that could not be used.

    Which keys a command can be on only its commands tell, which the index does not know.
    """
    config, mistakes = Config.load(path)
    if not config.keys:
        return config, mistakes
    from ..commands.table import COMMANDS  # late: a hundred verbs, for those who put keys elsewhere
    from ..keys.keymap import Keymap

    keymap = Keymap.of(COMMANDS, config.keys, str(path))
    keys = {ident: config.keys[ident] for ident in keymap.changed}
    return config._replace(keys=keys), mistakes + list(keymap.mistakes)
