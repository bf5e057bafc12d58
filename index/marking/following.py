"""What the reader follows: sources that papers are fetched from, and how these are doing."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..disk.private import begin_file, make_directory
from ..errors import (
    NotFoundError,
    OfflineError,
    RectoError,
    fetched_elsewhere,
    offline,
    switched_off,
)
from ..fetch.followed import FollowedSources
from ..fetch.follows import Follow, parse_follow
from ..fetch.memory import forget, forget_courses, is_due, load_memory
from ..journal.acts import FETCH, FOLLOW, SHELL, Act
from ..parts.context import Context
from ..pasted import name_of
from .recording import marked

if TYPE_CHECKING:
    from ..fetch.client import Client
    from ..fetch.clock import Clock, Stop
    from ..fetch.fetching import Fetching, Outcome, Progress
    from ..fetch.naming import NamedPapers
    from ..fetch.states import Standing
    from ..parts.full_text import FullTextIndex
    from ..results import Marked
    from ..store.store import Store

_GATES = "gates"
"""The directory beside `library.db` that tells when services were last asked."""

_DISTRIBUTION = "recto"


class Followed(NamedTuple):
    """A source that is followed, and how it is doing."""

    name: str
    """Such as `huggingface` or `arxiv:cs.LG`, or `command:NAME` for a command of the settings; the
    names of its pages begin with it."""
    standing: Standing


class Following:
    """Sources are followed and left in acts of the journal, so both can be undone.

    Following is the consent to ask the network; nothing is asked of what nobody follows.
    """

    def __init__(self, context: Context, index: FullTextIndex) -> None:
        self._context = context
        self._database = context.database
        self._journal = context.store.journal
        self._index = index
        self._sources = FollowedSources(context.database, context.config.fetch.command)
        self.clock: Clock | None = None
        """What time it is for fetching; None for the system's clock."""
        self.works_apart = False
        """Whether large days are taken in by a process of its own, for who draws a screen."""

    def chosen(self, names: Iterable[str]) -> list[Follow]:
        """Return sources that are followed, by name; raises NotFoundError."""
        return self._sources.chosen(names)

    def follow(self, *names: str) -> Marked:
        """Follow sources, in one act; raises RectoError where a name is none.

        `huggingface` are its daily papers, `arxiv:cs.LG` a category of arXiv, `arxiv:"words"` and
        `hf:"words"` are searches there, and the address of a feed is the feed.
        """
        wanted = {parse_follow(name).name for name in names}
        return self._record("follow", wanted - {*self.names}, True)

    def unfollow(self, *names: str) -> Marked:
        """Follow sources no more; their papers stay. NotFoundError where one is not followed.

        Raises RectoError for a command, which is in the settings.
        """
        chosen = self._sources.chosen(names)
        for one in chosen:
            if one.kind == "command":
                raise RectoError(
                    "It stands in the settings",
                    f"{one.text} is a command under [[fetch.command]] in "
                    f"{self._context.locations.config_file}.",
                    "Without it there nothing is fetched by it.",
                )
        return self._record("unfollow", {one.name for one in chosen}, None)

    def all(self) -> list[Followed]:
        """Return what is followed, in the order in which that began; asks nobody."""
        fetching = self.fetching(None)
        return [Followed(one.name, fetching.standing(one)) for one in self._sources.all()]

    @property
    def names(self) -> list[str]:
        """What is followed, by name alone, in the order in which that began; commands last."""
        return [one.name for one in self._sources.all()]

    @property
    def follows(self) -> list[str]:
        """The same without the commands of the settings: what can be followed no more."""
        return [one.name for one in self._sources.all() if one.kind != "command"]

    def due(self, hours: float) -> list[str]:
        """Return what is followed and has not answered for so many hours; asks nobody.

        What failed, or was never asked, is due as well; what has asked to be left alone is not.
        """
        now = time.time() if self.clock is None else self.clock.now()
        memories = {name: load_memory(self._database, name) for name in self.names}
        return [name for name, memory in memories.items() if is_due(memory, now, hours * 3600)]

    def fetch(
        self,
        names: Iterable[str] = (),
        *,
        progress: Callable[[Progress], object] = lambda progress: None,
        stopped: Stop | None = None,
    ) -> list[Outcome]:
        """Fetch what is new in sources that are followed, all of them where none is named.

        One that fails has its error in its outcome; each day is in the library wholly or not.
        Waits between questions as services ask for; `stopped` ends that. For a thread of its own,
        where `progress` is called as well. Raises NotFoundError for a source that is not
        followed, OfflineError, StoreError, and Interrupted when it is stopped.
        """
        names = list(names)
        follows = self._sources.chosen(names) if names else self._sources.all()
        if (refused := self.fetch_refusal) is not None:
            raise refused
        with contextlib.nullcontext() if stopped is None else stopped.at_work():
            outcomes = self.fetching(stopped).run(follows, progress)
            self._let_old_go()
            return outcomes

    def add_named(self, names: Iterable[str], *, stopped: Stop | None = None) -> NamedPapers:
        """Add papers by arXiv ids, links or DOIs, with what arXiv and Crossref tell of them.

        Where these cannot be asked they come in by name alone, which `error` of what is returned
        tells. Raises NotFoundError for what is no such name, StoreError, and Interrupted, once it
        is `stopped` too: of a question that is given up nothing comes.
        """
        from ..fetch.naming import Naming, take_named

        found = []
        for text in names:
            name = name_of(text)
            if name is None:
                message = f"{text[:100]!r} is no arXiv id, link or DOI."
                raise NotFoundError("No paper goes by that name", message)
            found.append(name)
        naming = Naming(self.client(stopped))
        with contextlib.nullcontext() if stopped is None else stopped.at_work():
            outcome = take_named(self._context.store, naming, list(dict.fromkeys(found)))
            self.take_in(outcome.records)
        return outcome

    def complete(
        self, *, progress: Callable[[int, int], object] = lambda done, total: None
    ) -> NamedPapers:
        """Fill in the papers of which no more is known than an arXiv id, a DOI or a title.

        Ids come first. `progress` is told of the titles looked for, and of all of them. What came
        before an error stays. Raises OfflineError, StoreError and Interrupted.
        """
        from ..fetch.asked.titles import TitleSearch
        from ..fetch.naming import Naming, complete

        client = self.client()
        outcome = complete(self._context.store, Naming(client))
        if isinstance(outcome.error, OfflineError):
            raise outcome.error
        found = TitleSearch(self._context.store, client, progress).run()
        outcome = outcome._replace(
            records=outcome.records + found.papers,
            filled=outcome.filled + found.filled,
            error=outcome.error or found.error,
            missing=found.missing,
            spared=found.spared,
        )
        self.take_in(outcome.filled)
        return outcome

    @property
    def refusal(self) -> OfflineError | None:
        """Why nothing is to be fetched, by the settings or until that is taken back; else None."""
        if not self._context.config.fetch.enabled:
            return switched_off(str(self._context.locations.config_file))
        return offline() if self.is_offline else None

    @property
    def fetch_refusal(self) -> OfflineError | None:
        """Why nothing that is followed is to be fetched by this machine; else None."""
        if not self.is_here:
            return fetched_elsewhere(str(self._context.locations.config_file))
        return self.refusal

    @property
    def is_here(self) -> bool:
        """Whether this machine fetches what is followed, and not another one for it."""
        return self._context.config.fetch.here

    @property
    def is_offline(self) -> bool:
        """Whether the reader wants nothing to be fetched, until that is taken back."""
        return self._marker.exists()

    @is_offline.setter
    def is_offline(self, is_wanted: bool) -> None:
        try:
            if is_wanted:
                make_directory(self._marker.parent)
                begin_file(self._marker)
            else:
                self._marker.unlink(missing_ok=True)
        except OSError as error:
            message = f"{self._marker} cannot be changed: {error.strerror or error}."
            hint = "While it is there, nothing is fetched."
            raise RectoError("It cannot be remembered", message, hint) from error

    @property
    def _marker(self) -> Path:
        return self._context.locations.state / "offline"

    def _record(self, kind: str, names: set[str], value: bool | None) -> Marked:
        if not names:
            return marked(self._context, Act("", kind))
        with self._database.transaction():
            library = {FOLLOW + name: value for name in sorted(names)}
            if not value:
                forget_courses(self._database, names)
            if value:
                # Whoever comes back to a source begins with its newest: what was between was left.
                forget(self._database, names)
            act = self._journal.record(kind, library=library)
        return marked(self._context, act)

    def fetching(self, stopped: Stop | None) -> Fetching:
        """Return what fetches, until it is `stopped`."""
        from ..fetch.commands import Commands
        from ..fetch.fetching import Fetching

        commands = Commands(self._context.config.fetch.command, stopped)
        client = self.client(stopped)
        return Fetching(self.store, client, self.take_in, commands, apart=self.works_apart)

    @property
    def store(self) -> Store:
        """What is fetched goes to: a reader's user does other things meanwhile."""
        store = self._context.store
        return store if store.window_id == SHELL else store.acting_as(FETCH)

    def _let_old_go(self) -> None:
        """Let papers go out of sight that are older by now than the settings keep streams."""
        keep = self._context.config.fetch.keep
        if keep:
            from ..store.aging import keep_streams

            today = date.fromtimestamp(time.time() if self.clock is None else self.clock.now())
            keep_streams(self._database, keep, today)

    def take_in(self, papers: int) -> None:
        """Make papers that have come findable."""
        from ..results import AddReport

        self._index.take_in([AddReport("", records=papers)])

    def client(self, stopped: Stop | None = None) -> Client:
        """Return what asks services, as the settings say, until it is `stopped`."""
        from importlib.metadata import PackageNotFoundError, version

        from ..fetch.client import Client, user_agent
        from ..fetch.clock import WallClock

        try:
            number = version(_DISTRIBUTION)
        except PackageNotFoundError:  # run from its source
            number = "0"
        settings = self._context.config.fetch
        return Client(
            self._context.locations.data / _GATES,
            self.clock or WallClock(stopped),
            bases=settings.base,
            agent=user_agent(number, settings.contact),
            refusal=lambda: self.refusal,
            stopped=stopped,
        )
