"""Which sources are followed: what acts have set, and the commands of the settings behind it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..errors import NotFoundError, RectoError
from ..journal.acts import FOLLOW
from ..stream_names import COMMAND
from .follows import Follow, parse_follow

if TYPE_CHECKING:
    from ..database.database import Database
    from ..fetch_settings import FetchCommand


class FollowedSources:
    """Reads what is followed each time it is asked for: other windows follow and leave too."""

    def __init__(self, database: Database, commands: Sequence[FetchCommand]) -> None:
        self._database = database
        self._commands = {one.name: Follow("command", one.name) for one in commands}

    def all(self) -> list[Follow]:
        """Return what is followed, in the order in which that began; commands last.

        Names that only a later Recto understands are left aside.
        """
        found = []
        for name, value in self._database.rows(
            "SELECT name, value FROM settings WHERE name >= 'follow:' AND name < 'follow;' "
            "AND value IS NOT NULL ORDER BY clock, act, name"
        ):
            try:
                if json.loads(value):
                    found.append(parse_follow(name.removeprefix(FOLLOW)))
            except (ValueError, RectoError):
                continue
        return [*found, *self._commands.values()]

    def chosen(self, names: Iterable[str]) -> list[Follow]:
        """Return sources that are followed, each once, by name; raises NotFoundError.

        A command may go by its name in the settings alone.
        """
        follows = {one.name: one for one in self.all()}
        wanted = [
            (self._commands.get(name.removeprefix(COMMAND)) or parse_follow(name)).name
            for name in names
        ]
        for name in wanted:
            if name not in follows:
                raise NotFoundError(
                    "It is not followed",
                    f"You do not follow {name}.",
                    "`recto follows` lists what you do follow.",
                )
        return [follows[name] for name in dict.fromkeys(wanted)]
