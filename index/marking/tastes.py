"""What the reader wants, as his marks tell it: lists in its order, with the reasons."""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import NotFoundError, RectoError, SearchIndexError, Superseded
from ..journal.acts import ADD, STEP, TASTE, TAUGHT, TEACHES, part_of
from ..pages.directories import is_several
from ..parts.context import Context
from ..taste.cache import Known, TermCache
from ..taste.learned import Learned
from ..taste.lessons import Lessons, forgotten_before, load_lessons, registered
from ..taste.profiles import NOTHING, Taught, make_profile
from ..taste.scoring import floor_of, score
from ..taste.terms import TermVector, hash_of, stems_of, vector_of
from ..taste.texts import texts_of
from ..taste.weights import term_weights
from ..text import clean
from ..views import ALL, View
from .ranking import Ranking
from .recording import marked
from .standing import StandingWords

if TYPE_CHECKING:
    from ..parts.intake import Intake
    from ..results import AddReport, Marked
    from ..taste.learned import TasteProfile
    from ..taste.reasons import TasteReason

MOST_LIKED = 300
"""Papers that a profile is made of, those marked last."""

MOST_REJECTED = 100

MOST_SCORED = 3000
"""Papers of one list that are scored, those that the search index finds near to what was liked."""

_SEEDS = 30
"""Papers marked last that these are to be near to."""

Near = Callable[[Sequence[int], int, Callable[[], bool] | None], Sequence[int]]
"""Gives the papers nearest to each of some, so many of each; raises SearchIndexError, and
Superseded once the last says that they are not waited for any more."""

_MARKED, _ADDED = 2, 1
"""How much a paper counts that was marked, and one that was only brought in by hand."""

_PREPARED, _TOGETHER = 1_000, 16
"""New papers whose terms are worked out before they are asked for, and at once."""

_AT_ONCE = 64
"""Papers that are scored before it is looked whether anybody waits any more."""

_LONGEST = 80
"""Characters of a word that is struck."""

_KNOWN = """SELECT p.pid, p.id, p.rev FROM json_each(?) j JOIN papers p ON p.pid = j.value
    ORDER BY j.key"""

_KEYS = """SELECT p.pid, p.published, t.key, p.id FROM json_each(?) j
    CROSS JOIN papers p ON p.pid = j.value JOIN titles t ON t.pid = p.pid AND t.is_main"""

_OPENED = "SELECT count(*), coalesce(max(wall), '') FROM positions"


class Tastes:
    """Ranks papers by what the reader's marks teach; safe for threads."""

    def __init__(
        self, context: Context, intake: Intake, standing: StandingWords, near: Near
    ) -> None:
        self._standing = standing
        self._near = near
        self._context = context
        self._intake = intake
        self._database = context.database
        self._lock = threading.RLock()
        key = f"{context.store.library_id} {term_weights().checksum}"
        self._terms = TermCache(context.locations.cache / "terms", key, self._vectors_of)
        self._taste = Learned(None, NOTHING, Lessons({}, {}), {}, {}, 0)
        self._of_tag = Learned(None, NOTHING, Lessons({}, {}), {}, {}, 0)
        self._scores: dict[int, tuple[int, int]] = {}
        """By row number the `rev` of a paper and its score for the taste that is known."""

    @property
    def is_known(self) -> bool:
        """Whether anything has taught what the reader wants."""
        return bool(self.now().profile.sizes)

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
            key = (moment.rev, moment.seq, moment.act, *database.row(_OPENED))
            if self._taste.key != key:
                self._taste = self._made(key, load_lessons(database, moment), is_stale)
                self._scores.clear()
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
        given = list(dict.fromkeys(rowids))
        with self._lock:
            taste = self.now(tag, is_stale)
            if not taste.profile.sizes:
                return Ranking(self.reasons, taste, [(rowid, 0) for rowid in given])
            chosen = self._chosen(given, taste, is_stale)
            scores = self._scored(chosen, taste, {} if tag else self._scores, is_stale)
        found = [(rowid, scores.get(rowid, 0)) for rowid in self._as_anywhere(given, scores)]
        found.sort(key=lambda one: -one[1])  # which keeps the order of those that are alike
        return Ranking(self.reasons, taste, found)

    def _as_anywhere(self, rowids: Sequence[int], scores: Mapping[int, int]) -> Iterable[int]:
        """Return papers in an order that every machine has: by date, the newest first, and key.

        Those that are alike for the taste; where all others are, they are moved by the score. What
        was not scored or is not kept comes last, as it came.
        """
        times = Counter(scores.values())
        alike = [rowid for rowid, score in scores.items() if times[score] > 1 and rowid >= 0]
        rows = self._database.rows(_KEYS, (json.dumps(alike),))
        rows.sort(key=itemgetter(2, 3))
        rows.sort(key=lambda row: row[1] or "", reverse=True)
        return dict.fromkeys((*(row[0] for row in rows), *scores, *rowids))

    def _chosen(
        self, rowids: Sequence[int], taste: Learned, is_stale: Callable[[], bool] | None
    ) -> Sequence[int]:
        """Return which papers of a list are scored."""
        return rowids if len(rowids) <= MOST_SCORED else self._likely(rowids, taste, is_stale)

    def _likely(
        self, rowids: Sequence[int], taste: Learned, is_stale: Callable[[], bool] | None
    ) -> list[int]:
        """Return those of many papers that may have most of what is wanted, by the search index.

        Where there is none, the first of them.
        """
        liked = taste.lessons.liked
        newest = sorted(taste.liked, key=lambda rowid: -liked[rowid].clock)[:_SEEDS]
        try:
            near = self._near(newest, MOST_SCORED // len(newest), is_stale)
        except SearchIndexError:
            return list(rowids[:MOST_SCORED])
        wanted = set(near).union(newest)
        return [rowid for rowid in rowids if rowid in wanted]

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

    def strike(self, word: str, on: bool = True) -> Marked:
        """Let a word count no more, or again, however it is spelled; one act.

        Raises RectoError for what is no word, and NotFoundError for one again that counts.
        """
        word = " ".join(clean(word).casefold().split())
        stems = stems_of(word)
        if not stems or len(word) > _LONGEST:
            reason = "It has no word that could count."
            if len(word) > _LONGEST:
                reason = f"It has more than {_LONGEST} characters."
            raise RectoError("That cannot be struck", reason, "Name one word, or two neighbours.")
        journal = self._context.store.journal
        with self._database.transaction():
            struck = [one for one in registered(self._database, TASTE) if stems_of(one) == stems]
            if not on and not struck:
                reason = f"“{word}” is not struck."
                raise NotFoundError("Nothing to allow", reason, "`recto taste` tells what is.")
            words = [word] if on else struck
            kind = "strike" if on else "unstrike"
            act = journal.record(kind, library={TASTE + one: on for one in words})
        return marked(self._context, act)

    def forget(self) -> Marked:
        """Let nothing that was done until now teach any more; one act, which undo takes back."""
        journal = self._context.store.journal
        with self._database.transaction():
            clock = journal.next_clock()
            act = journal.record("forget-taste", library={TAUGHT: clock}, clock=clock)
        return marked(self._context, act)

    def learn_from_zotero(self) -> list[AddReport]:
        """Take in what Zotero has, all of which teaches; see `Library.add_zotero`."""
        before = self._last_act()
        return self._taught([self._intake.add_zotero(None, None, False)], before)

    def learn_from(self, path: str | os.PathLike[str]) -> list[AddReport]:
        """Take a file of papers in, all of which teach; see `Library.add`.

        Raises RectoError for a directory of several, of which nothing is taken in.
        """
        if is_several(Path(path)):
            reason = f"{clean(os.fspath(path))} is a directory."
            raise RectoError("One file teaches at a time", reason, "Name one of its files.")
        before = self._last_act()
        return self._taught(self._intake.add([path]), before)

    def _taught(self, reports: list[AddReport], before: int) -> list[AddReport]:
        """Note that sources teach what was not brought in by hand as well.

        It is one step of undo with what was added after the act `before`: what is brought in by
        hand would teach on without it.
        """
        names = [report.name for report in reports if report.error is None]
        held = registered(self._database, TEACHES, forgotten_before(self._database))
        new = {TEACHES + name: True for name in names if name not in held}
        if new:
            with self._database.transaction():
                step = part_of(self._added(names, before))
                self._context.store.journal.record("learn", library=new, context=step)
        return reports

    def _last_act(self) -> int:
        return self._database.value("SELECT max(seq) FROM journal") or 0

    def _added(self, names: Iterable[str], before: int) -> str:
        """Return the step that took in pages of these sources after an act; nothing for none."""
        sql = "SELECT act, data FROM journal WHERE seq > ? AND kind = ? ORDER BY seq"
        for act, text in self._database.rows(sql, (before, ADD)):
            data = self._database.parsed(text)
            if any(page.get("name") in names for page in data.get("sources", ())):
                return str(data.get(STEP, act))
        return ""

    def prepare(self, is_wanted: Callable[[], bool]) -> None:
        """Work out terms while that `is_wanted`, so that lists are ranked at once.

        Of what is new, and of those papers of the library that may have most of what is wanted. A
        few papers at a time, since whoever asks meanwhile waits for those.
        """

        def is_stale() -> bool:
            return not is_wanted()

        with contextlib.suppress(Superseded):
            self._prepare(is_stale)

    def _prepare(self, is_stale: Callable[[], bool]) -> None:
        taste = self.now(is_stale=is_stale)
        if not taste.profile.sizes:
            return
        listings = self._context.listings
        new = listings.rowids(View("new"), "relevance")[:_PREPARED].tolist()
        likely = self._chosen(listings.rowids(ALL, "relevance"), taste, is_stale)
        for some in _batched(dict.fromkeys((*new, *likely)), _TOGETHER):
            with self._lock:
                known = self._known(some)
                self._vectors({rowid: rev for rowid, (_, rev) in known.items()}, is_stale)
        self.save()

    def save(self) -> None:
        """Keep what was worked out for the next start; to be called when there is time."""
        with self._lock:
            self._terms.save()

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

    def _scored(
        self,
        rowids: Sequence[int],
        taste: Learned,
        known: dict[int, tuple[int, int]],
        is_stale: Callable[[], bool] | None,
    ) -> dict[int, int]:
        """Return the scores of papers, and keep what is not `known`."""
        scores: dict[int, int] = {}
        lacking: dict[int, int] = {}
        for rowid, (_, rev) in self._known([rowid for rowid in rowids if rowid >= 0]).items():
            held = known.get(rowid)
            if held is not None and held[0] == rev:
                scores[rowid] = held[1]
            else:
                lacking[rowid] = rev
        for some in _batched(lacking, _AT_ONCE):
            vectors = self._vectors({one: lacking[one] for one in some}, is_stale)
            for rowid, vector in vectors.items():
                scores[rowid] = score(vector, taste.profile)
                known[rowid] = lacking[rowid], scores[rowid]
        for paper in self._context.rows([rowid for rowid in rowids if rowid < 0]):
            # What is not kept has terms for as long as it is looked at.
            vector = vector_of(paper.title, paper.abstract, paper.authors)
            scores[paper.rowid] = score(vector, taste.profile)
        return scores

    def _vectors(self, known: Known, is_stale: Callable[[], bool] | None) -> dict[int, TermVector]:
        """Return the terms of papers; raises Superseded, what was worked out by then stays."""
        vectors: dict[int, TermVector] = {}
        for some in _batched(known, _AT_ONCE):
            if is_stale is not None and is_stale():
                raise Superseded
            vectors.update(self._terms.vectors({one: known[one] for one in some}))
        return vectors

    def _known(self, rowids: Sequence[int]) -> dict[int, tuple[str, int]]:
        """Return the ids of papers and the `rev` at which they changed last, in this order."""
        rows = self._database.rows(_KNOWN, (json.dumps(rowids),))
        return {rowid: (name, rev) for rowid, name, rev in rows}

    def _vectors_of(self, rowids: Iterable[int]) -> Iterator[tuple[int, TermVector]]:
        for rowid, title, abstract, authors in texts_of(self._database, list(rowids)):
            yield rowid, vector_of(title, abstract, authors)


def _amount(lessons: Lessons, rowid: int) -> int:
    return _ADDED if lessons.liked[rowid].way == "added" else _MARKED


def _batched(rowids: Iterable[int], size: int) -> Iterator[list[int]]:
    """Yield row numbers, so many at once."""
    rest = iter(rowids)
    while some := list(islice(rest, size)):
        yield some
