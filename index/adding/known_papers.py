"""Papers while an import changes them: loaded, taught and saved a thousand at a time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..database.database import Database
from ..identity.titles import title_key
from ..journal.visibility import DAMPING
from ..links import find_links
from ..paper import DETAILS, Record, stub_title

_CUT = ("…", "...")
"""How an abstract ends of which a page shows the beginning only."""

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

_MOST_LINKS = 1000
"""Addresses of one paper."""

_LARGEST = 2**31 - 1
"""Counts above it are no counts but misread text."""


@dataclass(slots=True)
class KnownPaper:
    """One paper's row in memory, and what of it is to be written."""

    rowid: int
    id: str
    rev: int
    arxiv_id: str | None = None
    import_no: int = 0
    score: float = 0.0
    published: str | None = None
    comments: int | None = None
    upvotes: int | None = None
    title: str = ""
    abstract: str = ""
    authors: list[str] = field(default_factory=list)
    author_count: int | None = None
    organisation: str | None = None
    links: list[list[str]] = field(default_factory=list)
    doi: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    """What few papers have, by the names in `DETAILS`."""
    is_new: bool = True
    """It has no row yet."""
    has_new_text: bool = False
    """Its row of long texts is to be written."""
    new_keys: list[str] = field(default_factory=list)
    """Title keys that it goes by from now on."""
    is_retitled: bool = False
    """Its main title key is to be written anew."""

    def learn(self, record: Record, rev: int) -> None:
        """Take what a record knows better: the fuller abstract, the known for the unknown.

        Of two known numbers or dates the later record's counts, since numbers grow and a page
        that states its years corrects one whose years were guessed.
        """
        self._take_title(record.title, rev)
        self._take_text(record.abstract, record.authors, rev)
        self._take_links([[link.url, link.kind] for link in record.links])
        count = as_count(record.author_count) or self.author_count
        count = max(count or 0, len(self.authors)) or None
        organisation = record.organisation or self.organisation
        if (count, organisation) != (self.author_count, self.organisation):
            self.author_count, self.organisation, self.has_new_text = count, organisation, True
        self._take_facts(record.published, as_count(record.comments), as_count(record.upvotes))
        self.doi = self.doi or record.doi
        self._take_details(details_of(record))

    def absorb(self, other: KnownPaper, rev: int) -> None:
        """Take what another paper, which turned out to be this one, knows better."""
        self.arxiv_id = self.arxiv_id or other.arxiv_id
        self._take_title(other.title, rev)
        self._take_text(other.abstract, other.authors, rev)
        self._take_links(other.links)
        self.doi = self.doi or other.doi
        self._take_details(other.details)
        self.author_count = self.author_count or other.author_count
        self.organisation = self.organisation or other.organisation
        self._take_facts(
            self.published or other.published,
            _most(self.comments, other.comments),
            _most(self.upvotes, other.upvotes),
        )
        # A search for the other title's words has to find this paper: it is indexed anew.
        self.has_new_text, self.rev = True, rev

    def place(self, import_no: int, rank: int) -> None:
        """Count a place on a page of this import; places of older imports count no more.

        A page that is taken in part by part may be the older one by now.
        """
        if self.import_no > import_no:
            return
        if self.import_no != import_no:
            self.import_no, self.score = import_no, 0.0
        self.score += place_score(rank)

    def _take_title(self, title: str, rev: int) -> None:
        """Take the first title; that of a paper of which only the id was known gives way."""
        is_stub = self.arxiv_id is not None and self.title == stub_title(self.arxiv_id)
        if title and title != self.title and (is_stub or not self.title):
            self.is_retitled = is_stub
            self.title, self.has_new_text, self.rev = title, True, rev

    def _take_text(self, abstract: str, authors: Collection[str], rev: int) -> None:
        if _is_fuller(abstract, self.abstract):
            before = {link.url for link in find_links(self.abstract)} if self.links else ()
            given = [link for link in self.links if link[0] not in before]
            self.abstract = abstract
            self.links = [[link.url, link.kind] for link in find_links(abstract)]
            self._take_links(given)
            self.has_new_text, self.rev = True, rev
        if len(authors) > len(self.authors):
            self.authors, self.has_new_text = list(authors), True

    def _take_links(self, links: Sequence[list[str]]) -> None:
        """Add addresses that the abstract does not have, or not yet."""
        known = {link[0] for link in self.links} if links else set()
        for link in links:
            if link[0] not in known and len(self.links) < _MOST_LINKS:
                self.links.append(link)
                self.has_new_text = True

    def _take_details(self, told: Mapping[str, Any]) -> None:
        """Take what is told and was not known."""
        new = {name: value for name, value in told.items() if name not in self.details}
        if new:
            self.details, self.has_new_text = {**self.details, **new}, True

    def _take_facts(self, published: str | None, comments: int | None, upvotes: int | None) -> None:
        if published and not (self.published and _is_vaguer(published, self.published)):
            self.published = published
        self.comments = self.comments if comments is None else comments
        self.upvotes = self.upvotes if upvotes is None else upvotes


def details_of(record: Record) -> dict[str, Any]:
    """Return what a record tells of what few papers have, as it is kept in JSON."""
    return {name: value for name in DETAILS if (value := getattr(record, name))}


def place_score(rank: int) -> float:
    """Return what a place on a page is worth in the default order."""
    return 1.0 / (DAMPING + rank)


def load_known_papers(database: Database, rowids: Collection[int]) -> dict[int, KnownPaper]:
    """Return the rows of these papers, to be changed."""
    rows = database.rows(
        "SELECT p.pid, p.id, p.rev, p.arxiv_id, p.import_no, p.score, p.published, p.comments, "
        "p.upvotes, t.title, t.abstract, t.authors, t.author_count, t.organisation, t.links, "
        "p.doi, t.details "
        "FROM papers p JOIN texts t USING(pid) WHERE p.pid IN (SELECT value FROM json_each(?))",
        (json.dumps(list(rowids)),),
    )
    papers = {}
    for row in rows:
        paper = KnownPaper(*row)
        paper.authors, paper.links = database.parsed(row[11]), database.parsed(row[14])
        paper.details = database.parsed(row[16])
        paper.is_new = False
        papers[paper.rowid] = paper
    return papers


def save_known_papers(database: Database, papers: Iterable[KnownPaper]) -> None:
    """Write rows that are new or have changed; what was written before is not written again."""
    papers = list(papers)
    made = [paper for paper in papers if paper.is_new]
    known = [paper for paper in papers if not paper.is_new]
    texts = [paper for paper in papers if paper.has_new_text]
    database.execute_many(
        "INSERT INTO papers(rev, arxiv_id, import_no, score, published, comments, upvotes, doi, "
        "pid, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((*_facts(paper), paper.rowid, paper.id) for paper in made),
    )
    database.execute_many(
        "UPDATE papers SET rev = ?, arxiv_id = ?, import_no = ?, score = ?, published = ?, "
        "comments = ?, upvotes = ?, doi = ? WHERE pid = ?",
        ((*_facts(paper), paper.rowid) for paper in known),
    )
    database.execute_many(
        "INSERT INTO ids(alias, pid) VALUES (?, ?)", ((paper.id, paper.rowid) for paper in made)
    )
    database.execute_many(
        "INSERT INTO texts(pid, title, abstract, authors, author_count, organisation, links, "
        "details) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(pid) DO UPDATE SET "
        "title = excluded.title, abstract = excluded.abstract, authors = excluded.authors, "
        "author_count = excluded.author_count, organisation = excluded.organisation, "
        "links = excluded.links, details = excluded.details",
        (
            (
                paper.rowid,
                paper.title,
                paper.abstract,
                _json(paper.authors),
                paper.author_count,
                paper.organisation,
                _json(paper.links),
                _COMPACT.encode(paper.details) if paper.details else "{}",
            )
            for paper in texts
        ),
    )
    database.execute_many(
        "INSERT INTO titles(key, pid, is_main) VALUES (?, ?, ?)",
        (
            (key, paper.rowid, paper.is_new and not place)
            for paper in papers
            for place, key in enumerate(paper.new_keys)
        ),
    )
    for paper in papers:
        if paper.is_retitled:
            _retitle(database, paper)
        paper.is_new = paper.has_new_text = paper.is_retitled = False
        paper.new_keys.clear()


def _retitle(database: Database, paper: KnownPaper) -> None:
    """Let the key of its title be the main one of those that a paper goes by."""
    key = title_key(paper.title)
    database.execute(
        "INSERT OR IGNORE INTO titles(key, pid, is_main) VALUES (?, ?, 1)", (key, paper.rowid)
    )
    database.execute("UPDATE titles SET is_main = (key = ?) WHERE pid = ?", (key, paper.rowid))


def _is_fuller(abstract: str, present: str) -> bool:
    """Whether an abstract says more: a whole one more than one that was cut, else the longer."""
    if abstract.endswith(_CUT) == present.endswith(_CUT):
        return len(abstract) > len(present)
    if present.endswith(_CUT):
        return 2 * len(abstract) > len(present)  # a remark is no abstract either
    return len(abstract) > 2 * len(present)


def _is_vaguer(published: str, present: str) -> bool:
    """Whether a date says less: no year, or no month or day where the other has one."""
    return published.startswith("-") or (
        len(published) < len(present) and not present.startswith("-")
    )


def _facts(paper: KnownPaper) -> tuple[object, ...]:
    return (
        paper.rev,
        paper.arxiv_id,
        paper.import_no,
        paper.score,
        paper.published,
        paper.comments,
        paper.upvotes,
        paper.doi,
    )


def as_count(value: int | None) -> int | None:
    """Return a number that can be a count, None for others."""
    return value if value is not None and 0 <= value <= _LARGEST else None


def _most(one: int | None, other: int | None) -> int | None:
    return max((value for value in (one, other) if value is not None), default=None)


def _json(values: Sequence[object]) -> str:
    return _COMPACT.encode(values) if values else "[]"
