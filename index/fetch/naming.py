"""Papers by what names them: arXiv ids by the query API, DOIs by Crossref."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple
from urllib.parse import quote

from ..adding.checksums import checksum
from ..adding.imports import Importer, Source, next_import
from ..errors import FetchError, RefusedError, SourceError
from ..identifiers import doi_title, stub_title
from ..journal.acts import ADD, NAMED
from ..pages.json_files.csl import read_csl_item
from ..pages.kinds import open_records
from ..pages.values import NoPaperError
from ..paper import Record
from ..pasted import Name
from ..store.mine import mine_among
from ..store.store import Store
from ..stream_names import RENEWED, VERSIONS
from .believing import json_of, outline, unbelievable
from .client import Client
from .gates import ARXIV, CROSSREF

TOGETHER = 100
"""Ids that arXiv is asked for at once."""

_STUBS = (
    "SELECT p.arxiv_id, p.doi FROM papers p JOIN texts t USING(pid) WHERE p.hidden = 0 AND "
    "(t.title = 'arXiv:' || p.arxiv_id OR t.title = 'doi:' || p.doi) ORDER BY p.pid"
)


class Told(NamedTuple):
    """What services tell of papers."""

    source: str
    """The name of the page that it becomes."""
    kind: str
    """The format that it was read as."""
    records: tuple[Record, ...]
    unknown: tuple[Name, ...] = ()
    """Names that the service does not know."""


class Naming:
    """Asks for papers by their names."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def arxiv(self, ids: Sequence[str]) -> Told:
        """Return what arXiv tells of these ids, at most `TOGETHER`; raises FetchError."""
        what = "arXiv's answer"
        base = self._client.bases.export.rstrip("/")
        listed = quote(",".join(ids), safe=",/")
        url = f"{base}/api/query?id_list={listed}&start=0&max_results={len(ids)}"
        answer = self._client.get(url, ARXIV, accept="application/atom+xml")
        seen = outline(answer, what)
        if seen.root != "feed":
            raise unbelievable(what, f"It is a {seen.root[:40]}, not a feed.")
        total, came = seen.total, seen.counts.get("entry", 0)
        if total != came:
            said = "an untold number of" if total is None else total
            raise unbelievable(what, f"It has {said} papers, and {came} came.")
        file = open_records("atom", BytesIO(answer.data), what)
        try:
            records = tuple(file.records()) if came else ()
        except SourceError as error:  # an error that looks like a paper
            raise unbelievable(what, error.message) from error
        wanted = set(ids)
        found = {record.arxiv_id for record in records}
        if not len(found) == len(records) == came or not found <= wanted:
            message = "It has papers that were not asked for, or that cannot be read."
            raise unbelievable(what, message)
        unknown = tuple(Name("arxiv", id) for id in ids if id not in found)
        return Told("arXiv", "atom", records, unknown)

    def crossref(self, doi: str) -> Told:
        """Return what Crossref tells of a DOI; raises FetchError."""
        what = f"Crossref's answer about {doi}"
        url = f"{self._client.bases.crossref.rstrip('/')}/works/{quote(doi, safe='/')}"
        try:
            answer = self._client.get(url, CROSSREF, accept="application/json")
        except RefusedError as error:
            if error.status == 404:
                return Told("Crossref", "csl-json", (), (Name("doi", doi),))
            raise
        told = json_of(answer, what)
        message = told.get("message") if isinstance(told, dict) else None
        if not isinstance(message, dict) or str(message.get("DOI", "")).lower() != doi:
            raise unbelievable(what, "It is not about that DOI.")
        try:
            record = read_csl_item(message, 1, 0)
        except NoPaperError as error:
            raise unbelievable(what, str(error)) from error
        # As it was asked for, however the reader of the format would write it.
        return Told("Crossref", "csl-json", (record._replace(cite_key=None, doi=doi),))


class NamedPapers(NamedTuple):
    """What became of papers that were asked for by name."""

    records: int
    """How many were named, or were known by name alone."""
    new: int
    """Papers that the library did not have."""
    filled: int
    """Papers of which more is known now."""
    unknown: tuple[Name, ...]
    """Names that the services do not know."""
    error: FetchError | None
    """Why some were not asked for, None where all were."""
    missing: tuple[str, ...] = ()
    """Titles that nobody has, of papers that are known by title alone."""
    spared: int = 0
    """How many such papers were not asked for, since nobody had them a few days ago."""


def take_named(store: Store, naming: Naming, names: Sequence[Name]) -> NamedPapers:
    """Take in papers by their names, in one act: with what is told of them, else by name alone.

    Of papers that the library has with their text nobody is asked. Raises StoreError.
    """
    told, error = [], None
    missing = [name for name in names if not _is_told(store, name)]
    try:
        for part in _asked(naming, missing):
            told.append(part)
    except FetchError as failed:
        error = failed
    stubs = tuple(_stub(name, rank) for rank, name in enumerate(names, 1))
    # One source, lest papers of a single wish look as if several sources had them.
    pages = [Told(NAMED, "arxiv", stubs), *(part._replace(source=NAMED) for part in told)]
    new, _ = take_told(store, pages, is_news=True)
    return _outcome(len(names), new, told, error)


def complete(store: Store, naming: Naming) -> NamedPapers:
    """Fill in the papers that are known by name alone, each batch for itself; raises StoreError."""
    names = [
        Name("arxiv", arxiv) if arxiv else Name("doi", doi)
        for arxiv, doi in store.database.rows(_STUBS)
    ]
    told, error = [], None
    try:
        for part in _asked(naming, names):
            told.append(part)
            take_told(store, [part], is_news=False)
    except FetchError as failed:
        error = failed
    return _outcome(len(names), 0, told, error)


def renew(store: Store, naming: Naming, ids: Sequence[str], stream: str, step: str) -> str:
    """Take in what arXiv tells now of papers that have another version; return the act's step.

    It was a stream that said so. Those of mine come on pages that tell of another version, see
    `store.versions`; the others are no news. They are of the step that an act began, if any.
    Raises FetchError.
    """
    told = naming.arxiv(ids)
    known = mine_among(store.database, ids)
    news: list[Record] = []
    others: list[Record] = []
    for record in told.records:
        version = known.get(record.arxiv_id or "")
        is_news = version is not None and (record.arxiv_version or 0) > version
        (news if is_news else others).append(record)
    pages = [
        told._replace(source=f"{stream}/{VERSIONS}", records=tuple(news)),
        told._replace(source=f"{stream}/{RENEWED}", records=tuple(others)),
    ]
    return take_told(store, pages, is_news=False, step=step)[1]


def _asked(naming: Naming, names: Sequence[Name]) -> Iterator[Told]:
    """Yield what services tell of papers, arXiv of a hundred at a time."""
    ids = [name.value for name in names if name.kind == "arxiv"]
    for start in range(0, len(ids), TOGETHER):
        yield naming.arxiv(ids[start : start + TOGETHER])
    for name in names:
        if name.kind == "doi":
            yield naming.crossref(name.value)


def _outcome(count: int, new: int, told: Sequence[Told], error: FetchError | None) -> NamedPapers:
    filled = sum(len(part.records) for part in told)
    unknown = tuple(name for part in told for name in part.unknown)
    return NamedPapers(count, new, filled, unknown, error)


def take_told(
    store: Store, pages: Sequence[Told], *, is_news: bool, step: str = ""
) -> tuple[int, str]:
    """Take pages in as one act; return how many papers the library did not have, and its step."""
    sources = [
        Source(page.source, _digest(page.records), page.records, None, page.kind)
        for page in pages
        if page.records
    ]
    with store.database.transaction():
        # What only fills in papers is of the first import, so that it makes none of them new.
        number = next_import(store) if is_news else 1
        importer = Importer(store, number, ADD, sources, step)
        new = sum(importer.take(source).new for source in sources)
        importer.finish()
    return new, importer.step


def _digest(records: Sequence[Record]) -> str:
    return checksum([json.dumps(record, ensure_ascii=False).encode() for record in records], None)


def _is_told(store: Store, name: Name) -> bool:
    """Whether the library has a paper of this name in sight, and knows more of it than that."""
    stub = stub_title(name.value) if name.kind == "arxiv" else doi_title(name.value)
    column = "arxiv_id" if name.kind == "arxiv" else "doi"
    sql = (
        "SELECT 1 FROM papers JOIN texts t USING(pid) "
        f"WHERE {column} = ? AND hidden = 0 AND t.title <> ?"
    )
    return store.database.value(sql, (name.value, stub)) is not None


def _stub(name: Name, rank: int) -> Record:
    """Return what a name alone tells of its paper."""
    if name.kind == "arxiv":
        return Record(stub_title(name.value), "", rank, rank, arxiv_id=name.value)
    return Record(doi_title(name.value), "", rank, rank, doi=name.value)
