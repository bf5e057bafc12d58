"""What is written for a repository and not there yet, as after a line that dropped."""

from __future__ import annotations

import json

from ...database.database import Database
from ...disk.exhaustion import refuse_exhaustion
from ..layout import SyncFile, file_name
from ..lines import whole_lines
from ..logs import load
from ..memory import SENT, Memory
from ..telling import Way
from .trees import files_of

GIT = "git"
"""By which is kept what is known of a repository: the commit `seen` last, and `last`, the number of
this machine's last line that is there."""


def unpushed_acts(database: Database, way: Way) -> int:
    """Return how many acts are written and not pushed yet; a moment's work where there are none."""
    files = files_of(way.folder)
    memory = Memory(database, way.name)
    machine = str(database.value("SELECT value FROM meta WHERE key = 'machine'"))
    last = (memory.get(GIT) or {}).get("last", 0)
    own = file_name(machine, 0).rpartition("/")[0]
    acts: list[str] = []
    try:
        for name in files.names():
            if not name.startswith(f"{own}/") or files.object_of(name):
                continue
            for line in whole_lines(load(SyncFile(files.folder / name, name, machine, 0, 0))):
                if line is not None and line.kind == "act" and line.number > last:
                    acts.append(line.told()["act"])
    except (OSError, ValueError, KeyError) as error:
        refuse_exhaustion(error)
    # Those that come later in the journal are not known to be written.
    sql = "SELECT count(*) FROM journal WHERE seq <= ? AND act IN (SELECT value FROM json_each(?))"
    sent = (memory.get(SENT) or {}).get("seq", 0)
    return int(database.value(sql, (sent, json.dumps(acts)))) if acts else 0
