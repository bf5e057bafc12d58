"""What an index of whole papers lacks of the texts, as it is put into it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import RectoError
from ...search.search_index import Document
from ...search.segments.extending import Extension, Progress
from ...search.segments.stamp import Stamp
from .contents import NAME, Contents, Indexed
from .sections import sections_of

if TYPE_CHECKING:
    from ..keeping import TextFiles

_USUAL = 20
"""Sections of a text, about, by which it is told whether a second process is worth its start."""

_MOST_REPLACED = 0.5
"""Share of texts that are gone or told anew above which the index is made anew."""


class Work:
    """The texts that came, went or changed since an index was made."""

    def __init__(
        self,
        files: TextFiles,
        stamp: Stamp | None,
        contents: Contents,
        progress: Progress | None,
        *,
        is_anew: bool,
    ) -> None:
        self._files = files
        self._progress = progress
        marks = files.marks()
        kept = [text for text in contents.texts if marks.get(text.name) == text.mark]
        gone = len(contents.texts) - len(kept)
        is_begun = stamp is not None and bool(stamp.upto)
        is_other = not contents.is_current or gone > _MOST_REPLACED * max(1, len(marks))
        if is_anew or stamp is None or is_other:
            stamp, contents, kept, gone = None, Contents(), [], 0
        self.base = stamp
        """The index that it is built upon; None for none."""
        self._kept = kept
        known = {text.name for text in kept}
        self._lacking = {name: mark for name, mark in marks.items() if name not in known}
        self._added: list[Indexed] = []
        self._next = max(contents.end, stamp.upto + 1 if stamp is not None else 1)
        ends = [range(text.first, text.end) for text in contents.texts if text.name not in known]
        # Of what was interrupted in the middle of a text the beginning is there.
        self._removed = frozenset(chain(*ends, range(contents.end, self._next)))
        self.is_needed = is_anew or stamp is None or is_begun or gone > 0 or bool(self._lacking)
        """Whether there is anything to be done."""

    def extension(self) -> Extension:
        """Return it as what is put into an index."""
        return Extension(
            self._documents(),
            0,
            self._removed,
            total=_USUAL * len(self._lacking),
            is_apart=True,
            conclude=self._conclude,
        )

    def report(self, done: int, total: int) -> None:
        """Tell how many texts are done, of how many."""
        if self._progress is not None:
            known = len(self._kept)
            self._progress(known + len(self._added), known + len(self._lacking))

    def _documents(self) -> Iterator[Document]:
        for name, mark in self._lacking.items():
            try:
                text = self._files.load_as_made(name)
            except RectoError:  # whoever opens it is told
                text = None
            sections = list(sections_of(text)) if text is not None else []
            indexed = Indexed.of(name, mark, self._next, sections)
            self._added.append(indexed)
            self._next = indexed.end
            for number, section in enumerate(sections, indexed.first):
                yield Document(number, section.heading, section.body)

    def _conclude(self, folder: Path, upto: int | None) -> str:
        """Write which texts are there, without one that is not there wholly; name the file."""
        added = [text for text in self._added if upto is None or text.end - 1 <= upto]
        Contents((*self._kept, *added)).write(folder)
        return NAME
