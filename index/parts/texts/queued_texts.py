"""The texts of what is in the queue, one after the other, at the pace that services want."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ...errors import FetchError, NotFoundError, RectoError
from ...paper import Paper
from ...texts.asking import DAY

if TYPE_CHECKING:
    from ...fetch.client import Client
    from ...fetch.clock import Stop
    from ...texts.asking import Found
    from ...texts.blocks import Text
    from ...texts.keeping import TextFiles

_FAILED = "queue"
"""Under this it is remembered that nobody could give a text, whatever the reason was."""


class QueuedText(NamedTuple):
    """What became of the text of one paper."""

    paper: Paper
    text: Text | None
    tried: tuple[str, ...] = ()
    """What became of each source that gave none, as sentences."""
    number: int = 1
    total: int = 1
    """Its place among those that were wanted."""


class QueueOutcome(NamedTuple):
    """What came of all of them."""

    came: int
    nowhere: int
    """Papers whose text nobody has, or nobody can be asked for."""
    left: int
    """Papers that were not come to."""
    error: RectoError | None = None
    """What has ended it: a service that rests, or no way to the network."""


class Givers(Protocol):
    """Who gives the texts of papers."""

    files: TextFiles

    def kept(self, id: str | Paper) -> object | None:
        """Return what is kept of a paper's text."""

    def from_disk(
        self, id: str | Paper, notice: Callable[[str], object], *, stopped: Stop | None = None
    ) -> Found:
        """Take in the PDF of a paper on this disk."""

    def fetch(
        self,
        id: str | Paper,
        notice: Callable[[str], object],
        *,
        waits: bool = False,
        stopped: Stop | None = None,
    ) -> Found:
        """Ask services for a text."""


def fetch_queued(
    texts: Givers,
    client: Client,
    papers: Iterable[Paper],
    took: Callable[[QueuedText], object],
    notice: Callable[[str], object],
    *,
    is_asked: bool,
    stopped: Stop | None,
) -> QueueOutcome:
    """Have the texts here of these papers; `took` is told of each, `notice` who is asked.

    Where arXiv rests the others are not asked for what it may have: the rest comes later, and so it
    is where nobody answers. What nobody can give is tried again after a day, or when the reader has
    `is_asked` for it. A paper that is gone meanwhile is passed over. Raises StoreError and
    Interrupted.
    """
    wanted = [paper for paper in papers if is_asked or not _was_tried(texts.files, client, paper)]
    came = nowhere = 0
    for at, paper in enumerate(wanted):
        left = len(wanted) - at
        tell = _numbered(notice, at + 1, len(wanted))
        try:
            if texts.kept(paper) is not None:  # it came by another way meanwhile
                continue
            found = texts.from_disk(paper, tell, stopped=stopped)
            tried = found.tried
            if found.text is None and paper.arxiv_id:
                client.check()
                found = texts.fetch(paper, tell, waits=True, stopped=stopped)
                tried += found.tried
            elif found.text is None:
                tried += ("It is not on arXiv.",)
        except NotFoundError:
            continue
        except FetchError as error:
            return QueueOutcome(came, nowhere, left, error)
        if found.is_out_of_reach:
            silence = FetchError("Nobody answers", " ".join(tried), "Try again later.")
            return QueueOutcome(came, nowhere, left, silence)
        if found.text is None:
            nowhere += 1
            with contextlib.nullcontext() if stopped is None else stopped.at_work():
                _remember(texts.files, client, paper)
        else:
            came += 1
        took(QueuedText(paper, found.text, tried, at + 1, len(wanted)))
    return QueueOutcome(came, nowhere, 0)


def _numbered(notice: Callable[[str], object], number: int, total: int) -> Callable[[str], object]:
    return lambda words: notice(f"texts {number}/{total} · {words}" if total > 1 else words)


def _was_tried(files: TextFiles, client: Client, paper: Paper) -> bool:
    return files.missing(paper.id).get(_FAILED, 0.0) > client.clock.now() - DAY


def _remember(files: TextFiles, client: Client, paper: Paper) -> None:
    files.remember_missing(paper.id, files.missing(paper.id) | {_FAILED: client.clock.now()})
