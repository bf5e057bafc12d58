"""The index of whole papers: kept up to date with the files of texts, asked for their sections.

It is one like that of titles and abstracts, in a directory of its own, of which each document is a
section of a text. It is loaded when a text is first asked for.
"""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ...errors import RectoError, SearchIndexError
from ...search.query.nodes import And, Inside, Node, Or, Word
from ...search.query.query import Query
from ...search.search_index import SearchIndex
from ...search.segments.extending import Progress, extend
from ...search.segments.generations import Generations
from ...search.segments.integrity import Inspection
from ...search.segments.stamp import Stamp
from ...views import IndexState
from .contents import Contents, Indexed
from .sections import sections_of
from .work import Work

if TYPE_CHECKING:
    from ...search.analysis.words import Stem
    from ...search.filtering.paper_set import PaperSet
    from ...search.query.effort import Effort
    from ...search.reader import IndexReader
    from ...search.retrieval.memory import Memory
    from ..keeping import TextFiles

_SHORTEST_BEGUN = 3
"""Letters from which any word that begins so is looked for while one types."""

_PAUSE = 0.002
"""Seconds for others after every piece of a file that is looked through while somebody reads."""


Spot = tuple[float, int]
"""Where in a text something was found: what the best section scores, and its number in the index.

A plain tuple, as there may be one for every text."""


class _Opened(NamedTuple):
    """An index that is open, and what is known of its documents."""

    mark: object
    contents: Contents
    places: array[int]
    """For each number of a section the place of its text among the contents, from 1; 0 for none."""
    names: list[str]
    """The names of texts by these places."""
    groups: array[int]
    """For each document the same."""
    memory: Memory


class TextIndex:
    """Answers which texts have words, and where; safe to use from several threads."""

    def __init__(
        self,
        directory: Path,
        library_id: str,
        files: TextFiles,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._files = files
        self._tell = tell
        self._generations = Generations(directory, library_id)
        self._index = SearchIndex(directory, library_id)
        self._inspection = Inspection(self._generations)
        self._opened: _Opened | None = None
        self._known: tuple[tuple[int, int, int] | None, Contents] | None = None

    # Its state

    def state(self) -> IndexState:
        """Tell what the index answers for, without opening it."""
        stamp, contents = self._present()
        marks = self._files.marks()
        if stamp is None:
            return "missing" if marks else "ready"
        is_whole = not stamp.upto and contents.is_current
        return "ready" if is_whole and contents.marks == marks else "stale"

    def size(self) -> tuple[int, int]:
        """Return how many texts it has, and how many bytes it takes."""
        stamp, contents = self._present()
        return len(contents.texts), sum(stamp.files.values()) if stamp is not None else 0

    def _present(self) -> tuple[Stamp | None, Contents]:
        """Return the stamp of the index and the texts it has; None for one not fit for use."""
        try:
            stamp = self._generations.read_again()
            mark = self._generations.mark()
            if self._known is None or self._known[0] != mark:
                self._known = mark, Contents.read(self._generations.path(stamp))
            return stamp, self._known[1]
        except SearchIndexError:
            return None, Contents()

    def check(self, is_wanted: Callable[[], bool] = lambda: True) -> str:
        """Look whether the index is what was written, at most once a day; for a thread at leisure.

        Return a sentence if it is damaged; it is out of use then, and to be built anew. Raises
        Superseded once it `is_wanted` no more; the next start looks again.
        """
        stamp, _ = self._present()
        if stamp is None or not self._inspection.is_due():
            return ""
        try:
            reason = self._inspection.inspect(stamp, _PAUSE, is_wanted)
            if reason:
                self._generations.discard(stamp)
        except SearchIndexError as error:
            return f"The index of texts is damaged: {error}"
        return f"The index of texts is damaged: {reason} It is built anew." if reason else ""

    def close(self) -> None:
        """Let go of the index's files."""
        self._index.close()

    # Keeping it up to date

    def remove_unfinished(self) -> None:
        """Remove what killed processes have left of an index that they were building."""
        self._generations.remove_unfinished()

    def refresh(self, progress: Progress | None = None, *, is_anew: bool = False) -> int:
        """Bring the index up to date with the files, or make it anew; return its number of texts.

        Where that is interrupted, what is done of it answers, and the next call goes on. They are
        taken as any Recto has derived them. Raises SearchIndexError.
        """
        if not is_anew and self.state() == "ready":
            return len(self._present()[1].texts)
        with self._generations.lock(wait=True, tell_waiting=self._tell_waiting):
            stamp, contents = self._present()
            if stamp is not None and not is_anew and self._is_damaged(stamp):
                stamp = None
            work = Work(self._files, stamp, contents, progress, is_anew=is_anew)
            if work.is_needed:
                extend(self._generations, work.base, work.extension(), work.report)
        return len(self._present()[1].texts)

    def _is_damaged(self, stamp: Stamp) -> bool:
        """Tell whether an index that is to be gone on with is not what was written; say so."""
        if not stamp.upto and not self._inspection.is_due():
            return False
        reason = self._inspection.inspect(stamp)
        if reason:
            self._tell(f"The index of texts is damaged: {reason} It is built anew.")
        return bool(reason)

    def _tell_waiting(self) -> None:
        self._tell("Another process is indexing the texts; waiting for it.")

    def put_out_of_use(self) -> None:
        """Let an index that cannot be read count as missing."""
        with contextlib.suppress(SearchIndexError):
            self._generations.discard(self._generations.read())

    # Asking it

    def find(self, leaves: Sequence[Inside], effort: Effort) -> dict[str, Spot]:
        """Return the texts that have all of some words in one section: by names, the best first.

        Of each the best such section. Raises SearchIndexError for an index that is missing or
        damaged, Superseded and CostlyQueryError.
        """
        return self._index.ask_reader(
            lambda reader, stem: self._found(reader, stem, leaves, effort)
        )

    def mark(self) -> object:
        """Return what changes whenever another index is in use; cheap enough to ask always."""
        return self._generations.mark()

    def allow(self, effort: Effort) -> None:
        """Set the bound of an effort as for the index that was asked last."""
        if self._opened is not None:
            effort.allow(len(self._opened.groups))

    def section(self, spot: Spot) -> tuple[str, str, int, str] | None:
        """Return of a section what its text is called and marked, its block and its name."""
        opened = self._opened
        text = opened.contents.at(spot[1]) if opened is not None else None
        return None if text is None else (text.name, text.mark, *text.section(spot[1]))

    def _found(
        self, reader: IndexReader, stem: Stem, leaves: Sequence[Inside], effort: Effort
    ) -> dict[str, Spot]:
        from ...search.retrieval.ranking import Ranking

        opened = self._open(reader)
        self.allow(effort)
        nodes: list[Node] = [_begun(leaf) for leaf in leaves]
        is_open = leaves[-1].is_open and nodes[-1] == leaves[-1].node
        if len(nodes) > 1:  # each by itself: words that are asked for apart are no name together
            nodes = [*(Or((node,)) for node in nodes[:-1]), nodes[-1]]
        query = Query("", And(tuple(nodes)), is_open)
        facts = _Sections(self._files, opened.contents)
        ranking = Ranking(reader, stem, effort, facts, opened.memory, opened.groups)
        ranked = ranking.rank(query, is_open, None, None)
        names = map(opened.names.__getitem__, map(opened.places.__getitem__, ranked.rowids))
        found = dict(zip(names, zip(ranked.scores, ranked.rowids, strict=True), strict=True))
        found.pop("", None)
        return found

    def _open(self, reader: IndexReader) -> _Opened:
        """Return what is known of the documents of an open index, read once."""
        if self._opened is None or self._opened.mark != reader.mark:
            from ...search.retrieval.memory import Memory

            assert reader.folder is not None  # it was opened from files
            contents = Contents.read(reader.folder)
            place_of = array("I", [0]) * (1 + max(contents.end, max(reader.rowids, default=0)))
            for place, text in enumerate(contents.texts, 1):
                place_of[text.first : text.end] = array("I", [place]) * text.length
            groups = array("I", map(place_of.__getitem__, reader.rowids))
            names = ["", *(text.name for text in contents.texts)]
            self._opened = _Opened(reader.mark, contents, place_of, names, groups, Memory())
        return self._opened


def _begun(leaf: Inside) -> Node:
    """Return what is looked for: of a word that is begun any that begins so, if it has letters."""
    node = leaf.node
    if leaf.is_open and isinstance(node, Word) and len(node.parts[-1]) >= _SHORTEST_BEGUN:
        return Word(node.parts, node.joined, "prefix") if not node.sign else node
    return node


class _Sections:
    """The sections' own texts, on which phrases are checked of which the index knows too little."""

    def __init__(self, files: TextFiles, contents: Contents) -> None:
        self._files = files
        self._contents = contents

    def members(self, node: Node, effort: Effort) -> PaperSet:
        """Nothing but words is asked of sections."""
        raise TypeError("sections have words alone")

    def texts(self, rowids: Sequence[int]) -> Iterator[tuple[int, str, str]]:
        """Yield number, heading and words of sections."""
        wanted: dict[Indexed, list[int]] = {}
        for number in rowids:
            if (text := self._contents.at(number)) is not None:
                wanted.setdefault(text, []).append(number)
        for text, numbers in wanted.items():
            with contextlib.suppress(RectoError):  # a text that cannot be read has no words
                loaded = self._files.load_as_made(text.name)
                sections = list(sections_of(loaded)) if loaded is not None else []
                for number in numbers:
                    if number - text.first < len(sections):
                        section = sections[number - text.first]
                        yield number, section.heading, section.body
