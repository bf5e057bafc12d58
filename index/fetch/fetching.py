"""One fetch: what is new in followed sources, day by day into the library, in a thread of its own.

Whatever ends it, each day is in the library wholly or not at all, and the next fetch goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import date, timedelta
from typing import NamedTuple

from ..errors import (
    FetchError,
    OfflineError,
    RectoError,
    RefusedError,
    RestingError,
    UnbelievableError,
)
from ..paper import Record
from ..records.kinds import DERIVED, PROVISIONAL
from ..store.store import Store
from .answers import Validators
from .apart import Apart, Here
from .arxiv_days import ArxivDays
from .calendars import (
    CATCHUP_DAYS,
    FIRST_DAILY,
    daily_day,
    last_workday,
    listed_between,
    local_time,
)
from .client import Client
from .commands import Commands
from .daily_days import DailyDays
from .days import Day
from .follows import Follow
from .harvesting.courses import GAP, load_course
from .harvesting.gaps import day_by_feed, is_of_lists, note_gap
from .listings import refuse_far
from .memory import Answered, Memory, is_done, is_over, load_memory, save_memory
from .naming import TOGETHER, Naming, renew
from .states import Standing, standing
from .streams import Stream, ask_stream, key_of, unseen
from .taking import Batch, TakenDay

_READ_AGAIN = 2
"""Days of Hugging Face that are read again, the present one among them: lists and votes move."""


class Progress(NamedTuple):
    """How far a fetch is."""

    follow: Follow
    number: int
    """That of the source, from 1."""
    total: int
    """How many sources there are."""
    taken: TakenDay | None = None
    """A day that has just come into the library; None while it is asked for."""


class Outcome(NamedTuple):
    """What a fetch has brought from one source."""

    follow: Follow
    standing: Standing
    """How the source is doing now."""
    days: tuple[TakenDay, ...] = ()
    """Days that have come into the library or were read again, the oldest first."""
    error: RectoError | None = None
    """Why it ended early, None where it did not; the days that came before stay."""

    @property
    def new(self) -> int:
        """How many papers came that the library did not have, those of former times left aside."""
        return sum(day.new for day in self.days if day.kind != DERIVED)


class Fetching:
    """Fetches what is new in followed sources; `taken` is called after each of them."""

    def __init__(
        self,
        store: Store,
        client: Client,
        taken: Callable[[int], object] = lambda papers: None,
        commands: Commands | None = None,
        *,
        apart: bool = False,
    ) -> None:
        self._store = store
        self._client = client
        self._commands = commands or Commands()
        self._taken = taken
        self._taking = Apart(store, client.waiting) if apart else Here(store)

    def standing(self, follow: Follow) -> Standing:
        """Return how a source is doing; asks nobody."""
        memory = load_memory(self._store.database, follow.name)
        return standing(follow, memory, self._client.clock.now())

    def run(
        self,
        follows: Iterable[Follow],
        progress: Callable[[Progress], object] = lambda progress: None,
    ) -> list[Outcome]:
        """Fetch from each of these sources; one that fails costs no other.

        `progress` is told before a source is asked, and of each day that has come. Raises
        StoreError, and Interrupted when the clock is stopped.
        """
        wanted = list(follows)
        batch = Batch()
        outcomes = []
        with closing(self._taking):
            for number, follow in enumerate(wanted, 1):
                told = Progress(follow, number, len(wanted))
                progress(told)
                outcomes.append(self._fetch(follow, batch, told, progress))
        return outcomes

    def _fetch(
        self,
        follow: Follow,
        batch: Batch,
        told: Progress,
        progress: Callable[[Progress], object],
    ) -> Outcome:
        taken: list[TakenDay] = []
        error: FetchError | None = None
        try:
            days = {"category": self._arxiv, "daily": self._daily}.get(follow.kind, self._stream)
            for day in days(follow, batch):
                taken.append(day)
                progress(told._replace(taken=day))
        except FetchError as failed:
            error = failed
            self._remember_trouble(follow, failed)
        self._renew(follow, batch)
        self._taken(sum(day.records for day in taken if not day.is_known))
        return Outcome(follow, self.standing(follow), tuple(taken), error)

    def _renew(self, follow: Follow, batch: Batch) -> None:
        """Ask for papers that have another version; where that fails the next fetch does."""
        database = self._store.database
        naming = Naming(self._client)
        while ids := load_memory(database, follow.name).replaced[:TOGETHER]:
            try:
                batch.step = renew(self._store, naming, ids, follow.name, batch.step)
            except FetchError:
                return  # the papers are there, and what is new in them can wait
            with database.transaction():
                memory = load_memory(database, follow.name)
                left = tuple(id for id in memory.replaced if id not in ids)
                save_memory(database, follow.name, memory._replace(replaced=left))

    def _arxiv(self, follow: Follow, batch: Batch) -> Iterator[TakenDay]:
        """Take in the newest list of a category, and those that were missed."""
        database = self._store.database
        note_gap(database, follow, self._client.clock.now())
        failed: FetchError | None = None
        try:
            yield from self._lists(follow, batch)
        except FetchError as error:
            if not is_of_lists(error):
                raise
            failed = error
            if day := day_by_feed(self._client, database, follow):
                with suppress(UnbelievableError):  # what has failed is the list
                    taken = self._take(day, batch, newest=day.day)
                    failed = None
            if not failed:
                yield taken
        if load_course(database, GAP, follow.name):
            from .harvesting.harvest import Harvest  # few are away for so long

            for stage in Harvest(self._store, self._client, follow, GAP, self._taking).run(batch):
                yield from stage.days
        if failed:
            raise failed

    def _lists(self, follow: Follow, batch: Batch) -> Iterator[TakenDay]:
        """Take in what arXiv's lists of the day have."""
        source = ArxivDays(self._client, follow.text, follow.name, self._taking.read)
        memory = load_memory(self._store.database, follow.name)
        found = source.newest(Validators(memory.etag, memory.modified))
        if found is None:
            self._remember(follow, memory.newest)
            return
        newest, failed = found.day.day, None
        refuse_far(newest, self._client.clock.now(), f"arXiv's list of {follow.text}")
        for day in self._missed(follow, memory, newest):
            try:
                yield self._take(source.of(day), batch, newest=day)
            except (RefusedError, UnbelievableError) as error:
                failed = failed or error  # a day that cannot be had keeps nobody from the others
        # Once it is known it is not sent again, and with it go the days before: all must be there.
        validators = Validators() if failed else found.validators
        yield self._take(found.day, batch, newest=newest, validators=validators)
        if failed:
            raise failed

    def _missed(self, follow: Follow, memory: Memory, newest: date) -> Iterator[date]:
        """Yield the days from the first one to the newest that are not here, the oldest first."""
        if not memory.since:
            return
        today = local_time(self._client.clock.now()).date()
        begin = max(date.fromisoformat(memory.since), today - timedelta(days=CATCHUP_DAYS))
        for day in listed_between(begin, newest):
            if not is_done(self._store.database, follow.name, day, memory):
                yield day

    def _daily(self, follow: Follow, batch: Batch) -> Iterator[TakenDay]:
        """Take in the days of Hugging Face that are missing, and the last ones again."""
        source = DailyDays(self._client, follow.name)
        memory = load_memory(self._store.database, follow.name)
        today = daily_day(self._client.clock.now())
        again = today - timedelta(days=_READ_AGAIN - 1)
        first = date.fromisoformat(memory.since) if memory.since else last_workday(again)
        day = max(first, FIRST_DAILY, today - timedelta(days=CATCHUP_DAYS))
        while day <= today:
            if day >= again or not is_over(self._store.database, follow.name, day, memory):
                found = source.of(day)
                if found is not None and (found.new or day < again):
                    newest = day if found.new else None
                    yield self._take(found, batch, newest=newest, again=True)
                else:  # what is empty now may fill up
                    self._remember(follow, "", since=day)
            day += timedelta(days=1)

    def _stream(self, follow: Follow, batch: Batch) -> Iterator[TakenDay]:
        """Take in what a source without days has that it did not have before."""
        memory = load_memory(self._store.database, follow.name)
        known = Validators(memory.etag, memory.modified)

        def are_new(records: Sequence[Record]) -> bool:
            return len(unseen(self._store.database, follow, memory, records)) == len(records)

        if follow.kind == "command":
            self._client.check()
            found: Stream | None = self._commands.ask(follow.text)
        else:
            found = ask_stream(self._client, follow, known, are_new)
        today = local_time(self._client.clock.now()).date()
        fresh = unseen(self._store.database, follow, memory, found.records) if found else ()
        if found is None or not fresh:
            self._remember(follow, "")
            return
        day = Day(follow.name, today, fresh, kind=found.kind, is_partial=True)
        day = day._replace(left_out=found.left_out)
        keys = tuple(map(key_of, found.records))
        validators = found.validators
        yield self._take(day, batch, newest=today, validators=validators, again=True, seen=keys)

    def _take(
        self,
        day: Day,
        batch: Batch,
        *,
        newest: date | None,
        validators: Validators | None = None,
        again: bool = False,
        seen: tuple[str, ...] = (),
    ) -> TakenDay:
        now = self._client.clock.now()
        told = newest.isoformat() if newest else ""
        provisional = told if day.kind == PROVISIONAL else ""
        answered = Answered(now, told, day.day.isoformat(), validators, seen, provisional)
        return self._taking.take(day, batch, answered, again=again)

    def _remember(self, follow: Follow, newest: str, since: date | None = None) -> None:
        """Remember that a source has answered."""
        database = self._store.database
        answered = Answered(self._client.clock.now(), newest, since.isoformat() if since else "")
        with database.transaction():
            memory = load_memory(database, follow.name)
            save_memory(database, follow.name, answered.noted(memory))

    def _remember_trouble(self, follow: Follow, error: FetchError) -> None:
        if isinstance(error, OfflineError):
            return  # the reader's own wish
        database = self._store.database
        until = error.until if isinstance(error, RestingError) else 0.0
        with database.transaction():
            memory = load_memory(database, follow.name)
            told = memory._replace(trouble=str(error), until=until)
            save_memory(database, follow.name, told)
