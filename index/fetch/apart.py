"""Reads and takes large days in a process of its own, so that whoever draws a screen has this one.

The process has low priority and ends with the one that it works for. Where none is to be had the
same is done here, which only takes longer to be drawn over.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, BinaryIO

from ..errors import Interrupted, RectoError
from ..paper import Record
from ..store.store import Store
from .arxiv_days import read_list
from .days import Day
from .memory import Answered
from .taking import Batch, TakenDay, take_day

if TYPE_CHECKING:
    from .answers import Answer
    from .harvesting.derived import Step
    from .harvesting.oai import Page, Question

_LARGE = 200_000
"""Characters of a list from which a process of its own pays."""

_MANY = 100
"""Papers of a day from which it does."""

SIZE = 8
"""Bytes before each question and each answer, which say how long it is."""

_CHILD = f"{__package__}.child"


class Here:
    """Reads and takes days in this process."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self, text: str) -> tuple[Record, ...]:
        """Return the papers of a list in HTML."""
        return read_list(text)

    def take(self, day: Day, batch: Batch, answered: Answered, *, again: bool) -> TakenDay:
        """Take a day in; see `take_day`."""
        return take_day(self._store, day, batch, answered, again=again)

    def harvested(self, answer: Answer, question: Question) -> Page:
        """Return what a page of records has; see `read_page`."""
        from .harvesting.oai import read_page  # few are away for so long

        return read_page(answer, question)

    def derive(self, step: Step, batch: Batch) -> list[TakenDay]:
        """Take in what was harvested; see `take_step`."""
        from .harvesting.derived import take_step

        return take_step(self._store, step, batch)

    def close(self) -> None:
        """Have no process any more."""


class Apart(Here):
    """Has large days read and taken by another process, which begins with the first of them."""

    def __init__(
        self,
        store: Store,
        waiting: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        super().__init__(store)
        self._waiting = waiting
        """Entered while the process works; it raises Interrupted at its end when that is wanted."""
        self._process: subprocess.Popen[bytes] | None = None
        self._is_lost = False

    def read(self, text: str) -> tuple[Record, ...]:
        """Return the papers of a list in HTML."""
        records: tuple[Record, ...]
        records = self._ask(len(text) >= _LARGE, super().read, "read", text)
        return records

    def take(self, day: Day, batch: Batch, answered: Answered, *, again: bool) -> TakenDay:
        """Take a day in; see `take_day`."""

        def take_here(day: Day, batch: Batch, answered: Answered, again: bool) -> Any:
            return super(Apart, self).take(day, batch, answered, again=again), batch

        count = len(day.new) + len(day.crossed)
        taken: TakenDay
        taken, after = self._ask(count >= _MANY, take_here, "take", day, batch, answered, again)
        batch.number, batch.step = after.number, after.step
        return taken

    def harvested(self, answer: Answer, question: Question) -> Page:
        """Return what a page of records has; see `read_page`."""
        page: Page
        is_large = len(answer.data) >= _LARGE
        page = self._ask(is_large, super().harvested, "harvested", answer, question)
        return page

    def derive(self, step: Step, batch: Batch) -> list[TakenDay]:
        """Take in what was harvested; see `take_step`."""

        def derive_here(step: Step, batch: Batch) -> Any:
            return super(Apart, self).derive(step, batch), batch

        taken: list[TakenDay]
        is_large = len(step.changed) >= _MANY
        taken, after = self._ask(is_large, derive_here, "derive", step, batch)
        batch.number, batch.step = after.number, after.step
        return taken

    def close(self) -> None:
        """Let the process end; one that was given up is not waited for."""
        if self._process is not None:
            if self._is_lost:
                self._process.kill()
            with suppress(OSError):
                self._process.communicate()
            self._process = None

    def _ask(self, is_large: bool, here: Callable[..., Any], name: str, *given: Any) -> Any:
        """Return what the process answers; what is not large, or has no answer, is done here."""
        if is_large and not self._is_lost:
            try:
                pipe = self._begun()
                assert pipe.stdin is not None and pipe.stdout is not None
                with self._waiting():
                    send(pipe.stdin, (name, given))
                    told = receive(pipe.stdout)
            except Interrupted:
                self._is_lost = True
                raise
            except (OSError, EOFError, pickle.PickleError):
                self._is_lost = True
            else:
                if isinstance(told, RectoError):
                    raise told
                return told
        return here(*given)

    def _begun(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            store = self._store
            run = (sys.executable, "-P", "-m", _CHILD, str(store.database.path), store.window_id)
            self._process = subprocess.Popen(
                run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._process


def send(pipe: BinaryIO | Any, told: object) -> None:
    """Send an object to the process at the other end, which is our own."""
    data = pickle.dumps(told, pickle.HIGHEST_PROTOCOL)
    pipe.write(len(data).to_bytes(SIZE, "little") + data)
    pipe.flush()


def receive(pipe: BinaryIO | Any) -> Any:
    """Return what was sent; raises EOFError where the other end is gone."""
    size = int.from_bytes(pipe.read(SIZE), "little")
    data = pipe.read(size)
    if not size or len(data) < size:
        raise EOFError
    return pickle.loads(data)
