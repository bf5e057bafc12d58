"""A large file into the library part by part: what was committed stays, whatever ends the rest.

Between two parts others can write. The act that adds the page is recorded with its first part;
what comes later belongs to the page, so that undo takes all of it away. Marks that the records
carry are set with the last part, once all papers are known, by an act of their own, which is undone
with the first where both come from one call.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from ..database.turns import wait_turn
from ..errors import Interrupted, SourceError
from ..journal.acts import ADD, CARRY, part_of
from ..paper import Record
from ..store.store import Store
from .carried import CarriedMarks
from .imports import TOGETHER, Importer, Source, Taken, Together, next_import
from .known_pages import KnownPage, find_page, page_name
from .labels import label_sources

PART = 10_000
"""Records that are committed together; of a smaller file it is all or none."""

_TEXT_TOGETHER = 1 << 22
"""Characters of records above which fewer of them are looked up and written together."""


def take_in_parts(
    store: Store, source: Source, together: Together | None, progress: Callable[[int], object]
) -> tuple[Taken, Together | None]:
    """Add one file together with others, or as the first; return also what the next one is with.

    Where adding it was interrupted it goes on. `progress` is told the records gone through.
    Raises Interrupted where only a part was taken in, and SourceError for damage in the rest.
    """
    sitting = _Sitting(store, source, progress)
    try:
        return sitting.take(together)
    except (KeyboardInterrupt, Interrupted) as stop:
        if not sitting.done:
            raise
        raise Interrupted(
            "Interrupted",
            f"{sitting.done:,} papers of {page_name(source.name)} are in the library; "
            "adding it again goes on from there.",
        ) from stop
    except SourceError as error:
        if not sitting.done:
            raise
        kept = f"The {sitting.done:,} papers before that are in the library."
        raise SourceError(error.title, f"{error.message} {kept}".strip(), error.hint) from error


class _Sitting:
    """What one call takes in of a file."""

    def __init__(self, store: Store, source: Source, progress: Callable[[int], object]) -> None:
        self._store, self._database = store, store.database
        self._source = source
        self._name = page_name(source.name)
        self._progress = progress
        self._records = iter(source.records)
        self._more: list[Record] = []
        """Records that were read and are to be taken in next; empty at the end of the file."""
        self._at = 0
        """Records before those."""
        self._skipped = CarriedMarks(self._database)
        self.done = 0
        """Records that are in the library for good."""
        self._step = ""
        """The act with which the marks are undone that the records carry."""

    def take(self, together: Together | None) -> tuple[Taken, Together | None]:
        """Take in what the library does not have of the file."""
        known = self._known_page()
        # What is damaged at its very beginning, or no list of papers, changes nothing.
        self._read()
        begun = self.done = (known and known.done) or 0
        self._skip_to(begun)
        with self._database.transaction():
            page = self._known_page()
            if page is not None and page.done is None:
                return self._take_whole(together)
            number, step = together or (next_import(self._store), "")
            self._refuse_older(page)
            if page is None:
                importer = Importer(self._store, number, ADD, [self._source], step)
                importer.begin()
                gid, sid = importer.make_page(self._source)
            else:
                gid, sid = page.gid, page.sid
                order = number if page.is_hidden else page.import_no
                importer = Importer(self._store, order, ADD, [self._source], step)
                importer.begin()
                importer.date(self._source, page)
                self._skip_to(page.done or 0)
                if page.is_hidden:
                    importer.bring_back(gid)
            self._take_part(importer, gid)
            told: dict[str, object] = {"name": self._name, "digest": self._source.checksum}
            is_whole = page is None and not self._more
            if is_whole:
                told |= {"records": self._at, "new": importer.new}
            if page is None or page.is_hidden:
                together = Together(number, importer.step)
                importer.pages.append((gid, sid, told))
                importer.record(has_marks=is_whole)
            self._step = together.step if together else ""
            self._commit(importer, gid, sid, has_marks=not is_whole)
        self.done = self._at
        while self._more:
            wait_turn()
            self._take_next(importer, gid, sid)
            self.done = self._at
        return Taken(self._at, importer.new, continued=begun), together

    def _known_page(self) -> KnownPage | None:
        return find_page(self._database, self._name, self._source.checksum)

    def _take_whole(self, together: Together | None) -> tuple[Taken, Together | None]:
        """Leave a page as it is that the library has wholly, or bring it in sight again."""
        count = 0
        while self._more:
            count += len(self._more)
            self._read()
        count += self._at
        page = self._known_page()
        assert page is not None
        if not page.is_hidden:
            return Taken(count, 0, unchanged=True), together
        number, step = together or (next_import(self._store), "")
        importer = Importer(self._store, number, ADD, [self._source], step)
        importer.begin()
        back = importer.bring_back(page.gid)
        told = {"name": self._name, "digest": self._source.checksum}
        importer.pages.append((page.gid, page.sid, {**told, "records": count, "new": back}))
        importer.finish()
        return Taken(count, back), Together(number, importer.step)

    def _take_next(self, importer: Importer, gid: int, sid: int) -> None:
        """Take in another part of a page, unless somebody else has done so meanwhile."""
        with self._database.transaction():
            page = self._known_page()
            if page is None or page.is_hidden:
                self.done = 0
                raise SourceError(
                    f"{self._name} was taken away again",
                    "That was done in another window while it was being added.",
                    "Adding it again brings it back.",
                )
            if page.done is None:
                self._skip_to(None)
                return
            self._refuse_older(page)
            importer.begin_part()
            self._skip_to(page.done)
            self._take_part(importer, gid)
            self._commit(importer, gid, sid, has_marks=True)

    def _refuse_older(self, page: KnownPage | None) -> None:
        """Stop where the library has less of the page than before: an older one is restored."""
        if self._at > ((page and page.done) or 0):
            self.done = 0
            raise SourceError(
                f"{self._name} cannot be gone on with",
                "Another library was put in this one's place meanwhile.",
                "Add it again.",
            )

    def _read(self) -> None:
        self._more = []
        size = 0
        for record in islice(self._records, TOGETHER):
            self._more.append(record)
            size += len(record.abstract) + len(record.note or "")
            if size > _TEXT_TOGETHER:
                return

    def _skip_to(self, place: int | None) -> None:
        """Pass by records up to a place, or all, remembering what they mark."""
        while self._more and (place is None or self._at < place):
            count = len(self._more) if place is None else min(place - self._at, len(self._more))
            for number, record in enumerate(self._more[:count], self._at + 1):
                self._skipped.note((0, number), record)
            del self._more[:count]
            self._at += count
            if not self._more:
                self._read()
            self._progress(self._at)

    def _take_part(self, importer: Importer, gid: int) -> None:
        taken = 0
        while self._more and taken < PART:
            importer.take_part(gid, self._more, self._at + 1)
            taken += len(self._more)
            self._at += len(self._more)
            is_full = len(self._more) == TOGETHER
            self._read()
            if is_full:
                self._progress(self._at)
        importer.regroup()

    def _commit(self, importer: Importer, gid: int, sid: int, *, has_marks: bool) -> None:
        """Bring up to date what is said of the page, for now or for good."""
        importer.settle([gid])
        done = self._at if self._more else None
        self._database.execute("UPDATE pages SET done = ? WHERE gid = ?", (done, gid))
        if done is None and has_marks:
            self._set_marks(importer, gid)
        if done is None or importer.pages:
            label_sources(self._database, [sid])
        importer.pages.clear()

    def _set_marks(self, importer: Importer, gid: int) -> None:
        """Set what the records mark, wherever their papers are by now."""
        marks = CarriedMarks(self._database)
        marks.note_all(gid, self._skipped)
        marks.note_all(gid, importer.marks)
        clock = self._store.journal.next_clock()
        marked, each = marks.changes(clock)
        if marked:
            context = {"source": self._name, **part_of(self._step)}
            self._store.journal.record(CARRY, marked, each=each, context=context, clock=clock)
