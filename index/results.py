"""What the library answers: hits and reports; values without behaviour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self

from .errors import RectoError
from .paper import Paper

if TYPE_CHECKING:
    from .pages.contents import Problem
    from .search.highlighting.reasons import Reason
    from .search.highlighting.text_hits import TextHits
    from .views import SavedSearch

Span = tuple[Literal["title", "abstract"], int, int]
"""Where a word stands that matched: the field, and where it begins and ends there."""


class _Late:
    """What finds an attribute when it is first asked for, as that takes longer than the search."""

    __slots__ = ("_find",)


@dataclass(frozen=True, slots=True)
class Hit(_Late):
    """A paper that a search has found."""

    paper: Paper
    score: float | None
    """Its relevance to the words, to be compared within one search only; None without words."""
    spans: tuple[Span, ...] = ()
    """The words that matched, in title and abstract; found when they are first asked for."""
    reasons: tuple[Reason, ...] = ()
    """What has the words that title and abstract do not have: an author, a note, a date."""

    @classmethod
    def marked(
        cls,
        paper: Paper,
        score: float | None,
        find: Callable[[Paper], tuple[Span, ...]],
        reasons: tuple[Reason, ...] = (),
    ) -> Self:
        """Return a hit whose spans `find` tells, when they are first asked for."""
        hit = cls.__new__(cls)
        told = {"paper": paper, "score": score, "reasons": reasons, "_find": find}
        for name, value in told.items():
            object.__setattr__(hit, name, value)
        return hit

    if not TYPE_CHECKING:  # any name would be one of its own

        def __getattr__(self, name: str) -> Any:
            """Return the spans, which are not there yet; nothing else is missing."""
            if name != "spans":
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            spans = self._find(self.paper)
            object.__setattr__(self, name, spans)
            return spans


@dataclass(frozen=True, slots=True)
class Results(_Late):
    """The first papers that a search has found."""

    hits: tuple[Hit, ...]
    """Read when they are first asked for, or when the library is closed: as the papers are then,
    without those that were merged into others meanwhile. Raises StoreError."""
    total: int
    """How many papers match; while typing it may be a lower bound."""
    hints: tuple[str, ...] = ()
    """Short sentences about what was not understood, or found only in part."""
    is_partial: bool = False
    """Whether no paper has all the words, and these have most of them."""
    suggestion: str | None = None
    """The corrected query that these papers answer, where another one was asked."""
    texts: TextHits | None = None
    """Where whole papers have what was asked of them, for as long as the library is open."""

    @classmethod
    def begun(
        cls,
        find: Callable[[], tuple[Hit, ...]],
        total: int,
        hints: tuple[str, ...],
        is_partial: bool,
        suggestion: str | None,
        texts: TextHits | None,
    ) -> Self:
        """Return results whose hits `find` tells, when they are first asked for."""
        results = cls.__new__(cls)
        told = (find, total, hints, is_partial, suggestion, texts)
        for name, value in zip(("_find", *cls.__slots__[1:]), told, strict=True):
            object.__setattr__(results, name, value)
        return results

    if not TYPE_CHECKING:  # any name would be one of its own

        def __getattr__(self, name: str) -> Any:
            """Return the hits, which are not there yet; nothing else is missing."""
            if name != "hits":
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            hits = self._find()
            object.__setattr__(self, name, hits)
            return hits


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a paper's numbers were on one day."""

    day: str
    """An ISO date."""
    upvotes: int | None
    comments: int | None


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of one file that was added."""

    name: str
    """The source's name: the file's own, `stdin` for standard input."""
    records: int = 0
    """Papers that the file shows."""
    new: int = 0
    """Papers that the library did not have."""
    known: int = 0
    problems: tuple[Problem, ...] = ()
    """What in it could not be read."""
    error: RectoError | None = None
    """Why nothing of it was added; None when it was."""
    unchanged: bool = False
    """The library had these very bytes under this name."""
    continued: int = 0
    """Records that were there, since adding this file was interrupted before."""
    format: str = ""
    """The kind of file it is, one of `FORMATS`."""
    skipped: int = 0
    """For a directory, how many files in it hold no text."""
    remarks: tuple[str, ...] = ()
    """Sentences about what was kept in another way, or left out, or could be had as well."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What one call has marked or changed: an act of the journal, or nothing."""

    act: str | None
    """The act's id in the journal; None where nothing was to be changed."""
    kind: str
    sentence: str
    """What happened as the log tells it, ready to be shown."""
    papers: tuple[Paper, ...]
    """The papers that were named, as they are now; of a whole list, a tag or an undone act the
    first; none for an act on the library as a whole."""
    count: int
    """How many papers it is about; of sources that were removed, those that went out of sight."""


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Papers that may be the same."""

    reason: str
    """Why they are not one, such as `same title, different first authors`."""
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Undone(Marked):
    """An act that was taken back, or put in force again."""

    act: str
    """The id of that act."""


@dataclass(frozen=True, slots=True)
class UndoStep:
    """An act that undo would take back."""

    act: str
    sentence: str
    """What it did, as the log tells it, ready to be shown."""
    count: int
    """How many papers it is about."""
    day: str
    """The ISO day on which it was done, as the clock of its machine told."""
    is_of_shell: bool
    """Whether a command of the shell did it, and not a reader."""
    is_fetched: bool = False
    """Whether a reader fetched it, beside what was done there."""


@dataclass(frozen=True, slots=True)
class Identified(Marked):
    """What came of giving a paper its arXiv id."""

    is_merged: bool
    """Whether another paper had the id, which is the same one now."""


@dataclass(frozen=True, slots=True)
class Saved(Marked):
    """A search that was saved."""

    search: SavedSearch


class Synced(NamedTuple):
    """What bringing the library in step has done."""

    sent: int = 0
    """Objects that were written for the others: acts, papers, registers."""
    read: int = 0
    """Acts of others that were new here."""
    new_papers: int = 0
    """Papers of others that were new here."""
    others: int = 0
    """What else of others was new here: places in texts, half-typed notes, what was passed,
    settings."""
    waiting: int = 0
    """Objects of others that are known to be on their way."""
    papers: int = 0
    """All papers of the library."""
    new: int = 0
    """Those of them that are new to the reader."""
    sentences: tuple[str, ...] = ()
    """What is to be said of it, once."""
    machines: tuple[tuple[str, int], ...] = ()
    """Whose acts were new here, by the names of machines, with how many each."""
    is_away: bool = False
    """Whether one of several ways could not be reached."""
    is_busy: bool = False
    """Whether another process was at it, so that nothing was done."""
    away: tuple[str, ...] = ()
    """What is to be said of ways that could not be reached; it is among the `sentences`, too."""
    sent_acts: int = 0
    """Acts that were written for the others; what goes two ways counts once."""
    sent_papers: int = 0
    """Papers of which was written what was not there."""
    sent_others: int = 0
    """What else was written: places in texts, half-typed notes, what was passed, settings."""
