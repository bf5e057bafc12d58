"""What the reader wants, as his marks tell it: lists in its order, with the reasons."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ..errors import NotFoundError, Superseded
from ..journal.acts import TASTE
from ..parts.context import Context
from ..store.marked import Moment
from ..taste.background import floor_of
from ..taste.cache import Known, TermCache
from ..taste.learned import Learned
from ..taste.lessons import Lessons, load_lessons, registered
from ..taste.profiles import NOTHING, Taught, make_profile
from ..taste.terms import TermVector, hash_of, stems_of, vector_of
from ..taste.texts import texts_of
from ..taste.weights import term_weights
from ..views import ALL, View
from .standing import StandingWords
from .taste.library_scores import AT_ONCE, LibraryScores, Near, batched
from .taste.ranking import Ranking, Ties, best_first

if TYPE_CHECKING:
    from ..taste.learned import TasteProfile
    from ..taste.reasons import TasteReason

MOST_LIKED = 300
"""Papers that a profile is made of, those marked last."""

MOST_REJECTED = 100

_MARKED, _ADDED = 2, 1
"""How much a paper counts that was marked, and one that was only brought in by hand."""

_TOGETHER = 8
"""Papers whose terms are worked out at once before they are asked for."""

_REST = 0.05
"""Seconds of rest at most between two of these: whoever leaves waits for them."""

_KNOWN = """SELECT p.pid, p.id, p.rev FROM json_each(?) j JOIN papers p ON p.pid = j.value
    ORDER BY j.key"""

_OPENED = "SELECT count(*), coalesce(max(wall), '') FROM positions"


class Tastes:
    """Ranks papers by what the reader's marks teach; safe for threads."""

    def __init__(self, context: Context, standing: StandingWords, near: Near) -> None:
        self._standing = standing
        self._context = context
        self._database = context.database
        self._lock = threading.RLock()
        key = f"{context.store.library_id} {term_weights().checksum}"
        self._terms = TermCache(context.locations.cache / "terms", key, self._vectors_of)
        self._taste = Learned(None, NOTHING, Lessons({}, {}), {}, {}, 0)
        self._of_tag = Learned(None, NOTHING, Lessons({}, {}), {}, {}, 0)
        self._scores = LibraryScores(context, near)
        self._ties = Ties(context.database)
        self.unranked = ""
        """A sentence about papers of the last list of which nothing is known yet, if any are."""

    @property
    def is_known(self) -> bool:
        """Whether anything has taught what the reader wants; waits for no list that is ranked."""
        with self._database.moment():
            moment = self._context.marked.now()
            known = self._taste  # another thread may put another one in its place
            if known.key == self._key(moment):
                return bool(known.profile.sizes)
            return bool(load_lessons(self._database, moment).liked)

    def now(self, tag: str = "", is_stale: Callable[[], bool] | None = None) -> Learned:
        """Return the taste as the marks are now, or that of the papers of a tag.

        Against is the same for all tags. Raises NotFoundError for a tag that no paper has, and
        Superseded once `is_stale` says that nobody waits for it any more.
        """
        if tag:
            return self._of(tag, is_stale)
        database = self._database
        with self._lock, database.moment():
            moment = self._context.marked.now()
            key = self._key(moment)
            if self._taste.key != key:
                self._taste = self._made(key, load_lessons(database, moment), is_stale)
            return self._taste

    def _of(self, tag: str, is_stale: Callable[[], bool] | None) -> Learned:
        with self._lock, self._database.moment():
            papers = set(self._context.listings.members(View("tag", tag)))
            if not papers:
                reason = f"No paper has the tag {tag!r}."
                raise NotFoundError("No such tag", reason, "`recto tags` lists them.")
            whole = self.now(is_stale=is_stale)
            key = whole.key, tag
            if self._of_tag.key != key:
                liked = {
                    rowid: lesson
                    for rowid, lesson in whole.lessons.liked.items()
                    if rowid in papers
                }
                self._of_tag = self._made(key, whole.lessons._replace(liked=liked), is_stale)
            return self._of_tag

    def ranked(
        self,
        rowids: Iterable[int],
        tag: str = "",
        is_stale: Callable[[], bool] | None = None,
    ) -> Ranking:
        """Return papers best first; as they came where nothing is known.

        Of those that are alike the newest come first, and then what is the same on each machine. By
        the taste of all marks, or of the papers of a `tag`. Raises Superseded once `is_stale` says
        that nobody waits for it any more; what was worked out by then stays.
        """
        given = array("q", dict.fromkeys(rowids))
        with self._lock:
            taste = self.now(tag, is_stale)
            if not taste.profile.sizes:
                return Ranking(self.reasons, taste, [*given], [0] * len(given))
            scores = self._scores.of(given, taste, is_stale, is_tag=bool(tag))
            unscored = self._scores.unscored
        self.unranked = ""
        if unscored:
            self.unranked = (
                f"{unscored:,} of {len(given):,} papers are not ranked yet; "
                "the reader goes on with that while it is open."
            )
            self._context.notices.tell(self.unranked)
        ranked, best = best_first(given, scores)
        return Ranking(self.reasons, taste, self._ties.settled(ranked, best), best, unscored)

    def reasons(
        self, rowids: Sequence[int], taste: Learned | None = None
    ) -> dict[int, tuple[TasteReason, ...]]:
        """Return why papers stand where they do; nothing for what is not known."""
        from ..taste.telling import reasons_of  # late: a list is ranked without

        first = self._standing.reasons(rowids)
        with self._lock:
            taste = taste or self.now()
            if not taste.profile.sizes:
                return first
            known = self._known([rowid for rowid in rowids if rowid >= 0])
            vectors = self._terms.vectors({rowid: rev for rowid, (_, rev) in known.items()})
        learned = reasons_of(self._database, taste, vectors)
        for rowid, reasons in first.items():
            learned[rowid] = (*reasons, *learned.get(rowid, ()))
        return learned

    def profile(self, tag: str = "") -> TasteProfile:
        """Return the taste in words: for, against, struck, and which papers each comes from."""
        from ..taste.telling import profile_of

        taste = self.now(tag)
        return profile_of(self._database, taste, registered(self._database, TASTE))

    def prepare(self, is_wanted: Callable[[], bool]) -> None:
        """Work out terms and scores of all papers while that `is_wanted`.

        Lists are ranked at once then. What is new comes first, a few papers at a time: whoever asks
        meanwhile waits for those alone, and others have the processor for as long as they took.
        What was worked out by the end is not worked out again.
        """

        def is_stale() -> bool:
            return not is_wanted()

        with contextlib.suppress(Superseded):
            self._prepare(is_stale)

    def keep_up(self, is_wanted: Callable[[], bool]) -> None:
        """Have what is new ready to be ranked by the marks as they are now, while `is_wanted`.

        A few papers at a time, as `prepare` does. It costs next to nothing where the marks teach
        what they taught before.
        """
        is_stale = lambda: not is_wanted()  # noqa: E731
        with contextlib.suppress(Superseded):
            if self.now(is_stale=is_stale).profile.sizes:
                new = self._context.listings.rowids(View("new"), "relevance")
                self._make_terms(new, is_stale)
                self._score(new, is_stale)

    def _prepare(self, is_stale: Callable[[], bool]) -> None:
        if not self.now(is_stale=is_stale).profile.sizes:
            return
        listings = self._context.listings
        new = listings.rowids(View("new"), "relevance")
        whole = listings.rowids(ALL, "relevance")
        for is_again in (False, True):  # once it is known whether what is kept is damaged
            if not self._make_terms(dict.fromkeys((*new, *whole)), is_stale) and is_again:
                break
            self._score(whole, is_stale)
        with self._lock:
            self._scores.shrink(lambda: not is_stale())
        self.save()

    def _make_terms(self, rowids: Iterable[int], is_stale: Callable[[], bool]) -> bool:
        """Work out the terms of papers, a few at a time; return whether any were not known."""
        with self._lock:
            lacking = self._scores.lacking_terms(rowids)
        for some in batched(lacking, _TOGETHER):
            with self._paced():
                rest = self._scores.lacking_terms(some)  # another thread may have come first
                self._scores.make(rest, self.now(is_stale=is_stale), is_stale=is_stale)
        return bool(lacking)

    def _score(self, rowids: Sequence[int], is_stale: Callable[[], bool]) -> None:
        for some in batched(rowids, self._scores.pace(len(rowids))):
            with self._paced():
                self._scores.of(some, self.now(is_stale=is_stale), is_stale)

    @contextlib.contextmanager
    def _paced(self) -> Iterator[None]:
        """Work with the lock, and rest for as long without it, if that is not long."""
        start = time.monotonic()
        with self._lock:
            yield
        time.sleep(min(_REST, time.monotonic() - start))

    def close(self) -> None:
        """Let go of the files; what was not saved is worked out anew next time.

        Whoever leaves waits for no list: while one is ranked they are left to the end.
        """
        if self._lock.acquire(blocking=False):
            try:
                self._scores.close()
            finally:
                self._lock.release()

    def save(self) -> None:
        """Keep what was worked out for the next start; to be called when there is time."""
        with self._lock:
            self._terms.save()
            self._scores.save()

    def _key(self, moment: Moment) -> tuple[object, ...]:
        """Return what changes whenever something else may be taught."""
        return moment.rev, moment.seq, moment.act, *self._database.row(_OPENED)

    def _made(self, key: object, lessons: Lessons, is_stale: Callable[[], bool] | None) -> Learned:
        if not lessons.liked:
            return Learned(key, NOTHING, lessons, {}, {}, 0)
        names = self._known([*lessons.liked, *lessons.rejected])
        # By the id where one act marked several: row numbers differ from machine to machine.
        newest = sorted(
            names.keys() & lessons.liked.keys(),
            key=lambda rowid: (
                -_amount(lessons, rowid),
                -lessons.liked[rowid].clock,
                names[rowid][0],
            ),
        )[:MOST_LIKED]
        against = sorted(
            names.keys() & lessons.rejected.keys(),
            key=lambda rowid: (-lessons.rejected[rowid], names[rowid][0]),
        )[:MOST_REJECTED]
        known = {rowid: names[rowid] for rowid in (*newest, *against)}
        vectors = self._vectors({rowid: rev for rowid, (_, rev) in known.items()}, is_stale)
        liked, rejected = list[Taught](), list[Taught]()
        for rowid, (name, _) in known.items():
            if rowid in lessons.rejected:
                rejected.append(Taught(name, vectors[rowid]))
            else:
                liked.append(Taught(name, vectors[rowid], _amount(lessons, rowid)))
        profile = make_profile(liked, rejected, self._struck(list(known)))
        kept = {rowid: vectors[rowid] for rowid in newest if rowid in vectors}
        gone = {rowid: vectors[rowid] for rowid in known if rowid in lessons.rejected}
        return Learned(key, profile, lessons, kept, gone, floor_of(profile, liked))

    def _struck(self, rowids: Sequence[int]) -> set[int]:
        """Return the terms of these papers that were struck."""
        single, pairs = set[str](), set[tuple[str, str]]()
        for word in registered(self._database, TASTE):
            stems = stems_of(word)
            if len(stems) == 1:
                single.add(stems[0])
            pairs.update(pairwise(stems))
        if not single:
            return {hash_of(*pair) for pair in pairs}
        terms = {hash_of(stem) for stem in single} | {hash_of(*pair) for pair in pairs}
        for _, title, abstract, _ in texts_of(self._database, rowids):
            for text in (title, abstract):
                stems = stems_of(text)
                if not single.isdisjoint(stems):
                    terms.update(
                        hash_of(first, second)
                        for first, second in pairwise(stems)
                        if first in single or second in single
                    )
        return terms

    def _vectors(self, known: Known, is_stale: Callable[[], bool] | None) -> dict[int, TermVector]:
        """Return the terms of papers; raises Superseded, what was worked out by then stays."""
        vectors: dict[int, TermVector] = {}
        for some in batched(known, AT_ONCE):
            if is_stale is not None and is_stale():
                raise Superseded
            vectors.update(self._terms.vectors({one: known[one] for one in some}))
        return vectors

    def _known(self, rowids: Sequence[int]) -> dict[int, tuple[str, int]]:
        """Return the ids of papers and the `rev` at which they changed last, in this order."""
        rows = self._database.rows(_KNOWN, (json.dumps(rowids),))
        return {rowid: (name, rev) for rowid, name, rev in rows}

    def _vectors_of(self, known: Known) -> Iterator[tuple[int, TermVector]]:
        held = dict(self._scores.held_terms(known))
        yield from held.items()
        lacking = [rowid for rowid in known if rowid not in held]
        for rowid, title, abstract, authors in texts_of(self._database, lacking):
            vector = vector_of(title, abstract, authors)
            self._scores.take_terms(rowid, known[rowid], vector)
            yield rowid, vector


def _amount(lessons: Lessons, rowid: int) -> int:
    return _ADDED if lessons.liked[rowid].way == "added" else _MARKED
