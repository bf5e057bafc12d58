"""The one thread that searches: the latest query wins, stale answers are dropped."""

from __future__ import annotations

import gc
import threading
from array import array
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from ...index import Counts, Library, Listing, RectoError, Signs, Superseded, View
from .state import ASKED, DUPLICATES, AskedFor

if TYPE_CHECKING:
    from textual.message import Message

    from ...index import Reading

FIRST_ROWS = 300
"""Rows asked for while one types; a rest brings the others and the exact number."""
RELATIVES = 50
"""Papers shown as related to one."""
PATIENCE = 0.3
"""Seconds for which an answer waits for another process that writes."""


class Request(NamedTuple):
    """What the list should show."""

    serial: int
    """Grows with each request, so that an answer can be told from a stale one."""
    text: str
    view: View
    sort: str
    is_typing: bool
    """The last word is unfinished, and the first rows will do."""
    is_final: bool = False
    """Enter was pressed: the last word counts as whole unless nothing has it."""
    keep: int | None = None
    """The paper the cursor should stay on."""
    related: str = ""
    """The id of the paper whose relatives are asked for, instead of what a query finds."""
    asked: AskedFor | None = None
    """The answer of services that is to be shown, where `related` says so."""
    is_exact: bool = False
    """The query is meant as it was typed: nothing is to be corrected."""
    first: int | None = None
    """The paper that stood first for this very text before Enter was pressed."""
    is_for_news: bool = False
    """The cursor should be on the first paper that is new, where there is one."""
    passed: Sequence[int] = ()
    """Papers that have been passed and must be new no more in the answer."""
    stays: int | None = None
    """The paper that the cursor is on in this very list: it stays there, though it was passed."""


class Answer(NamedTuple):
    """What a request found."""

    listing: Listing
    suggestion: str | None = None
    """The corrected query whose papers these are, where another one was asked."""
    counts: Counts | None = None
    """What of each view is among these papers; None while one types, or without a query."""
    named: int = 0
    """How many of the papers, the first ones, the text names; none while one types."""
    reading: Reading | None = None
    """How else the query can be read; none while one types."""
    signs: Signs | None = None
    """Which papers are new; None while one types, which passes none."""


class Searcher:
    """Answers the newest request on a thread of its own."""

    def __init__(
        self,
        library: Library,
        done: Callable[[Request, Answer], Message],
        failed: Callable[[Request, RectoError], Message],
        read: Callable[[Request, Reading | None], Message],
        left: Callable[[Listing, frozenset[int]], Message],
        post: Callable[[Message], object],
    ) -> None:
        self._library = library
        self._done, self._failed, self._read, self._left = done, failed, read, left
        self._post = post
        self._wake = threading.Condition()
        self._request: Request | None = None
        self._checked: Listing | None = None
        """A list that is to be compared with what its query finds by now."""
        self._newest = 0
        self._is_closed = False
        self._has_answered = False
        self.builds = False
        """Whether it builds the index itself, since nobody else can."""
        self._thread = threading.Thread(target=self._work, name="search", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def ask(self, request: Request) -> None:
        """Answer this request next; one that waits is dropped for it."""
        with self._wake:
            self._request, self._newest = request, request.serial
            self._wake.notify()

    def close(self) -> None:
        """Let the thread end: what it looks for nobody waits for any more."""
        with self._wake:
            self._is_closed = True
            self._wake.notify()

    def check(self, listing: Listing) -> None:
        """Find out which papers of a list its query finds no longer, once nothing else is asked."""
        with self._wake:
            self._checked = listing
            self._wake.notify()

    def _staleness(self, request: Request) -> Callable[[], bool]:
        """Return what tells that a request's answer is no longer waited for."""
        return lambda: self._is_closed or self._newest != request.serial

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(
                    lambda: (
                        self._is_closed or self._request is not None or self._checked is not None
                    )
                )
                if self._is_closed:
                    return
                request, self._request = self._request, None
                checked, self._checked = self._checked, None
            try:
                if request is not None:
                    self._reply(request)
                elif checked is not None:
                    self._compare(checked)
            except Superseded:
                continue

    def _reply(self, request: Request) -> None:
        """Answer a request; how else it can be read waits behind what Enter has asked for."""
        try:
            answer = self._counted(request, self._answer(request))
            if not (request.is_typing or request.is_final):
                answer = answer._replace(reading=self._reading(request, answer))
        except RectoError as error:
            self._post(self._failed(request, error))
            return
        self._post(self._done(request, answer))
        if not self._has_answered and gc.get_freeze_count():
            # Like the start's, what the first search has imported stays.
            gc.freeze()
        self._has_answered = True
        if request.is_final:
            self._post(self._read(request, self._reading(request, answer)))

    def _reading(self, request: Request, answer: Answer) -> Reading | None:
        """Return how else the query can be read, if that finds more."""
        if request.related or not request.text.strip():
            return None
        try:
            found = self._library.queries.readings(
                answer.suggestion or request.text,
                view=request.view,
                wait=self.builds,
                is_stale=self._staleness(request),
            )
        except RectoError:  # it was an offer, which nobody has asked for
            return None
        return found[0] if found else None

    def _compare(self, listing: Listing) -> None:
        """Tell which papers of a list its query finds no longer, its last word whole or begun."""
        left = frozenset(listing.rowids)
        for is_begun in (False, True):
            if left:
                try:
                    now = self._library.listing(
                        listing.text,
                        view=listing.view,
                        typing=is_begun,
                        is_stale=lambda: self._is_closed or self._request is not None,
                    )
                except RectoError:  # the list stays as it is
                    return
                left = left.difference(now.rowids)
        self._post(self._left(listing, left))

    def _answer(self, request: Request) -> Answer:
        if request.related:
            return Answer(self._relatives(request))
        if request.passed:
            # Of a library that cannot be written nothing is passed. While another process takes a
            # large file in, the list is worth more: what was passed is new no more in the next one.
            with suppress(RectoError):
                self._library.news.pass_over(request.passed, PATIENCE)
        from ...index import ask  # the first list is no answer

        reply = ask(
            self._library.listing,
            self._library.queries.suggestion,
            request.text,
            view=request.view,
            sort=request.sort,
            last_word="entered" if request.is_final else "unfinished",
            correct=not (request.is_typing or request.is_exact),
            limit=FIRST_ROWS if request.is_typing else None,
            wait=self.builds,
            is_stale=self._staleness(request),
            first=request.first,
        )
        answer = Answer(*reply)
        if request.stays is not None:
            answer = answer._replace(listing=self._with(request.stays, answer.listing))
        if answer.listing.is_named and not request.is_typing:
            named = self._library.queries.named(request.text)
            answer = answer._replace(named=len(set(named).intersection(answer.listing.rowids)))
        return answer

    def _counted(self, request: Request, answer: Answer) -> Answer:
        """Add what the sidebar shows, where that is not what it shows without a query."""
        if request.is_typing:
            return answer
        answer = answer._replace(signs=self._library.news.signs())
        if not (request.text.strip() or request.related) or request.asked is not None:
            return answer
        # Of the whole library, whichever part of it the list shows.
        rowids = answer.listing.rowids
        if request.view.kind != "all" and not request.related:
            text = answer.suggestion or request.text
            rowids = self._library.listing(
                text, typing=not request.is_final, is_stale=self._staleness(request)
            ).rowids
        counts = self._library.counts.within(self._library.counts(), rowids)
        return answer._replace(counts=counts)

    def _with(self, rowid: int, listing: Listing) -> Listing:
        """Return a list of what is new with one paper before it that only has been passed."""
        if rowid in listing.rowids or not self._library.news.is_only_passed(rowid):
            return listing
        telling = listing.telling
        return listing._replace(
            rowids=array("q", [rowid, *listing.rowids]),
            total=listing.total + 1,
            telling=telling if telling is None else telling + 1,
        )

    def _relatives(self, request: Request) -> Listing:
        if request.related == ASKED and request.asked is not None:
            rowids = array("q", self._library.asking.rowids(request.asked.answer))
        elif request.related == DUPLICATES:
            alike = self._library.identities.duplicates()
            papers = [paper for one in alike for paper in one.papers]
            rowids = array("q", dict.fromkeys(paper.rowid for paper in papers))
        else:
            hits = self._library.related(request.related, RELATIVES).hits
            rowids = array("q", dict.fromkeys(hit.paper.rowid for hit in hits))
        none = self._library.listing("", limit=0)
        return none._replace(
            rowids=rowids, total=len(rowids), is_exact=True, text="", view=View(), scores=None
        )
