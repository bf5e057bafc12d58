"""What is well with the files of a library and what is not, looked at without changing any."""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..config import Config
from ..database.database import Database
from ..database.guard import suspect
from ..database.mounts import NETWORK_TYPES, filesystem_type
from ..disk.temporary import remove_abandoned
from ..disk.whole_files import remove_unfinished
from ..errors import DamageError, RectoError, StoreError
from ..exports.wording import counted
from ..journal.visibility import hidden_papers
from ..locations import Locations
from .snapshots import snapshot_directory, snapshots, taken_at

if TYPE_CHECKING:
    from .texts import Garbled

State = Literal["ok", "note", "wrong"]

_SAMPLE = 1000
"""Papers whose texts a quick look reads."""

_SMALL = 256 << 20
"""Bytes of a file whose every page is looked at in less than half a second."""

_LITTLE_ROOM = 100 << 20
"""Bytes of free disk below which a snapshot or an index may not find room."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    told: str
    """What it is, in a few words."""
    state: State = "ok"
    """`note` is worth knowing, `wrong` is to be mended."""
    advice: str = ""
    """What to do, where there is anything to do."""


def examine(
    data_dir: str | os.PathLike[str] | None = None,
    load_settings: Callable[[Path], tuple[Config, list[str]]] = Config.load,
    *,
    is_full: bool = False,
) -> Iterator[Finding]:
    """Look at directories, settings, library, copies and index; RectoError without a home.

    `load_settings` reads the settings for a caller who knows more of them than the index does. A
    full look reads every page and text of the library; any other one takes samples of a large one.
    """
    locations = Locations.find(data_dir)
    copies = snapshot_directory(locations.database)
    for directory in (Path(), locations.data, copies, locations.texts):
        remove_unfinished(directory)
    remove_abandoned()
    yield from _directories(locations)
    config, mistakes = load_settings(locations.config_file)
    told = str(locations.config_file)
    yield Finding("settings", told if locations.config_file.exists() else f"{told} (none yet)")
    for mistake in mistakes:
        yield Finding("settings", mistake, "wrong", "Change it with recto config --edit.")
    for watched in config.watch:
        is_there = Path(watched).expanduser().is_dir()
        advice = "Make it, or take it out of watch with recto config --edit."
        yield Finding("watched", watched, "ok" if is_there else "wrong", "" if is_there else advice)
    yield from _library(locations, is_full=is_full)


def _directories(locations: Locations) -> Iterator[Finding]:
    named = {"data": locations.data, "cache": locations.cache, "state": locations.state}
    for name, path in named.items():
        if not _can_be_written(path):
            advice = "Make it writable, or choose another with --data-dir or RECTO_DATA_DIR."
            yield Finding(name, f"{path} cannot be written", "wrong", advice)
        else:
            yield Finding(name, str(path))
    for path in locations.exposed():
        told = f"{path} is open to others"
        yield Finding("privacy", told, "note", f"chmod 700 {path} shuts it.")
    place = _existing(locations.data)
    kind = filesystem_type(place)
    if kind in NETWORK_TYPES:
        advice = "It works, more slowly; never open it on two machines at once."
        yield Finding("file system", f"{kind}, shared with other machines", "note", advice)
    else:
        yield Finding("file system", kind or "unknown")
    try:
        free = shutil.disk_usage(place).free
    except OSError as error:
        yield Finding("free room", f"{place}: {error.strerror}", "wrong", "Look at the disk.")
        return
    state: State = "wrong" if free < _LITTLE_ROOM else "ok"
    yield Finding("free room", _size(free), state, "Make room." if state == "wrong" else "")


def _library(locations: Locations, *, is_full: bool) -> Iterator[Finding]:
    path = locations.database
    if not path.exists():
        yield Finding("library", f"{path} (none yet)", "note", "The next start makes one.")
        return
    from ..database.tables import VERSION
    from .logs.leftovers import tell_loss
    from .whole import open_whole

    for sentence in tell_loss(path):
        advice = "Close every window of Recto and start it again: it recovers what it can."
        yield Finding("library", sentence, "wrong", advice)
        return
    try:
        database = open_whole(path, VERSION, read_only=True)
    except StoreError as error:
        advice = "Start recto: it recovers what can be recovered. The old file is kept."
        yield Finding("library", str(error), "wrong", advice)
        return
    try:
        yield from _contents(database, path, VERSION, is_full=is_full)
        yield from _copies(path, is_full=is_full)
        yield from _texts(database, locations)
        if elsewhere := locations.find_index()[1]:
            yield Finding("index", elsewhere, "note")
        yield _index(database, locations)
        yield from _text_index(database, locations)
    except RectoError as error:
        if isinstance(error, DamageError):
            suspect(path)
        yield Finding("library", str(error), "wrong", "Start recto: it recovers what it can.")
    finally:
        database.close()


def _contents(database: Database, path: Path, version: int, *, is_full: bool) -> Iterator[Finding]:
    if database.version > version:
        yield Finding("library", f"{path} is of a newer Recto", "wrong", "Update Recto.")
        return
    if problems := list(_problems(database, is_full=is_full)):
        suspect(path)
        advice = "Close every window of Recto and start it again: it recovers what it can."
        yield Finding("library", f"{path} is damaged: {problems[0]}", "wrong", advice)
        return
    papers = database.value("SELECT count(*) FROM papers WHERE NOT hidden")
    _, aged = hidden_papers(database)
    acts = database.value("SELECT count(*) FROM journal")
    bytes_ = path.stat().st_size
    more = f" ({aged:,} more are out of sight, as keep under [fetch] says)" if aged else ""
    holds = f"{counted(papers, 'paper')}{more}, {counted(acts, 'act')}"
    told = f"{path}: {holds}, {_size(bytes_)}, sound"
    is_sampled = not is_full and (bytes_ > _SMALL or papers > _SAMPLE)
    advice = "These were samples; recto doctor --full reads all of it." if is_sampled else ""
    yield Finding("library", told, advice=advice)


def _problems(database: Database, *, is_full: bool) -> Iterator[str]:
    """Yield what is wrong in a library; of a large one samples are read."""
    from .soundness import faults_of
    from .texts import garbled_texts

    if is_full:
        yield from (_unreadable(garbled) for garbled in garbled_texts(database))
        yield from faults_of(database.path, is_deep=True)
        return
    if database.path.stat().st_size <= _SMALL:
        yield from database.problems()
    last = int(database.value("SELECT max(pid) FROM papers") or 0)
    step = max(1, last // _SAMPLE)
    sample = range(random.randint(0, step - 1), last + 1, step)
    yield from (_unreadable(garbled) for garbled in garbled_texts(database, sample))


def _unreadable(garbled: Garbled) -> str:
    return f"a {garbled.column.name} in its table {garbled.table.name} cannot be read"


def _copies(path: Path, *, is_full: bool) -> Iterator[Finding]:
    kept = snapshots(path)
    if not kept:
        advice = "One is kept on every day with new marks."
        yield Finding("snapshots", "none yet", "note", advice)
        return
    from .daily.assembly import fault_of

    day = time.strftime("%Y-%m-%d", time.localtime(taken_at(kept[0])))
    size = sum(one.stat().st_size for one in snapshot_directory(path).glob("*.db"))
    yield Finding("snapshots", f"{len(kept)}, the newest of {day}, {_size(size)}")
    for each in kept:
        if fault := fault_of(each, is_full=is_full):
            advice = "Its acts may still be read; the days to come are kept without it."
            yield Finding("snapshots", fault, "note", advice)


def _texts(database: Database, locations: Locations) -> Iterator[Finding]:
    """Tell the texts of papers, and those of papers that are out of sight."""
    found = sorted(path.stem for path in locations.texts.glob("*.raw"))
    if not found:
        return
    size = sum(path.stat().st_size for path in locations.texts.iterdir())
    rows = database.rows(
        "SELECT i.alias FROM json_each(?) j JOIN ids i ON i.alias = j.value "
        "JOIN papers p USING(pid) WHERE NOT p.hidden",
        (json.dumps(found),),
    )
    seen = {alias for (alias,) in rows}
    gone = [name for name in found if name not in seen]
    told = f"{len(found):,} of papers, {_size(size)}"
    if not gone:
        yield Finding("texts", told)
        return
    advice = f"They come back with their papers; recto text {gone[0]} --remove removes the first."
    yield Finding("texts", f"{told}; of {len(gone):,} the paper is gone", "note", advice)


def _index(database: Database, locations: Locations) -> Finding:
    from ..search.segments.generations import Generations
    from ..search.segments.integrity import Inspection

    meta = dict(database.rows("SELECT key, value FROM meta"))
    directory, _ = locations.find_index()
    generations = Generations(directory, str(meta["library"]))
    generations.remove_unfinished()
    try:
        stamp = generations.read()
    except RectoError as error:
        return Finding("index", str(error), "note", "The next search builds it.")
    if reason := Inspection(generations).inspect(stamp):
        return Finding("index", reason, "wrong", "Build it anew: recto reindex.")
    if stamp.rev < int(database.value("SELECT max(rev) FROM papers") or 0):
        return Finding("index", "papers have come since", "note", "The next search adds them.")
    return Finding("index", f"{directory}: {counted(stamp.documents, 'paper')}, sound")


def _text_index(database: Database, locations: Locations) -> Iterator[Finding]:
    """Tell the index of whole papers, where there are texts or were some."""
    from ..search.segments.generations import Generations
    from ..search.segments.integrity import Inspection

    kept = {path.stem for path in locations.texts.glob("*.raw")}
    directory = locations.find_text_index()
    if not kept and not directory.is_dir():
        return
    library_id = database.value("SELECT value FROM meta WHERE key = 'library'")
    generations = Generations(directory, str(library_id))
    generations.remove_unfinished()
    name = "index of texts"
    try:
        stamp = generations.read()
    except RectoError as error:
        yield Finding(name, str(error), "note", "The next search in texts builds it.")
        return
    if reason := Inspection(generations).inspect(stamp):
        yield Finding(name, reason, "wrong", "Build it anew: recto reindex.")
        return
    lines = (generations.path(stamp) / "texts").read_text("utf-8").split("\n")[1:]
    if stamp.upto or kept != {line.partition("\t")[0] for line in lines if line}:
        told = "texts have come or gone since"
        yield Finding(name, told, "note", "The next search in texts takes them in.")
        return
    yield Finding(name, f"{directory}: {counted(len(kept), 'text')}, sound")


def _can_be_written(path: Path) -> bool:
    return os.access(_existing(path), os.W_OK | os.X_OK)


def _existing(path: Path) -> Path:
    """Return a directory, or the nearest above it that exists."""
    return next((place for place in (path, *path.parents) if place.exists()), Path("/"))


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _size(number: float) -> str:
    """Return a number of bytes as people read it."""
    for unit in ("bytes", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}"
        number /= 1000
    return f"{number:.1f} GB"
