"""The library: one object through which everything is opened, added, found and marked."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Self

from .marking.counts import ViewCounts
from .marking.news import News
from .marking.retracing import Retracing
from .marking.searches import Searches
from .parts.context import Context
from .parts.full_text import FullTextIndex
from .parts.opening import open_context
from .parts.queries import Queries
from .parts.session import Session
from .parts.texts.text_search import TextSearch
from .views import ALL

if TYPE_CHECKING:
    from .digest.gathering import Digest
    from .exports.export import Export
    from .journal.history import LogEntry
    from .marking.asking import Asking
    from .marking.citing import CiteKeys
    from .marking.corrections import Corrections
    from .marking.following import Following
    from .marking.former_days import FormerDays
    from .marking.highlights import Highlights
    from .marking.identities import Identities
    from .marking.marks import Marks
    from .marking.mornings import Mornings
    from .marking.note_files import NoteFiles
    from .marking.notes import Notes
    from .marking.positions import Positions
    from .marking.sources import Sources
    from .marking.tagging import Tags
    from .marking.taste.teaching import Teaching
    from .marking.tastes import Tastes
    from .paper import Kept, Paper
    from .parts.context import Ids
    from .parts.copies import Copies, File
    from .parts.intake import Intake
    from .parts.kept_exports import KeptExports
    from .parts.synchronising import Sync
    from .parts.texts.texts import Texts
    from .results import AddReport, Marked, Results, Undone
    from .safety.exchange import Exported
    from .safety.incoming import MergeReport
    from .search.listing import Listing
    from .texts.references import References
    from .views import View


class Library:
    """A reader's papers with everything marked on them; safe to use from several threads.

    Every mark is on disk when the method that sets it returns. What is seldom wanted is reached by
    part. Wherever `ids` are wanted, one paper and several are understood.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self.id = context.store.library_id
        """A random name of this library, which its copies have too."""
        self.config = context.config
        self.locations = context.locations
        self.mistakes = context.notices.mistakes
        """Sentences about settings that cannot be used, for whoever goes by the settings."""
        self.warnings = context.notices.warnings
        """Sentences about what is not as it should be, to be shown once."""
        self.text_search = TextSearch(context, lambda: self.texts.files)
        self.index = FullTextIndex(context, self.text_search)
        self.queries = Queries(context, self.index, self.text_search, self._rank)
        self.searches = Searches(context, self.index, self.queries)
        self.journal = Retracing(context)
        self.news = News(context)
        self.counts = ViewCounts(context, self.searches)
        self.session = Session(context)

    def _rank(
        self,
        rowids: Sequence[int],
        *,
        as_new: bool,
        wait: bool,
        is_stale: Callable[[], bool] | None,
    ) -> tuple[Sequence[int], int | None, int, int]:
        """Return papers in the order of the taste, see `Rank`."""
        if as_new:
            morning = self.mornings.arranged(rowids, wait=wait, is_stale=is_stale)
            telling = morning.telling if morning.is_ranked else None
            hidden, held = len(morning.hidden), len(morning.held)
            return array("q", morning.rowids), telling, hidden, held
        ranking = self.taste.ranked(rowids, is_stale=is_stale)
        return array("q", ranking.rowids), ranking.telling if ranking.is_known else None, 0, 0

    # Parts that no list is shown with are loaded at their first use. None of them keeps anything,
    # so that it does not matter if two threads make one each.

    @cached_property
    def marks(self) -> Marks:
        """Bookmarks, reads, tags, the queue and its order, and the papers' arXiv ids."""
        from .marking.marks import Marks

        return Marks(self._context)

    @cached_property
    def identities(self) -> Identities:
        """Papers put together and taken apart, and those that may be the same."""
        from .marking.identities import Identities

        return Identities(self._context)

    @cached_property
    def notes(self) -> Notes:
        """One note for each paper, and the drafts of notes."""
        from .marking.notes import Notes

        return Notes(self._context)

    @cached_property
    def keys(self) -> CiteKeys:
        """The keys that papers are cited by."""
        from .marking.citing import CiteKeys

        return CiteKeys(self._context)

    @cached_property
    def note_files(self) -> NoteFiles:
        """The notes that are open in the reader's own editor."""
        from .marking.note_files import NoteFiles

        return NoteFiles(self._context, self.notes, self.highlights)

    @cached_property
    def tags(self) -> Tags:
        """Tags as a whole, renamed and deleted everywhere."""
        from .marking.tagging import Tags

        return Tags(self._context)

    @cached_property
    def sources(self) -> Sources:
        """What sources are called, whether they are there at all, and which are watched."""
        from .marking.sources import Sources

        return Sources(self._context, self._intake)

    @cached_property
    def following(self) -> Following:
        """What is followed, and fetching what is new there."""
        from .marking.following import Following

        return Following(self._context, self.index)

    @cached_property
    def former_days(self) -> FormerDays:
        """Former days of categories that are followed."""
        from .marking.former_days import FormerDays

        return FormerDays(self.following)

    @cached_property
    def asking(self) -> Asking:
        """What services have for a query, kept only once it is marked."""
        from .marking.asking import Asking

        return Asking(self._context, self.following)

    @cached_property
    def exports(self) -> KeptExports:
        """The files that the settings want kept as a query finds them."""
        from .parts.kept_exports import KeptExports

        return KeptExports(self._context, self.queries)

    @cached_property
    def corrections(self) -> Corrections:
        """What the reader says of papers against their sources, and what those say."""
        from .marking.corrections import Corrections

        return Corrections(self._context)

    @cached_property
    def copies(self) -> Copies:
        """Snapshots, backups, and the file that goes to another machine."""
        from .parts.copies import Copies

        return Copies(self._context)

    @property
    def references(self) -> References:
        """What texts refer to, and which papers cite one."""
        return self.index.references

    @cached_property
    def sync(self) -> Sync:
        """One library on several machines: what they have written taken in, this one's written."""
        from .parts.synchronising import Sync

        return Sync(self._context)

    @cached_property
    def texts(self) -> Texts:
        """Whole papers: given as files, kept beside the library, read as blocks."""
        from .parts.texts.texts import Texts

        return Texts(self._context, self.following, self.index)

    @cached_property
    def positions(self) -> Positions:
        """Where the reader is in the texts of papers."""
        from .marking.positions import Positions

        return Positions(self._context)

    @cached_property
    def taste(self) -> Tastes:
        """What the reader wants, as his marks tell it: lists in its order, with the reasons."""
        from .marking.tastes import Tastes

        return Tastes(self._context, self.searches.standing, self.queries.near)

    @cached_property
    def teaching(self) -> Teaching:
        """Acts that correct what the marks teach: words struck, libraries that teach too."""
        from .marking.taste.teaching import Teaching

        return Teaching(self._context, self._intake)

    @cached_property
    def mornings(self) -> Mornings:
        """What is new, the best first, as standing words want it."""
        from .marking.mornings import Mornings

        return Mornings(self._context, self.queries, self.searches.standing, self.taste)

    @cached_property
    def highlights(self) -> Highlights:
        """Passages of papers' texts that the reader has highlighted, and the notes on them."""
        from .marking.highlights import Highlights

        return Highlights(self._context)

    @cached_property
    def _intake(self) -> Intake:
        """What takes files of papers in and has them indexed."""
        from .parts.intake import Intake

        return Intake(self._context, self.index)

    @classmethod
    def open(
        cls,
        data_dir: str | os.PathLike[str] | None = None,
        seeds: bool = True,
        *,
        window: str | None = None,
        notice: Callable[[str], None] | None = None,
    ) -> Self:
        """Open the library, or create it with the bundled pages in it (`seeds`).

        `data_dir` goes before RECTO_DATA_DIR. `window` names who acts, for undo; `notice` is told
        in a sentence about work that takes a while. Raises StoreError.
        """
        return cls(open_context(data_dir, seeds, window, notice))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files; nothing waits to be written, and what was found can still be read."""
        self._context.pages.close()
        if "taste" in vars(self):
            self.taste.close()
        self.index.close()
        self.text_search.close()
        self._context.close()

    # What comes in

    def add(
        self,
        paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        *,
        year: int | None = None,
        format: str | None = None,
        name: str | None = None,
        progress: Callable[[int, int], None] | None = None,
        notes: Literal["remark", "mine"] = "remark",
        keywords: Literal["keywords", "tags"] = "keywords",
    ) -> list[AddReport]:
        """Take saved pages in; a search finds them afterwards.

        A file of less than 10,000 papers goes in wholly or not at all, a larger one in parts of so
        many: where that is interrupted, adding the same file again goes on.

        A directory stands for the files directly in it. `year` is that of dates without one,
        `format` one of `FORMATS` where the content does not tell, `name` that of the source. What
        others note on a paper is its remark unless the `notes` are `mine`, their keywords are no
        `tags` unless that is said; Recto knows its own exports by itself.
        `progress` is told the files done and the files in all, `index.progress` meanwhile the
        papers. A file that could not be read has its error in its report. Raises StoreError, and
        Interrupted where a part of a file stays.
        """
        return self._intake.add(paths, year, format, name, progress, notes, keywords)

    def add_text(
        self,
        name: str,
        data: bytes | BinaryIO,
        *,
        year: int | None = None,
        format: str | None = None,
        notes: Literal["remark", "mine"] = "remark",
        keywords: Literal["keywords", "tags"] = "keywords",
    ) -> AddReport:
        """Take in what is no file, bytes or a stream, under a name of its own such as `stdin`."""
        return self._intake.add_text(name, data, year, format, notes, keywords)

    def add_zotero(
        self,
        directory: str | os.PathLike[str] | None = None,
        *,
        name: str | None = None,
        with_groups: bool = False,
    ) -> AddReport:
        """Take in what Zotero has, of a copy of its database: papers, notes, tags, files' paths.

        It is looked for in `directory`, else where Zotero's profiles say, else in `~/Zotero`.
        Tags are its reader's own tags and collections; what came with the papers is keywords.
        `with_groups` takes the libraries of groups in as well.
        """
        return self._intake.add_zotero(directory, name, with_groups)

    # What is found

    def search(
        self,
        text: str = "",
        *,
        limit: int | None = 50,
        sort: str = "relevance",
        typing: bool = False,
        view: View = ALL,
        correct: bool = True,
    ) -> Results:
        """Return the papers that a query asks for, or every paper when it asks for nothing.

        While `typing` the last word is a beginning. What seems misspelt and finds next to nothing
        is answered as if it had been spelt right, unless `correct` is off. Waits for the index
        where it has to be built. Raises SearchIndexError, and RectoError for an unknown `sort`.
        """
        return self.queries.search(
            text, limit=limit, sort=sort, typing=typing, view=view, correct=correct
        )

    def listing(
        self,
        text: str,
        *,
        view: View = ALL,
        sort: str = "relevance",
        typing: bool = False,
        limit: int | None = None,
        wait: bool = False,
        is_stale: Callable[[], bool] | None = None,
    ) -> Listing:
        """Return which papers of a view a query finds, in order; at least `limit` of them.

        Raises SearchIndexError when the index is missing, unless it is to `wait` for it, and
        Superseded once `is_stale` says that nobody wants the answer any more. CostlyQueryError for
        a query that would take more than some thirty times what two words take.
        """
        return self.queries.listing(
            text, view=view, sort=sort, typing=typing, limit=limit, wait=wait, is_stale=is_stale
        )

    def related(self, id: str | Paper, limit: int = 20) -> Results:
        """Return the papers that share most of a paper's significant words, the nearest first.

        Raises NotFoundError for an unknown id, and SearchIndexError.
        """
        return self.queries.related(id, limit)

    def paper(self, id: str | Paper) -> Paper:
        """Return the paper of an id, an unambiguous beginning of it, an arXiv id or its link.

        Raises NotFoundError, and RectoError when several papers answer to it.
        """
        return self.rows([self._context.one(id)])[0]

    def rows(self, rowids: Sequence[int]) -> list[Paper]:
        """Return these papers in this order; those that are gone by now are left out."""
        return self._context.rows(rowids)

    def stats(self) -> dict[str, Any]:
        """Return what the library holds and where, ready to be printed."""
        return {
            **self.counts.by_name(),
            "out_of_sight": self.counts.out_of_sight(),
            "texts": len(self.texts.files.ids()),
            "highlights": self.highlights.count(),
            "private": self.counts.private(),
            "machines": self.sync.machines(),
            "index": self.index.state(),
            "text_index": self.text_search.state(),
            "library": str(self.locations.database),
            "cache": str(self.locations.find_index()[0]),
        }

    # What the reader marks: each call is one act. An unknown id raises NotFoundError before
    # anything is written. `rowids` are row numbers of a list, beside `ids` or in their place.

    def bookmark(
        self, ids: Ids = (), on: bool = True, *, rowids: Iterable[int] = (), via: Kept | None = None
    ) -> Marked:
        """Bookmark papers, or take the bookmark off; `via` is what led to them."""
        return self.marks.bookmark(ids, on, rowids=rowids, via=via)

    def mark_read(self, ids: Ids = (), on: bool = True, *, rowids: Iterable[int] = ()) -> Marked:
        """Mark papers as read, or as unread."""
        return self.marks.mark_read(ids, on, rowids=rowids)

    def tag(
        self,
        ids: Ids = (),
        add: str | Iterable[str] = (),
        remove: str | Iterable[str] = (),
        *,
        rowids: Iterable[int] = (),
        via: Kept | None = None,
    ) -> Marked:
        """Put tags on papers and take tags off; a paper that has a tag keeps its place there.

        Raises RectoError for a name that cannot be one.
        """
        return self.marks.tag(ids, add, remove, rowids=rowids, via=via)

    def note(
        self, id: str | Paper, text: str | None, *, base: tuple[str, ...] | None = None
    ) -> Marked:
        """Write the note on a paper, or remove it with None or an empty text.

        The draft of it is done with. `base` is what `notes.base` said when the editing began, by
        default when its draft did: a version that somebody else has written since is kept too.
        """
        return self.notes.write(id, text, base=base)

    def queue(
        self, ids: Ids = (), on: bool = True, *, rowids: Iterable[int] = (), via: Kept | None = None
    ) -> Marked:
        """Put papers at the end of the to-read queue, or take them off; who is in it stays."""
        return self.marks.queue(ids, on, rowids=rowids, via=via)

    def done(self, ids: Ids = (), on: bool = True, *, rowids: Iterable[int] = ()) -> Marked:
        """Mark papers as read today and take them off the queue; or take the date off."""
        return self.marks.done(ids, on, rowids=rowids)

    def not_interested(
        self, ids: Ids = (), on: bool = True, *, rowids: Iterable[int] = ()
    ) -> Marked:
        """Say that papers are not for the reader, or take that back; they leave New and Unread."""
        return self.marks.not_interested(ids, on, rowids=rowids)

    # What happened

    def undo(self, entry: int | str | None = None) -> Undone | None:
        """Take the newest act of this window back, so many acts, or one named by its id.

        So many are taken back all at once or not at all; fewer where there are no more. Returns
        the last that was undone, None when there is nothing to undo. Raises NotFoundError and
        RectoError for an entry that cannot be undone.
        """
        return self.journal.undo(entry)

    def redo(self, entry: int | str | None = None) -> Undone | None:
        """Put what was undone last in force again, so many acts, or one named by its id."""
        return self.journal.redo(entry)

    def log(self, id: str | Paper | None = None, limit: int | None = None) -> list[LogEntry]:
        """Return what happened, or what happened to one paper, the newest first."""
        return self.journal.log(id, limit)

    # What goes out

    def export(
        self,
        *,
        ids: Ids = (),
        rowids: Iterable[int] = (),
        format: str = "bibtex",
        fields: str | Sequence[str] = (),
        heading: str = "Papers",
        including: str | Collection[str] | None = None,
        keys: Mapping[str, Paper] | None = None,
    ) -> Export:
        """Return papers in one of EXPORT_FORMATS, in the order in which they are given.

        `fields` are the columns, of EXPORT_FIELDS, where a format has them; `heading` is the title
        where it has one. Other formats leave out notes, abstracts and paths of files but for those
        of WITHHELD that `including` names, by default the settings. Where the format cites, papers
        without a key are given theirs; `keys` are those under which some shall stand instead.
        Raises NotFoundError for an unknown id, and RectoError.
        """
        from .parts.exporting import export

        return export(self._context, ids, rowids, format, fields, heading, including, keys)

    def digest(
        self, since: str = "7d", query: str = "", *, top: int = 20, now: datetime | None = None
    ) -> Digest:
        """Return what is new since a day: new papers, those on several pages, those that rise.

        `since` is read as in `added:`, seen from `now`; `query` leaves only what it finds, `top`
        bounds each section. Where no paper has all words of the query, there is nothing. New papers
        stand as in the morning list, with the reasons, once anything has taught what is wanted.
        Raises RectoError, and SearchIndexError.
        """
        from .parts.digesting import digest

        arrange, why = self.mornings.for_letter, self.taste.reasons
        found = digest(self._context, self.queries, arrange, why, since, query, top, now)
        self.taste.save()  # a letter comes every day, and papers are new for longer
        return found

    def backup(self, path: File) -> Path:
        """Write the library as it is now to a file and return which."""
        return self.copies.backup(path)

    def restore(self, path: File) -> Path:
        """Put a backup in the library's place, also for windows that are open.

        Returns where the library is kept as it was before.
        """
        return self.copies.restore(path)

    def export_library(self, target: File | BinaryIO, *, canonical: bool = False) -> Exported:
        """Write everything the library holds as JSON Lines, packed where the name ends in .gz.

        What is `canonical` is the same, byte for byte, on all machines that are in step.
        """
        return self.copies.export_library(target, canonical=canonical)

    def import_library(self, source: File | BinaryIO) -> MergeReport:
        """Unite an exported library with this one; a second time it changes nothing."""
        return self.copies.import_library(source)
