"""One round with a repository: fetched, united, exchanged with the library, and pushed."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from shutil import rmtree
from types import MappingProxyType
from typing import Any

from ...disk.exhaustion import refuse_exhaustion
from ...errors import WAITS, AwayError, SyncError
from ...journal.staying import private_papers
from ...store.store import Store
from ...text import clean
from ..exchanging import Exchange, Exchanged, forget
from ..memory import MACHINE, WITHHELD, Memory
from ..telling import Way
from ..writing import Step
from .addresses import Address
from .making import make_repository
from .program import Git, interrupted
from .replica import DamagedError, Replica, directory_of, kept_by
from .unpushed import GIT

TRIES = 8
"""How often it is tried where others are quicker each time."""


def way_of(
    data: Path,
    address: Address,
    papers: str = "marked",
    settings: Mapping[str, Any] = MappingProxyType({}),
) -> Way:
    """Return the way that a repository is; `data` is the directory of the library."""
    return Way(f"git:{address.text}", directory_of(data, address) / "files", papers, settings)


class Round:
    """Brings a library in step with a repository, once; one process at a time."""

    def __init__(
        self,
        store: Store,
        data: Path,
        address: Address,
        papers: str = "marked",
        settings: Mapping[str, Any] = MappingProxyType({}),
        *,
        held: Sequence[int] = (),
        is_stopped: Callable[[], bool] = lambda: False,
        notice: Callable[[str], None] = lambda sentence: None,
        today: date | None = None,
        step: Step = lambda name: None,
    ) -> None:
        """Take where things are; descriptors that are `held` stay open in what is started."""
        self._store = store
        self._address = address
        self._way = way_of(data, address, papers, settings)
        self._memory = Memory(store.database, self._way.name)
        directory = directory_of(data, address)
        self._replica = Replica(directory, address, is_stopped=is_stopped, held=held)
        self._is_stopped = is_stopped
        self._notice = notice
        self._today = today
        self._step = step
        self._done = Exchanged()

    def run(self) -> Exchanged:
        """Do it. Raises AwayError, Interrupted, SyncError and StoreError."""
        try:
            self._replica.prepare()
            try:
                self._try()
            except DamagedError:
                self._replica.begin_anew()
                self._try()
        except OSError as error:
            refuse_exhaustion(error)
            told = f"{self._way.folder.parent} cannot be used: {error.strerror or error}."
            raise SyncError("Not in step", told, "What there is waits.") from error
        return self._done

    def _try(self) -> None:
        if not self._known:
            self._notice(f"Fetching {self._address.name} …")
        elif self._address.is_local and not Path(self._address.path).is_dir():
            raise AwayError(
                "The repository is not there",
                f"{self._address.name} is not there now.",
                WAITS,
            )
        for _ in range(TRIES):
            fetched = self._replica.fetch(self._known.get("seen", ""))
            odd = self._replica.unite(self._machine)
            self._withhold()
            self._exchange(odd)
            self._note({"last": 0, **self._known, "seen": fetched})
            if self._is_stopped():
                raise interrupted()
            self._step("push")
            pushed = self._replica.push(fetched, _message(self._done.sent))
            if pushed is None:
                continue
            self._step("pushed")
            self._replica.note_pushed()
            self._note({"seen": pushed, "last": self._last_line()})
            return
        if self._replica.hindrance is not None:
            raise self._replica.hindrance
        raise AwayError(
            "Others were quicker",
            f"{self._address.name} has changed {TRIES} times while this machine wrote to it.",
            WAITS,
        )

    def _withhold(self) -> None:
        """Write anew what was not pushed yet where papers have become private since."""
        private = private_papers(self._store.database)
        before = self._memory.get(WITHHELD) or []
        if private == {*before}:
            return
        is_fewer = private <= {*before}
        is_dropped = not is_fewer and self._replica.drop_unpushed(self._machine)
        with self._store.database.transaction():
            if is_dropped:
                forget(self._memory, self._machine)
            self._memory.put(WITHHELD, "", sorted(private))

    def _exchange(self, odd: Sequence[str]) -> None:
        done = Exchange(
            self._store, self._way, today=self._today, step=self._step, notice=self._notice
        ).run()
        self._done.sent += done.sent
        self._done.sent_acts += done.sent_acts
        self._done.sent_papers += done.sent_papers
        self._done.sent_others += done.sent_others
        self._done.read += done.read
        self._done.new_papers += done.new_papers
        self._done.others += done.others
        self._done.waiting = done.waiting
        self._done.sentences += done.sentences
        if odd:
            more = f", nor are {len(odd) - 1:,} others" if len(odd) > 1 else ""
            told = f"{clean(odd[0])} in {self._address.name} is no file of Recto's{more}"
            sentence = f"{told}; {'they are' if more else 'it is'} left."
            if self._memory.get("said", sentence) is None:
                self._done.sentences.append(sentence)
                with self._store.database.transaction():
                    self._memory.put("said", sentence, 1)

    @property
    def _known(self) -> dict[str, Any]:
        return self._memory.get(GIT) or {}

    def _note(self, known: dict[str, Any]) -> None:
        if known["seen"] and self._known != known:
            with self._store.database.transaction():
                self._memory.put(GIT, "", known)

    @property
    def _machine(self) -> str:
        return str(self._store.database.value("SELECT value FROM meta WHERE key = 'machine'"))

    def _last_line(self) -> int:
        have = (self._memory.get(MACHINE, self._machine) or {}).get("have", [])
        return max((last for _, last in have), default=0)


def begin(
    store: Store,
    data: Path,
    address: Address,
    *,
    held: Sequence[int] = (),
    is_stopped: Callable[[], bool] = lambda: False,
) -> bool:
    """Make the repository where there is none, and take it as it is; return whether it was made.

    What was seen of it before counts no more. Raises AwayError, Interrupted and SyncError.
    """
    directory = directory_of(data, address)
    git = Git(directory / "git", is_stopped=is_stopped, held=kept_by(address, held))
    try:
        git.heed_user()
        is_new = make_repository(git, address)
    except OSError as error:
        refuse_exhaustion(error)
        told = f"{directory} cannot be used: {error.strerror or error}."
        raise SyncError("Not in step", told) from error
    finally:
        if not git.directory.exists():
            # Nothing has come of it yet, and perhaps nothing will.
            rmtree(directory, ignore_errors=True)
    memory = Memory(store.database, way_of(data, address).name)
    if memory.get(GIT) is not None:
        with store.database.transaction():
            memory.drop(GIT)
    return is_new


def _message(count: int) -> str:
    """Return what a commit says of itself: whose it is, and how much is new in it."""
    name = clean(platform.node() or "a machine")
    return f"{name}: {count} line{'' if count == 1 else 's'}" if count else name
