"""The texts of a library's papers: given, kept, read and removed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ...addresses import web_address
from ...disk.private import begin_file, make_directory
from ...errors import NotFoundError
from ...paper import Paper
from ...search.spelling.vocabulary import Vocabulary
from ...texts.blocks import Block, Text
from ...texts.carrying import ENDING, carry_in, carry_out
from ...texts.keeping import TextFiles
from ...texts.kept import Kept
from ...texts.placing import Placed, in_order
from ...views import View
from ..context import Context
from .disk_files import read_file, take_in
from .names import names_of
from .pictures import picture_address

if TYPE_CHECKING:
    from ...fetch.client import Client
    from ...fetch.clock import Stop
    from ...search.analysis.words import Stem
    from ...search.reader import IndexReader
    from ...texts.asking import Found, Service
    from ..full_text import FullTextIndex
    from .queued_texts import QueuedText, QueueOutcome

_QUEUE = View("queue")


class Services(Protocol):
    """Who knows whether services may be asked, and asks them."""

    @property
    def names(self) -> list[str]:
        """What is followed."""

    def client(self, stopped: Stop | None = None) -> Client:
        """Return what asks, until it is `stopped`."""


class Texts:
    """Whole papers, one text for each; a paper answers to every id it ever had."""

    def __init__(self, context: Context, services: Services, index: FullTextIndex) -> None:
        self._context = context
        self._services = services
        self._index = index
        self.files = TextFiles(context.locations.texts, Vocabulary(self._ask))

    @property
    def may_fetch(self) -> bool:
        """Whether services may be asked: the reader follows something, or has said so for texts."""
        return self._marker.exists() or bool(self._services.names)

    @may_fetch.setter
    def may_fetch(self, is_wanted: bool) -> None:
        if is_wanted:
            make_directory(self._marker.parent)
            begin_file(self._marker)
        else:
            self._marker.unlink(missing_ok=True)

    def fetch(
        self,
        id: str | Paper,
        notice: Callable[[str], object] = lambda _: None,
        *,
        again: bool = False,
        waits: bool = False,
        stopped: Stop | None = None,
        part: Callable[[Text], object] | None = None,
    ) -> Found:
        """Ask arXiv, Hugging Face and ar5iv for the text of a paper, and keep it.

        With `again` in place of one that is here, which stays until then: a newer version of those
        who have versions, else what is better than a PDF. A service that has none is not asked
        again for a day; `notice` is told who is asked. Whether the reader wants that (`may_fetch`)
        is for whoever calls. Raises NotFoundError for a paper without an arXiv id, OfflineError,
        StoreError and Interrupted, and RestingError where whoever calls `waits` for the best.
        """
        from ...texts.asking import SERVICES, Wanted, ask

        paper = self._row(id)
        if not paper.arxiv_id:
            raise NotFoundError("It is not on arXiv", "Only texts of papers there are fetched.")
        key = self._kept_as(paper)
        services: Sequence[Service] = SERVICES
        if again and key is not None and (text := self.files.load(key)) is not None:
            if self.newer(paper, text) is not None:
                services = tuple(one for one in services if one.has_versions)
            elif text.source == "pdf":
                services = tuple(one for one in services if one.source != "pdf")
        wanted = Wanted(key or paper.id, paper.arxiv_id, paper.arxiv_version, paper.license or "")
        with contextlib.nullcontext() if stopped is None else stopped.at_work():
            client = self._services.client(stopped)
            return ask(
                client,
                self.files,
                wanted,
                notice,
                services,
                waits=waits,
                stopped=stopped,
                part=part,
            )

    def from_disk(
        self,
        id: str | Paper,
        notice: Callable[[str], object] = lambda _: None,
        *,
        stopped: Stop | None = None,
        part: Callable[[Text], object] | None = None,
    ) -> Found:
        """Take in the PDF of a paper that is on this disk, if there is one, asking nobody.

        `part` is told the beginning of what takes long, more of it each time. Raises NotFoundError,
        StoreError and Interrupted.
        """
        paper = self._row(id)
        with contextlib.nullcontext() if stopped is None else stopped.at_work():
            key = self._kept_as(paper) or paper.id
            return take_in(self.files, key, paper, notice, stopped=stopped, part=part)

    def fetch_queued(
        self,
        took: Callable[[QueuedText], object] = lambda _: None,
        notice: Callable[[str], object] = lambda _: None,
        *,
        is_asked: bool = True,
        stopped: Stop | None = None,
    ) -> QueueOutcome:
        """Have the texts here of what is in the queue, one after the other; see `queued_texts`."""
        from .queued_texts import fetch_queued

        rows = self._context.rows(self._context.listings.rowids(_QUEUE, "list"))
        wanted = [paper for paper in rows if self._kept_as(paper) is None]
        client = self._services.client(stopped)
        return fetch_queued(self, client, wanted, took, notice, is_asked=is_asked, stopped=stopped)

    def newer(self, id: str | Paper, text: Text) -> int | None:
        """Return the version of a paper that is out by now, None where the text is of that.

        What was asked for and came as an older one, since arXiv has no other yet, is no news.
        """
        paper = id if isinstance(id, Paper) else self._row(id)
        out, own = paper.arxiv_version, text.version
        if out is None or own is None or own >= out:
            return None
        kept = self.kept(paper)
        asked = kept.version if kept is not None else None
        return out if asked is None or asked < out else None

    def link(self, id: str | Paper) -> str | None:
        """Return where a paper's text came from, else where the paper is; None for neither."""
        paper = self._row(id)
        kept = self.kept(paper)
        fetched = web_address(kept.name) if kept is not None else None
        return fetched or (web_address(paper.link) if paper.link else None)

    def outdated(self) -> list[str]:
        """Return the names of texts that an older Recto has read, for `renew`."""
        return self.files.outdated()

    def is_ready(self, id: str | Paper) -> bool:
        """Whether the text of a paper is here and needs not be read anew first."""
        key = self._kept_as(id)
        return key is not None and self.files.is_ready(key)

    def ready(self, id: str | Paper) -> Text | None:
        """Return the text of a paper at once; None where it is not here, or is read anew first.

        Raises NotFoundError for an unknown id.
        """
        key = self._kept_as(id)
        return None if key is None else self.files.ready(key)

    def renew(
        self,
        name: str,
        *,
        stopped: Stop | None = None,
        part: Callable[[Text], object] | None = None,
    ) -> bool:
        """Read a text anew from what was given, and tell whether that could be done.

        `name` is one of `outdated`, or the id of a paper. What was read before stays where it
        cannot. `part` is told the beginning of what takes long, more of it each time. Raises
        NotFoundError, StoreError and Interrupted.
        """
        key = name if self.files.has(name) else self._kept_as(name)
        with contextlib.nullcontext() if stopped is None else stopped.at_work():
            return key is not None and self.files.renew(key, stopped, part)

    def get(self, id: str | Paper) -> Text | None:
        """Return the text of a paper, None where there is none.

        Raises NotFoundError for an unknown id, and UnreadableError for a damaged one.
        """
        found = self._kept_as(id)
        return None if found is None else self.files.load(found, self._context.notices.tell)

    def highlights(self, id: str | Paper) -> list[Placed]:
        """Return a paper's highlights with their places, in the order of its text.

        Those that it has not stand at the end. Raises as `get` does.
        """
        paper = self._context.rows([self._context.one(id)])[0]
        return in_order(paper.highlights, self.get(id) if paper.highlights else None)

    def kept(self, id: str | Paper) -> Kept | None:
        """Return what is kept of a paper's text: its form, its name, when it came."""
        found = self._kept_as(id)
        return None if found is None else self.files.kept(found)

    def add(self, id: str | Paper, path: str | os.PathLike[str]) -> Text:
        """Take a file in as the text of a paper, and return the text.

        HTML of arXiv, ar5iv and others, Markdown, plain text or PDF, told by the content. Raises
        NotFoundError, UnreadableError where there is no text in it, and StoreError.
        """
        self._context.one(id)  # an unknown paper is said before a file is read
        return self.add_data(id, read_file(Path(path)), Path(path).name)

    def add_data(self, id: str | Paper, data: bytes, name: str) -> Text:
        """Take in what is no file, under a name of its own."""
        return self.files.keep(self._kept_as(id) or self._names(id)[0], data, name)

    def remove(self, id: str | Paper, *, can_return: bool = False) -> bool:
        """Remove the text of a paper, and tell whether there was one.

        For a day it `can_return` by `bring_back`, if that is wanted.
        """
        names = self._names(id)
        return sum(self.files.remove(name, can_return=can_return) for name in names) > 0

    def bring_back(self, id: str | Paper) -> bool:
        """Bring back the text that was removed, unless there is another; tell whether it is."""
        if self._kept_as(id) is not None:
            return False
        # Of a paper that was merged from two both may be there: they may be two again.
        return sum([self.files.bring_back(name) for name in self._names(id)]) > 0

    def picture_address(self, id: str | Paper, text: Text, block: Block) -> str | None:
        """Return where the figure or table is shown that a block of a paper's text is about.

        The place on the page that the text came from, or on that of arXiv; of a PDF its page. None
        where no page is known.
        """
        paper = id if isinstance(id, Paper) else self._row(id)
        kept = self.kept(paper)
        return picture_address(paper, kept.name if kept is not None else "", text, block)

    def backup(self, path: str | os.PathLike[str]) -> tuple[Path, int]:
        """Write all texts to a file beside a backup, and return which and how many."""
        target = beside(path)
        return target, carry_out(self.files, target)

    def restore(self, path: str | os.PathLike[str]) -> int:
        """Take in the texts beside a backup that are not here, and return how many those are."""
        target = beside(path)
        if not target.is_file():
            return 0
        self.files.remember_look(False)  # they are not derived yet
        return carry_in(self.files, target)

    def _ask(self, question: Callable[[IndexReader, Stem], bool]) -> bool:
        """Ask the search index which words there are; it is not waited for."""
        return self._index.finder.ask_reader(question, wait=False)

    @property
    def _marker(self) -> Path:
        return self._context.locations.state / "fetch-texts"

    def _row(self, id: str | Paper) -> Paper:
        return self._context.rows([self._context.one(id)])[0]

    def _kept_as(self, id: str | Paper) -> str | None:
        return next((name for name in self._names(id) if self.files.has(name)), None)

    def _names(self, id: str | Paper) -> list[str]:
        return names_of(self._context, self._context.one(id))


def beside(path: str | os.PathLike[str]) -> Path:
    """Return where the texts of a backup are."""
    return Path(f"{os.fspath(path)}{ENDING}")
