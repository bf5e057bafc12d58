"""The texts of a library's papers: given, kept, read and removed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..disk.private import begin_file, make_directory
from ..errors import NotFoundError, RectoError
from ..paper import Paper
from ..search.spelling.vocabulary import Vocabulary
from ..texts.blocks import Text
from ..texts.carrying import ENDING, carry_in, carry_out
from ..texts.deriving import LARGEST, UnreadableError
from ..texts.keeping import Kept, TextFiles
from .context import Context
from .placed import Placed, in_order, names_of

if TYPE_CHECKING:
    from ..fetch.client import Client
    from ..fetch.clock import Stop
    from ..search.analysis.words import Stem
    from ..search.reader import IndexReader
    from ..texts.asking import Found
    from .full_text import FullTextIndex


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
        stopped: Stop | None = None,
    ) -> Found:
        """Ask arXiv, Hugging Face and ar5iv for the text of a paper, and keep it.

        A service that has none is not asked again for a day; `notice` is told who is asked. Whether
        the reader wants that (`may_fetch`) is for whoever calls. Raises NotFoundError for a paper
        without an arXiv id, OfflineError, StoreError and Interrupted.
        """
        from ..texts.asking import Wanted, ask

        paper = self._context.rows([self._context.one(id)])[0]
        if not paper.arxiv_id:
            raise NotFoundError("It is not on arXiv", "Only texts of papers there are fetched.")
        key = self._kept_as(paper) or paper.id
        wanted = Wanted(key, paper.arxiv_id, paper.arxiv_version, paper.license or "")
        with contextlib.nullcontext() if stopped is None else stopped.at_work():
            return ask(self._services.client(stopped), self.files, wanted, notice)

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
        return in_order(paper, self.get(id) if paper.highlights else None)

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

    def remove(self, id: str | Paper) -> bool:
        """Remove the text of a paper, and tell whether there was one."""
        return sum(self.files.remove(name) for name in self._names(id)) > 0

    def backup(self, path: str | os.PathLike[str]) -> tuple[Path, int]:
        """Write all texts to a file beside a backup, and return which and how many."""
        target = beside(path)
        return target, carry_out(self.files, target)

    def restore(self, path: str | os.PathLike[str]) -> int:
        """Take in the texts beside a backup that are not here, and return how many those are."""
        target = beside(path)
        return carry_in(self.files, target) if target.is_file() else 0

    def _ask(self, question: Callable[[IndexReader, Stem], bool]) -> bool:
        """Ask the search index which words there are; it is not waited for."""
        return self._index.finder.ask_reader(question, wait=False)

    @property
    def _marker(self) -> Path:
        return self._context.locations.state / "fetch-texts"

    def _kept_as(self, id: str | Paper) -> str | None:
        return next((name for name in self._names(id) if self.files.has(name)), None)

    def _names(self, id: str | Paper) -> list[str]:
        return names_of(self._context, self._context.one(id))


def beside(path: str | os.PathLike[str]) -> Path:
    """Return where the texts of a backup are."""
    return Path(f"{os.fspath(path)}{ENDING}")


def read_file(path: Path) -> bytes:
    """Return the bytes of a file; raises RectoError where it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise RectoError(f"Cannot read {path}", f"{error.strerror}.") from error
    if len(data) > LARGEST:
        raise UnreadableError(f"It has more than {LARGEST >> 20} MB.")
    return data
