"""Sources without days: queries of arXiv, searches of Hugging Face, feeds of anybody.

What they have that was not on a page of theirs before is a page of the day on which it was fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from ..database.database import Database
from ..disk.hashes import sha256
from ..errors import SourceError
from ..pages.contents import Problem
from ..pages.json_files.objects import read_object
from ..pages.values import NoPaperError, without_shown_id
from ..paper import Record
from ..stream_names import DAY_LENGTH
from .answers import Answer, Validators
from .believing import XML, json_of, outline, unbelievable
from .client import Client
from .follows import Follow
from .gates import ARXIV, ARXIV_PAGES, CROSSREF, HUGGING_FACE, Pace
from .memory import Memory

_TOGETHER = 200
"""Papers of a query that are asked for at once."""

_MOST_FOUND = 2000
"""The newest papers of a query that are asked for, where none of them is known."""

_MOST_SEARCHED = 120
"""The most that Hugging Face's search gives."""

_HOST_GAP = 3.0
"""Seconds between two questions to a host of which nothing is known."""

_OF_FEEDS = (*XML, "text/plain", "text/html", "application/octet-stream")
"""What servers call their feeds; whether it is one tells its content."""


class Stream(NamedTuple):
    """What a source has now."""

    records: tuple[Record, ...]
    kind: str
    """The format that it was read as."""
    validators: Validators
    left_out: int = 0
    """Papers that it has besides, older ones."""


def ask_stream(
    client: Client,
    follow: Follow,
    known: Validators,
    are_new: Callable[[Sequence[Record]], bool],
) -> Stream | None:
    """Return what a source has now; None where that is what was `known`.

    A query is asked for older papers as long as all that come `are_new`. Raises FetchError.
    """
    if follow.kind == "query":
        return _query(client, follow, are_new)
    if follow.kind == "search":
        return _search(client, follow)
    return _feed(client, follow, known)


def key_of(record: Record) -> str:
    """Return what tells a paper of a source from its others."""
    name = record.arxiv_id or record.doi or record.title
    return sha256(name.encode("utf-8", "replace")).hexdigest()[:10]


def unseen(
    database: Database, follow: Follow, memory: Memory, records: Iterable[Record]
) -> tuple[Record, ...]:
    """Return those papers that were on no page of a source yet, in their order.

    Pages tell where they came from another machine; what is remembered tells also where a paper is
    called otherwise by now than the source calls it.
    """
    rows = database.rows(
        "SELECT p.arxiv_id, p.doi, t.title FROM sources s JOIN pages USING(sid) "
        "JOIN places USING(gid) JOIN papers p USING(pid) JOIN texts t USING(pid) "
        "WHERE s.name >= ? AND s.name < ? AND length(s.name) = ?",
        # Below the address of one feed there may be that of another one.
        (f"{follow.name}/", f"{follow.name}0", len(follow.name) + DAY_LENGTH),
    )
    known = {name for row in rows for name in row if name}
    seen = set(memory.seen)
    return tuple(
        record
        for record in records
        if key_of(record) not in seen
        and known.isdisjoint(filter(None, (record.arxiv_id, record.doi, record.title)))
    )


def _query(client: Client, follow: Follow, are_new: Callable[[Sequence[Record]], bool]) -> Stream:
    query = follow.text if follow.is_formal else f'all:"{follow.text}"'
    what = f"arXiv's answer to {follow.text}"
    found: dict[str, Record] = {}
    start, total = 0, 1
    while start < min(total, _MOST_FOUND):
        records, total = ask_query(client, query, what, start, _TOGETHER)
        found |= {key_of(record): record for record in records if key_of(record) not in found}
        start += _TOGETHER
        if not are_new(records):
            return Stream(tuple(found.values()), "atom", Validators())
    return Stream(tuple(found.values()), "atom", Validators(), max(0, total - _MOST_FOUND))


def ask_query(
    client: Client, query: str, what: str, start: int, count: int
) -> tuple[tuple[Record, ...], int]:
    """Return up to `count` papers of a query in arXiv's language, and how many it has in all.

    The newest come first; `what` is what sentences call the answer. Raises FetchError, also
    for a page in which papers are missing: arXiv's are empty now and then.
    """
    url = (
        f"{client.bases.export.rstrip('/')}/api/query?search_query={quote(query)}"
        f"&sortBy=submittedDate&sortOrder=descending&start={start}&max_results={count}"
    )
    answer = client.get(url, ARXIV, accept="application/atom+xml")
    seen = outline(answer, what)
    total, came = seen.total, seen.counts.get("entry", 0)
    if seen.root != "feed" or total is None:
        raise unbelievable(what, "It does not say how many papers there are.")
    records = tuple(record for _, record in read_feed(answer, what)) if came else ()
    expected = max(0, min(count, total - start))
    if not came == len(records) == expected:
        message = f"It has {total:,} papers, and of {expected} from {start + 1:,} on {came} came."
        raise unbelievable(what, message)
    return records, total


def _search(client: Client, follow: Follow) -> Stream:
    what = f"Hugging Face's answer to {follow.text}"
    base = client.bases.huggingface.rstrip("/")
    url = f"{base}/api/papers/search?q={quote(follow.text, safe='')}&limit={_MOST_SEARCHED}"
    found = json_of(client.get(url, HUGGING_FACE, accept="application/json"), what)
    if not isinstance(found, list):
        raise unbelievable(what, "It is no list.")
    try:
        records = [read_object(entry, rank, 0) for rank, entry in enumerate(found, 1)]
    except NoPaperError as error:
        raise unbelievable(what, f"An entry of it is no paper: {error}") from error
    # How the answer ranks papers by votes is no list of a day.
    return Stream(tuple(records), "json", Validators())


def _feed(client: Client, follow: Follow, known: Validators) -> Stream | None:
    what = f"The feed {follow.text}"
    pace = _pace_of(client, urlsplit(follow.text).netloc.lower())
    answer = client.get(follow.text, pace, accept=", ".join(XML), known=known)
    if answer.is_unchanged:
        return None
    seen = outline(answer, what, _OF_FEEDS)
    if seen.root not in ("feed", "rss", "RDF"):
        raise unbelievable(what, f"It is a {seen.root[:40]}, not a feed.")
    came = seen.counts.get("entry", 0) + seen.counts.get("item", 0)
    # That there is another version of a paper is no news of a feed's.
    told = read_feed(answer, what) if came else ()
    records = tuple(record for kind, record in told if not kind.startswith("replace"))
    return Stream(records, "atom", answer.validators)


def _pace_of(client: Client, host: str) -> Pace:
    """Return how a host wants to be asked for a feed: services through the gates that they have."""
    bases = client.bases
    services = (
        (ARXIV, (bases.export, bases.rss, bases.oai)),
        (ARXIV_PAGES, (bases.arxiv,)),
        (HUGGING_FACE, (bases.huggingface,)),
        (CROSSREF, (bases.crossref,)),
    )
    for pace, addresses in services:
        if host in (urlsplit(address).netloc.lower() for address in addresses):
            return pace
    if host.endswith(".arxiv.org"):
        return ARXIV
    return Pace(f"host-{sha256(host.encode()).hexdigest()[:12]}", host, _HOST_GAP)


def read_feed(answer: Answer, what: str) -> tuple[tuple[str, Record], ...]:
    """Return the papers of a feed, each with what arXiv announces it as; empty for other feeds.

    What cannot be read is left out. Raises UnbelievableError where nothing can.
    """
    from ..pages.feeds.atom import Feed  # what is never fetched needs no parser
    from ..pages.streams import TextStream

    feed = Feed(TextStream(BytesIO(answer.data), what))
    try:
        told = tuple(one for one in feed.told() if not isinstance(one, Problem))
    except SourceError as error:  # an error that looks like a paper
        raise unbelievable(what, error.message) from error
    if not told:
        raise unbelievable(what, "None of its entries can be read.")
    return tuple((kind, without_shown_id(record)) for kind, record in told)
