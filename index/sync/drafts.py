"""Half-typed notes on several machines: versions that tell which others they have seen.

What is typed on a machine is a version of the draft, told by the machine and a number, with the
numbers of all versions that were seen in it (version vectors: Parker et al., "Detection of mutual
inconsistency in distributed systems", 1983). One that another has seen counts no more. While
somebody types here nothing is put into the draft from elsewhere; it comes once that is done with.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ..database.database import Database
from ..journal.acts import compact
from ..journal.fold import NOTE_SEAM
from ..safety.foreign import MOST, malformed, text_of, texts_of
from ..store.store import Store
from ..text import clean
from .layout import is_machine
from .memory import DRAFT, Memory

_MOST_MACHINES = 1000


class Version(NamedTuple):
    """What a draft was on one machine."""

    machine: str
    number: int
    text: str | None
    """None where the draft was done with."""
    wall: str
    base: list[str] | None
    """The acts whose notes were there when the typing began."""
    seen: dict[str, int]
    """By machine the last version that is in this one, itself included."""

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON; `version_of` makes the same of it."""
        return {
            "text": self.text,
            "wall": self.wall,
            "base": self.base,
            "machine": self.machine,
            "version": self.number,
            "seen": self.seen,
        }


def is_typed(
    database: Database, vectors: Mapping[str, Mapping[str, int]], private: Collection[int]
) -> bool:
    """Tell whether drafts are otherwise than they are known, or a way does not hold all of them.

    `vectors` are the versions that it holds; `private` papers count for nothing. Changes nothing.
    """
    known = _known(database)
    rows = database.rows("SELECT pid, text FROM drafts")
    present = {pid: text for pid, text in rows if pid not in private}
    if any(text != known.get(pid, {"put": None})["put"] for pid, text in present.items()):
        return True
    for pid, state in known.items():
        if pid not in private and state["put"] != present.get(pid):
            return True
        held = vectors.get(str(pid), {})
        if pid not in private and any(
            held.get(head["machine"], 0) < head["version"] for head in state["heads"]
        ):
            return True
    return False


def version_of(told: Mapping[str, Any]) -> Version:
    """Return the version that an object tells, cleaned. Raises SourceError."""
    machine, number, seen = told.get("machine"), told.get("version"), told.get("seen")
    text = told.get("text")
    match seen:
        case dict() if len(seen) <= _MOST_MACHINES and all(
            is_machine(name) and _is_number(value) for name, value in seen.items()
        ):
            pass
        case _:
            raise malformed("a draft has seen what is none")
    if not is_machine(machine) or not _is_number(number) or seen.get(machine) != number:
        raise malformed("a draft is of no machine")
    if text is not None:
        text = "\n".join(clean(line) for line in text_of(told, "text").split("\n"))
    base = texts_of(told, "base") if told.get("base") is not None else None
    return Version(
        str(machine), int(str(number)), text, clean(text_of(told, "wall", "")), base, seen
    )


class Drafts:
    """The drafts of a library and the versions that are known of them; inside a transaction."""

    def __init__(self, store: Store) -> None:
        self._database = store.database
        self._machine = str(store.database.value("SELECT value FROM meta WHERE key = 'machine'"))
        self._memory = Memory(store.database, "")
        self._known = _known(store.database)
        self._changed: set[int] = set()
        self._note_typed()

    def heads(self) -> Iterator[tuple[int, str, Version]]:
        """Yield paper, its id, and version, of those versions that nobody has gone on from."""
        ids = dict(
            self._database.rows(
                "SELECT pid, id FROM papers WHERE pid IN (SELECT value FROM json_each(?))",
                (json.dumps(list(self._known)),),
            )
        )
        for pid, state in self._known.items():
            if pid in ids:
                for version in _heads(state):
                    yield pid, ids[pid], version

    def take(self, pid: int, version: Version) -> None:
        """Note a version of elsewhere."""
        state = self._known.setdefault(pid, {"heads": [], "put": None, "applied": {}})
        heads = _heads(state)
        if any(version.number <= head.seen.get(version.machine, 0) for head in heads):
            return
        left = [head for head in heads if version.seen.get(head.machine, 0) < head.number]
        state["heads"] = [head.as_json() for head in [*left, version]]
        self._changed.add(pid)

    def apply(self) -> None:
        """Let drafts be what their versions make, and remember them."""
        for pid in self._changed:
            state = self._known[pid]
            heads = sorted(_heads(state), key=lambda head: (head.wall, head.machine))
            is_typing = any(head.machine == self._machine and head.text for head in heads)
            if not is_typing:
                self._put(pid, state, heads)
        self._save()

    def _put(self, pid: int, state: dict[str, Any], heads: list[Version]) -> None:
        texts = dict.fromkeys(head.text for head in heads if head.text)
        text = NOTE_SEAM.join(texts) if texts else None
        state["applied"] = _united(head.seen for head in heads)
        if text == state["put"]:
            return
        state["put"] = text
        self._database.execute("DELETE FROM drafts WHERE pid = ?", (pid,))
        if text is not None:
            bases = [head.base for head in heads if head.text and head.base is not None]
            base = compact(list(dict.fromkeys(act for one in bases for act in one)))
            self._database.execute(
                "INSERT INTO drafts(pid, text, wall, base) VALUES (?, ?, ?, ?)",
                (pid, text, heads[-1].wall, base if bases else None),
            )

    def _note_typed(self) -> None:
        """Make versions of what was typed, or done with, since this was looked at last."""
        rows = self._database.rows("SELECT pid, text, wall, base FROM drafts")
        present = {pid: (text, wall, base) for pid, text, wall, base in rows}
        now = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        for pid in {*present, *self._known}:
            text, wall, base = present.get(pid, (None, now, None))
            state = self._known.get(pid, {"heads": [], "put": None, "applied": {}})
            if text == state["put"]:
                continue
            heads = _heads(state)
            numbers = [head.seen.get(self._machine, 0) for head in heads]
            number = max([state["applied"].get(self._machine, 0), *numbers]) + 1
            seen = {**state["applied"], self._machine: number}
            told = None if base is None else self._database.parsed(base)
            version = Version(self._machine, number, text, wall, told, seen)
            left = [head for head in heads if seen.get(head.machine, 0) < head.number]
            self._known[pid] = {
                "heads": [head.as_json() for head in [*left, version]],
                "put": text,
                "applied": seen,
            }
            self._changed.add(pid)
            if text is None and left:
                # What came from elsewhere meanwhile has waited until this was done with.
                self._put(pid, self._known[pid], [*left, version])
        self._save()

    def _save(self) -> None:
        self._memory.put_all(DRAFT, {str(pid): self._known[pid] for pid in self._changed})
        self._changed.clear()


def _known(database: Database) -> dict[int, dict[str, Any]]:
    """Return what is known of drafts, by row number.

    A paper that is part of another by now has given it its draft.
    """
    states = Memory(database, "").all(DRAFT)
    rows = database.rows(
        "SELECT pid FROM papers WHERE pid IN (SELECT value FROM json_each(?))",
        (json.dumps([int(pid) for pid in states]),),
    )
    return {pid: states[str(pid)] for (pid,) in rows}


def _heads(state: Mapping[str, Any]) -> list[Version]:
    return [version_of(head) for head in state["heads"]]


def _united(vectors: Iterable[Mapping[str, int]]) -> dict[str, int]:
    united: dict[str, int] = {}
    for vector in vectors:
        for machine, number in vector.items():
            united[machine] = max(number, united.get(machine, 0))
    return united


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST
