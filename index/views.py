"""What a list can show and in which order, and how many papers there are."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, Self, cast, get_args

SORTS = (
    *("relevance", "newest", "oldest", "comments", "upvotes", "rising", "title", "added", "list"),
    "taste",
)
"""The orders a list can have.

`relevance` without a query is the newest import first; `rising` goes by the upvotes gained per day
where pages of several days tell (see `store/seen.py`); `added` goes by when a paper first came
into the library; `list` is the reader's own order of the
queue or a tag, and of a source the page's; `taste` is what the reader's marks teach.
"""

ViewKind = Literal[
    "all", "new", "mine", "bookmarks", "unread", "tag", "source", "queue", "done", "search"
]

_KINDS = frozenset(get_args(ViewKind))


class View(NamedTuple):
    """Which part of the library a list shows."""

    kind: ViewKind = "all"
    name: str = ""
    """The tag, the source or the saved search, for views of these kinds."""

    def __str__(self) -> str:
        """Return it as one word, such as `queue` or `tag:ml/pruning`."""
        return f"{self.kind}:{self.name}" if self.name else self.kind

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the view that a text names; the whole library where it names none."""
        kind, _, name = text.partition(":")
        return cls(cast(ViewKind, kind), name) if kind in _KINDS else cls()

    @property
    def default_sort(self) -> str:
        """The order it is in unless the reader chose another."""
        return "list" if self.kind in ("queue", "tag") else "relevance"


ALL = View()
"""The whole library."""


class SourceCount(NamedTuple):
    """A source and how many papers it holds; all days of a stream are one source."""

    name: str
    label: str
    """Its most distinctive words, or the name that the reader gave it."""
    count: int  # type: ignore[assignment]  # of a tuple nobody asks how often it has something
    is_named: bool = False
    """The label is the reader's."""
    is_bundled: bool = False
    """It came with Recto, and there are others by now."""
    days: int = 0
    """Of how many days it has pages, where it is a stream; see `stream_names`."""
    new: int = 0
    """How many of its papers are new, where it is a stream or a day of one."""


class Standing(NamedTuple):
    """What becomes of the new papers that a saved search finds."""

    way: Literal["always", "never", "at-most"]
    """They come first, are not shown, or only the best of each day are."""
    most: int | None = None
    """How many of a day, for `at-most`."""

    @classmethod
    def behind(cls, text: str) -> tuple[str, Self | None]:
        """Return a name and what stands behind it, as in `speech --never` or `a --at-most 3`."""
        found = _BEHIND.fullmatch(text.strip())
        if found is None:
            return text.strip(), None
        name, way, most = found.groups()
        if most:
            return name.strip(), cls("at-most", int(most))
        return name.strip(), cls("always" if way == "always" else "never")

    def __str__(self) -> str:
        """Return it in words, such as `at most 3`."""
        return self.way if self.most is None else f"at most {self.most:,}"


_BEHIND = re.compile(r"(.*?)\s+--(?:(always|never)|at-most[ =]([1-9][0-9]{0,8}))", re.ASCII)


class SavedSearch(NamedTuple):
    """A search that the reader kept under a name."""

    name: str
    slot: int | None
    """The key behind `g`, 1 to 9; None when all of them are taken."""
    text: str
    view: View
    sort: str
    new: int = 0
    """Papers that it finds and that are new."""
    position: str | None = None
    """The id of the paper under the cursor when it was last looked at."""
    standing: Standing | None = None
    did: int = 0
    """On how many new papers it acts, where it is a standing one."""


class Counts(NamedTuple):
    """How many papers each view has."""

    all: int
    new: int
    """Papers that came by a stream of late, are unread and were neither passed nor marked yet, but
    for those that standing searches keep back."""
    bookmarks: int
    unread: int
    tags: tuple[tuple[str, int], ...]
    """Tags that are in use, a parent before its children and with them, each paper once."""
    sources: tuple[SourceCount, ...]
    """The newest first."""
    queue: int = 0
    done: int = 0
    searches: tuple[SavedSearch, ...] = ()
    """By slot; `new` as it was last counted, since counting takes a search."""
    mine: int = 0
    """Bookmarked, noted, highlighted, tagged or queued, or brought in by hand."""
    read: int = 0
    bundled: int = 0
    """Papers on bundled pages, once there are others."""


IndexState = Literal["ready", "stale", "missing"]
"""Whether the full-text index answers for the papers as they are, for older ones, or not at all."""
