"""Sources without days: queries of arXiv, searches of Hugging Face, feeds of anybody.

What they have that was not on a page of theirs before is a page of the day on which it was fetched.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from ..database.database import Database
from ..disk.hashes import sha256
from ..errors import SourceError
from ..pages.json_files.objects import read_object
from ..pages.kinds import open_records
from ..pages.values import NoPaperError
from ..paper import Record
from .answers import Answer, Validators
from .believing import XML, json_of, outline, unbelievable
from .client import Client
from .follows import Follow
from .gates import ARXIV, HUGGING_FACE, Pace
from .memory import Memory

_MOST_FOUND = 100
"""The newest papers of a query that are asked for."""

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


def ask_stream(client: Client, follow: Follow, known: Validators) -> Stream | None:
    """Return what a source has now; None where that is what was `known`. Raises FetchError."""
    if follow.kind == "query":
        return _query(client, follow)
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
        "WHERE s.name >= ? AND s.name < ?",
        (f"{follow.name}/", f"{follow.name}0"),
    )
    known = {name for row in rows for name in row if name}
    seen = set(memory.seen)
    return tuple(
        record
        for record in records
        if key_of(record) not in seen
        and known.isdisjoint(filter(None, (record.arxiv_id, record.doi, record.title)))
    )


def _query(client: Client, follow: Follow) -> Stream:
    what = f"arXiv's answer to {follow.text}"
    query = follow.text if follow.is_formal else f'all:"{follow.text}"'
    url = (
        f"{client.bases.export.rstrip('/')}/api/query?search_query={quote(query)}"
        f"&sortBy=submittedDate&sortOrder=descending&start=0&max_results={_MOST_FOUND}"
    )
    answer = client.get(url, ARXIV, accept="application/atom+xml")
    seen = outline(answer, what)
    total, came = seen.texts.get("totalResults", ""), seen.counts.get("entry", 0)
    if seen.root != "feed" or not total.isdecimal():
        raise unbelievable(what, "It does not say how many papers there are.")
    records = _read(answer, what) if came else ()
    if came != min(int(total), _MOST_FOUND):
        message = f"It has {int(total):,} papers, and of the newest only {came} came."
        raise unbelievable(what, message)
    return Stream(records, "atom", Validators())


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
    host = urlsplit(follow.text).netloc.lower()
    is_arxiv = host in (urlsplit(client.bases.rss).netloc, urlsplit(client.bases.export).netloc)
    own = Pace(f"host-{sha256(host.encode()).hexdigest()[:12]}", host, _HOST_GAP)
    answer = client.get(follow.text, ARXIV if is_arxiv else own, accept=", ".join(XML), known=known)
    if answer.is_unchanged:
        return None
    seen = outline(answer, what, _OF_FEEDS)
    if seen.root not in ("feed", "rss", "RDF"):
        raise unbelievable(what, f"It is a {seen.root[:40]}, not a feed.")
    came = seen.counts.get("entry", 0) + seen.counts.get("item", 0)
    return Stream(_read(answer, what) if came else (), "atom", answer.validators)


def _read(answer: Answer, what: str) -> tuple[Record, ...]:
    """Return the papers of a feed that has some."""
    try:
        return tuple(open_records("atom", BytesIO(answer.data), what).records())
    except SourceError as error:
        raise unbelievable(what, error.message) from error
