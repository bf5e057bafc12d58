"""One look at a folder: what is new there is taken in, what is new here is written there.

It is the whole of what `recto sync` does with a folder, and what it does between fetching from a
repository and giving to it. Where there is nothing to do nothing is written, there or here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from ..disk.exhaustion import refuse_exhaustion
from ..errors import WAITS, AwayError
from ..safety.machines import renew
from ..store.store import Store
from .layout import ROOT, SyncFile, find_files, is_numbered, newer_forms
from .logs import Found, Part, find_parts
from .memory import (
    FILE,
    HEARD,
    HELD,
    KEPT,
    MACHINE,
    PAGE,
    PLACED,
    POSITION,
    SENT,
    UNPASSED,
    Memory,
)
from .merging import Merging, retake
from .names import NAMING, name_in
from .registers import keep_told, move_positions
from .retiring import is_retired, note_retired
from .runs import count, gaps, united
from .telling import TOGETHER, Teller, Way
from .writing import Step


@dataclass(slots=True)
class Exchanged:
    """What one look at a folder did."""

    sent: int = 0
    """Lines that were written."""
    sent_acts: int = 0
    sent_papers: int = 0
    """Papers of which something was told that was not there."""
    sent_others: int = 0
    """What else was written: places, half-typed notes, what was passed, settings."""
    read: int = 0
    """Acts that were new here."""
    new_papers: int = 0
    others: int = 0
    """Places, half-typed notes, what was passed, and settings that were new here."""
    waiting: int = 0
    """Lines that are known to be on their way."""
    sentences: list[str] = field(default_factory=list)
    """What is to be said once."""

    @property
    def has_read(self) -> bool:
        """Whether anything was new here."""
        return bool(self.read or self.new_papers or self.others)


class Exchange:
    """One way of a library, looked at by one process at a time."""

    def __init__(
        self,
        store: Store,
        way: Way,
        *,
        today: date | None = None,
        step: Step = lambda name: None,
        notice: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        self._store, self._database = store, store.database
        self._way = way
        self._memory = Memory(store.database, way.name)
        self._today = today or date.today()
        self._step = step
        self._notice = notice
        self._done = Exchanged()
        self.files: list[SyncFile] = []
        """The files of the folder as they were listed last."""

    def run(self) -> Exchanged:
        """Read what is new, then write what is. Raises AwayError, SyncError and StoreError."""
        self._check_folder()
        self._forget_if_other()
        try:
            self._read()
            move_positions(self._store, self._memory)
            teller = Teller(
                self._store, self._memory, self._way, self._today, self._step, self.files
            )
            self._note_sent(teller.tell(self._notice))
        except OSError as error:
            refuse_exhaustion(error)
            raise AwayError(
                "Not in step",
                f"{self._way.folder} cannot be used now: {error.strerror or error}.",
                WAITS,
            ) from error
        return self._done

    def _note_sent(self, written: Counter[str]) -> None:
        done = self._done
        done.sent, done.sent_acts = written.total(), written["act"]
        done.sent_papers = written["paper"]
        # Pages are told for the sake of papers alone.
        done.sent_others = done.sent - done.sent_acts - done.sent_papers - written["page"]

    def _check_folder(self) -> None:
        folder = self._way.folder
        is_known = bool(self._memory.names(FILE))
        if not folder.is_dir() or (is_known and not (folder / ROOT).is_dir()):
            # An empty directory where the folder used to be is a disk that is not mounted.
            raise AwayError(
                "The folder is not there",
                f"{folder} is not there now, or without {ROOT}.",
                "What there is for it waits; `recto sync FOLDER` begins it anew.",
            )
        for name in newer_forms(folder):
            self._say_once(f"{folder / name} is written by a newer Recto; update this one.")

    def _forget_if_other(self) -> None:
        """Forget what is known of the way where the journal is another by now."""
        sent = self._memory.get(SENT)
        if not sent or not sent.get("seq"):
            return
        act = self._database.value("SELECT act FROM journal WHERE seq = ?", (sent["seq"],))
        if act != sent.get("act"):
            with self._database.transaction():
                forget(self._memory, self._machine)

    @property
    def _machine(self) -> str:
        return str(self._database.value("SELECT value FROM meta WHERE key = 'machine'"))

    # Reading

    def _read(self) -> None:
        found = self._find()
        if self._is_lost(found):
            with self._database.transaction():
                forget(self._memory, self._machine)
            self._done.sentences.append(
                f"What this machine had written to {self._way.folder} has come back older or is "
                "gone; what is missing there is written again."
            )
            found = self._find()
        for machine in dict.fromkeys(found.older):
            name = name_in(self._way, machine)
            self._done.sentences.append(
                f"A file of {name} has come back as it was earlier; nothing is lost by that."
            )
        for name in found.newer:
            self._say_once(f"{name} is written by a newer Recto; update this one.")
        for name in found.unread:
            self._say_once(f"{name} cannot be read now.")
        if not (found.parts or found.touched):
            self._count_waiting(found.cut)
            return
        if sum(part.end - part.start for part in found.parts) > 1 << 22:
            self._notice("Taking in what other machines have written …")
        with self._database.transaction():
            is_cloned = self._is_cloned(found.parts)
            retake(self._store)
            merging = Merging(self._store, self._memory, found.parts)
            report = merging.take()
            self._remember(found)
            is_more = note_retired(self._memory, found.parts)
            if self._memory.get(SENT) is None:
                self._memory.put(SENT, "", {})
            if is_cloned:
                renew(self._database)
                self._store.journal.machine = self._machine
                self._done.sentences.append(
                    "What this machine had written holds what it does not know: this library is a "
                    "copy of another, or was put back as it was earlier. It goes on under a name "
                    "of its own."
                )
        self._done.read += report.new_acts + len(report.completed)
        self._done.new_papers += report.new_papers
        self._done.others += merging.others
        if is_more:  # once: each time the number up to which they count has grown
            self._read()
        else:
            self._count_waiting(found.cut)

    def _find(self) -> Found:
        self.files = list(find_files(self._way.folder))
        return find_parts(self.files, self._memory, self._machine)

    def _is_lost(self, found: Found) -> bool:
        """Tell whether of this machine's own files less is there than it has written."""
        own = f"{ROOT}/{self._machine}/"
        return self._machine in found.older or any(
            name.startswith(own) and is_numbered(name) for name in found.missing
        )

    def _is_cloned(self, parts: Sequence[Part]) -> bool:
        """Tell whether somebody else has written to this machine's own log."""
        own = [part for part in parts if part.machine == self._machine]
        if not own or self._memory.get(SENT) is None:
            return False
        acts = iter([told["act"] for part in own for told in _told(part) if "act" in told])
        while some := list(islice(acts, TOGETHER)):
            known = self._database.value(
                "SELECT count(*) FROM journal WHERE act IN (SELECT value FROM json_each(?))",
                (json.dumps(some),),
            )
            if known < len(set(some)):
                return True
        return False

    def _remember(self, found: Found) -> None:
        """Note how far files were read, and which lines of each machine are here."""
        files = {part.file.name: part.state() for part in found.parts}
        self._memory.put_all(FILE, {**files, **found.touched})
        # Copies that somebody has thrown away are no loss, and would become more and more.
        self._memory.drop(FILE, [name for name in found.missing if not is_numbered(name)])
        machines: dict[str, dict[str, Any]] = {}
        for part in found.parts:
            state = machines.setdefault(
                part.machine, self._memory.get(MACHINE, part.machine) or {"have": []}
            )
            state["have"] = united([*state["have"], *part.numbers, *part.instead])
            state["at"] = max(state.get("at", ""), part.at)
        self._memory.put_all(MACHINE, machines)

    def _count_waiting(self, cut: Mapping[str, int]) -> None:
        for name, state in self._memory.all(MACHINE).items():
            if name == self._machine and is_retired(state):
                self._say_once(
                    "This machine was left behind: what it writes counts nowhere until another "
                    f"takes it back (`recto sync --retire {name[:NAMING]} --back`)."
                )
            elif name != self._machine and not is_retired(state):
                self._done.waiting += missing(state, cut.get(name, 0))

    def _say_once(self, sentence: str) -> None:
        said = Memory(self._database, self._way.name)
        if said.get("said", sentence) is None:
            with self._database.transaction():
                said.put("said", sentence, 1)
            self._done.sentences.append(sentence)


def forget(memory: Memory, machine: str) -> None:
    """Let everything of a way be read anew, and written where it is not there.

    `machine` is this one: it gives no number of a line twice. Inside a transaction.
    """
    keep_told(memory)
    for kind in (FILE, HEARD, HELD, KEPT, PAGE, PLACED, POSITION, SENT, UNPASSED):
        memory.drop(kind)
    memory.put(SENT, "", {})
    if (state := memory.get(MACHINE, machine)) is not None:
        last = max([state.get("last", 0), *(last for _, last in state.get("have", []))])
        memory.put(MACHINE, machine, {**state, "have": [], "last": last})


def missing(state: Mapping[str, Any], cut: int = 0) -> int:
    """Return how many lines of a machine are known of and not here.

    `cut` is the number of the one that its log ends in where that is not whole, or 0.
    """
    have = united(state.get("have", []))
    is_waited_for = cut > (have[-1][1] if have else 0)
    return (count(gaps(have, have[-1][1])) if have else 0) + is_waited_for


def _told(part: Part) -> Iterator[dict[str, Any]]:
    for line in part.lines(("act",)):
        yield line.told()
