"""What the reader follows: sources that papers are fetched from, and how these are doing."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..disk.private import begin_file, make_directory
from ..errors import NotFoundError, OfflineError, RectoError, offline
from ..fetch.follows import Follow, parse_follow
from ..fetch.memory import forget, is_due, load_memory
from ..journal.acts import FOLLOW, Act
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

_GATES = "gates"
"""The directory beside `library.db` that tells when services were last asked."""

_DISTRIBUTION = "recto"


class Followed(NamedTuple):
    """A source that is followed, and how it is doing."""

    name: str
    """Such as `huggingface` or `arxiv:cs.LG`; the names of its pages begin with it."""
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
        self.clock: Clock | None = None
        """What time it is for fetching; None for the system's clock."""
        self.works_apart = False
        """Whether large days are taken in by a process of its own, for who draws a screen."""

    def follow(self, *names: str) -> Marked:
        """Follow sources, in one act; raises RectoError where a name is none.

        `huggingface` are its daily papers, `arxiv:cs.LG` a category of arXiv, `arxiv:"words"` and
        `hf:"words"` are searches there, and the address of a feed is the feed.
        """
        wanted = {parse_follow(name).name for name in names}
        return self._record("follow", wanted - {*self.names}, True)

    def unfollow(self, *names: str) -> Marked:
        """Follow sources no more; their papers stay. NotFoundError where one is not followed."""
        return self._record("unfollow", {one.name for one in self._chosen(names)}, None)

    def all(self) -> list[Followed]:
        """Return what is followed, in the order in which that began; asks nobody."""
        fetching = self._fetching(None)
        return [Followed(one.name, fetching.standing(one)) for one in self._follows()]

    @property
    def names(self) -> list[str]:
        """What is followed, by name alone, in the order in which that began."""
        return [one.name for one in self._follows()]

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
        follows = self._chosen(names) if names else self._follows()
        if self.is_offline:
            raise offline()
        with contextlib.nullcontext() if stopped is None else stopped.at_work():
            return self._fetching(stopped).run(follows, progress)

    def add_named(self, names: Iterable[str]) -> NamedPapers:
        """Add papers by arXiv ids, links or DOIs, with what arXiv and Crossref tell of them.

        Where these cannot be asked they come in by name alone, which `error` of what is returned
        tells. Raises NotFoundError for what is no such name, StoreError and Interrupted.
        """
        from ..fetch.naming import Naming, take_named

        found = []
        for text in names:
            name = name_of(text)
            if name is None:
                message = f"{text[:100]!r} is no arXiv id, link or DOI."
                raise NotFoundError("No paper goes by that name", message)
            found.append(name)
        naming = Naming(self._client())
        outcome = take_named(self._context.store, naming, list(dict.fromkeys(found)))
        self._take_in(outcome.records)
        return outcome

    def complete(self) -> NamedPapers:
        """Fill in the papers of which no more is known than an arXiv id or a DOI.

        What came before an error stays. Raises OfflineError, StoreError and Interrupted.
        """
        from ..fetch.naming import Naming, complete

        outcome = complete(self._context.store, Naming(self._client()))
        if isinstance(outcome.error, OfflineError):
            raise outcome.error
        self._take_in(outcome.filled)
        return outcome

    @property
    def is_offline(self) -> bool:
        """Whether nothing is to be fetched, until that is taken back."""
        return self._marker.exists()

    @is_offline.setter
    def is_offline(self, is_wanted: bool) -> None:
        if is_wanted:
            make_directory(self._marker.parent)
            begin_file(self._marker)
        else:
            self._marker.unlink(missing_ok=True)

    @property
    def _marker(self) -> Path:
        return self._context.locations.state / "offline"

    def _record(self, kind: str, names: set[str], value: bool | None) -> Marked:
        if not names:
            return marked(self._context, Act("", kind))
        with self._database.transaction():
            library = {FOLLOW + name: value for name in sorted(names)}
            if value:
                # Whoever comes back to a source begins with its newest: what was between was left.
                forget(self._database, names)
            act = self._journal.record(kind, library=library)
        return marked(self._context, act)

    def _follows(self) -> list[Follow]:
        """Return what is followed; names that only a later Recto understands are left aside."""
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
        return found

    def _chosen(self, names: Iterable[str]) -> list[Follow]:
        follows = {one.name: one for one in self._follows()}
        wanted = [parse_follow(name).name for name in names]
        for name in wanted:
            if name not in follows:
                raise NotFoundError(
                    "It is not followed",
                    f"You do not follow {name}.",
                    f"`recto follow {name}` does.",
                )
        return [follows[name] for name in dict.fromkeys(wanted)]

    def _fetching(self, stopped: Stop | None) -> Fetching:
        from ..fetch.fetching import Fetching

        client = self._client(stopped)
        return Fetching(self._context.store, client, self._take_in, apart=self.works_apart)

    def _take_in(self, papers: int) -> None:
        """Make papers that have come findable."""
        from ..results import AddReport

        self._index.take_in([AddReport("", records=papers)])

    def client(self) -> Client:
        """Return what asks services for whatever else is wanted, at the pace that they want."""
        return self._client()

    def _client(self, stopped: Stop | None = None) -> Client:
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
            is_offline=lambda: self.is_offline,
            stopped=stopped,
        )
