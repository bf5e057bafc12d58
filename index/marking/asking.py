"""arXiv and Hugging Face asked for a query; what they have is kept only once it is marked."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from ..errors import RectoError
from ..journal.acts import ADD, Act
from ..parts.context import Context
from .recording import marked

if TYPE_CHECKING:
    from ..fetch.asked.asking import Found
    from ..fetch.asked.questions import Question
    from ..fetch.clock import Stop
    from ..paper import Paper
    from ..results import Marked
    from .following import Following


class Asked(NamedTuple):
    """What services have answered to a query."""

    text: str
    """The query."""
    rowids: tuple[int, ...]
    """Of the papers, the best first; those below 0 were not in the library when they came."""
    services: tuple[str, ...]
    """Who has answered."""
    remarks: tuple[str, ...] = ()
    """Sentences about who has not, and about what of the query was left out."""
    at: float = 0.0
    """When they were asked, in seconds since 1970 began."""


class Asking:
    """Asks what follows from no following: a key or a command is the consent."""

    def __init__(self, context: Context, following: Following) -> None:
        self._context = context
        self._following = following

    def ask(
        self,
        text: str,
        *,
        progress: Callable[[str], object] = lambda service: None,
        stopped: Stop | None = None,
    ) -> Asked:
        """Ask arXiv and Hugging Face for a query; for a thread of its own.

        `progress` is told who is asked. Raises RectoError for a query of which they know nothing,
        OfflineError, FetchError where neither has answered, and Interrupted when it is `stopped`.
        """
        from ..fetch.asked.asking import ask_services
        from ..fetch.asked.questions import question_of

        now = self._now()
        question = question_of(text, datetime.fromtimestamp(now, UTC).date())
        if question.is_empty:
            raise _nothing_to_ask(question)
        if (refused := self._following.refusal) is not None:
            raise refused
        with contextlib.nullcontext() if stopped is None else stopped.at_work():
            found = ask_services(self._following.client(stopped), question, progress)
            rowids = self._context.unkept.admit(found.papers)
        return Asked(text, tuple(rowids), found.asked, tuple(_remarks(found)), now)

    def is_recent(self, asked: Asked, seconds: float) -> bool:
        """Whether an answer came within so many seconds: asking again would bring the same."""
        return 0 <= self._now() - asked.at < seconds

    def rowids(self, asked: Asked) -> list[int]:
        """Return the papers of an answer, those with their own numbers that the library has now."""
        return list(dict.fromkeys(self._context.unkept.resolved(asked.rowids)))

    def papers(self, asked: Asked) -> list[Paper]:
        """Return the papers of an answer, as the library has them or would have."""
        return self._context.rows(self.rowids(asked))

    def services(self, asked: Asked) -> Mapping[int, str]:
        """Return in whose answers the papers stand, such as `arXiv, HF`, by present row numbers."""
        unkept = self._context.unkept
        now = unkept.resolved(asked.rowids)
        told = {own: sorted(place.name for place in unkept.places(own)) for own in asked.rowids}
        return {
            rowid: ", ".join(_SHORT.get(name, name) for name in reversed(told[own]))
            for rowid, own in zip(now, asked.rowids, strict=True)
        }

    def keep(self, rowids: Sequence[int]) -> Marked:
        """Take papers of answers in, as papers that were named by hand, and not as news."""
        with self._context.database.transaction():
            kept = self._context.to_mark((), rowids)
            waiting = self._context.store.journal.waiting
            steps = [waiting.pop(rowid) for rowid in kept if rowid in waiting]
            sql = "SELECT data FROM journal WHERE act = ?"
            data = self._context.database.value(sql, (steps[0],)) if steps else "{}"
        act = Act(steps[0] if steps else "", ADD, kept, self._context.database.parsed(data))
        return marked(self._context, act, kept)

    def _now(self) -> float:
        clock = self._following.clock
        return time.time() if clock is None else clock.now()


_SHORT = {"Hugging Face": "HF"}


def _nothing_to_ask(question: Question) -> RectoError:
    if question.left_out:
        return RectoError(
            "There is nothing to ask for",
            f"arXiv and Hugging Face know nothing of {', '.join(question.left_out)}.",
            "Ask for words, author:, title:, cat: or year:.",
        )
    return RectoError("There is nothing to ask for", "The query is empty.", "Ask for words.")


def _remarks(found: Found) -> list[str]:
    question = found.question
    said = [str(error) for error in found.errors]
    if question.left_out:
        said.append(f"Left out, since nobody there knows it: {', '.join(question.left_out)}.")
    if question.only_arxiv and "Hugging Face" in found.asked:
        said.append(f"Hugging Face was asked without {', '.join(question.only_arxiv)}.")
    return said
