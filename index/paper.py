"""What a paper is; no input or output here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

LinkKind = Literal["code", "project"]


class Link(NamedTuple):
    """A web address found in an abstract."""

    url: str
    kind: LinkKind


class Place(NamedTuple):
    """Where a paper stands in one source."""

    name: str
    """The source's name: its file's name with the ending, `stdin` for standard input."""
    rank: int
    """The position on the page, from 1; on a search page that is its relevance."""
    label: str = ""
    """The name that the reader gave the source; empty while it has its own."""


class Kept(NamedTuple):
    """What led the reader to keep a paper: the answer to "why did I keep this?"."""

    query: str
    view: str
    """The view as one word, `str(View(...))`."""


DETAILS = (
    "has_more_authors",
    "updated",
    "published_journal",
    "venue",
    "volume",
    "issue",
    "pages",
    "publisher",
    "categories",
    "arxiv_version",
    "arxiv_comment",
    "license",
    "type",
    "keywords",
    "remark",
    "files",
    "collected",
    "annotations",
)
"""Attributes of records and papers that few papers have and no list is ordered by."""


class Highlight(NamedTuple):
    """A passage of a paper's text with what stands around it."""

    id: str
    """Random; unique within its paper."""
    rowid: int
    """The row number of its paper; 0 while that is not known."""
    text: str
    """Its words; formulas stand between dollar signs, as in abstracts, blocks in lines."""
    section: str = ""
    """The heading above it, with its number."""
    before: str = ""
    """Some words before it, by which it is told from others that read alike."""
    after: str = ""
    note: str = ""
    """What the reader wrote about it; lines end in a newline character."""
    made: str = ""
    """When, as local time with its offset from UTC: ISO 8601."""

    def as_json(self) -> dict[str, str | None]:
        """Return the stable JSON form; its paper is told elsewhere."""
        return {
            "highlight": self.id,
            "section": self.section or None,
            "text": self.text,
            "before": self.before or None,
            "after": self.after or None,
            "note": self.note or None,
            "made": self.made or None,
        }


class Record(NamedTuple):
    """One paper as one page shows it, before it is known which paper it is."""

    title: str
    abstract: str
    rank: int
    """The position on its page, from 1."""
    line: int
    """The line of the title in its file, from 1."""
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    organisation: str | None = None
    published: str | None = None
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`, no more than was said; `--MM-DD` without a year. Of a
    preprint its first day, else the day of the publication."""
    comments: int | None = None
    upvotes: int | None = None
    arxiv_id: str | None = None
    links: tuple[Link, ...] = ()
    """Addresses that the source gives apart from the abstract."""
    doi: str | None = None
    """In small letters, without the resolver's address."""
    has_more_authors: bool = False
    """Others than those named have written it too, nobody says how many ("et al.")."""
    updated: str | None = None
    """The day of the newest version; as exact as `published`."""
    published_journal: str | None = None
    """When a journal or the proceedings published it; as exact as `published`."""
    venue: str | None = None
    """The journal, the proceedings or the book that it is in."""
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    """Such as `11-23`, with a hyphen; or the number of the article."""
    publisher: str | None = None
    categories: tuple[str, ...] = ()
    """Those of arXiv, such as `cs.LG`; the primary one first."""
    arxiv_version: int | None = None
    arxiv_comment: str | None = None
    """What the authors remark on arXiv, such as `14 pages, ICLR 2027`."""
    license: str | None = None
    """Its address or its name."""
    type: str | None = None
    """One of the types of CSL 1.0.2, such as `article-journal`; `article` is a preprint."""
    keywords: tuple[str, ...] = ()
    """Those of its authors or publisher, which are no tags of the reader's."""
    remark: str | None = None
    """What a publisher or a program remarks; no note of the reader's. Its lines end in newlines."""
    files: tuple[str, ...] = ()
    """Paths of its files on the reader's disk, such as its PDF."""
    collected: str | None = None
    """When the reader put it into the library that it comes from: ISO date and time, UTC."""
    annotations: tuple[str, ...] = ()
    """What the reader marked in its files there, each a JSON object: `kind`, `text`, `comment`,
    `page`, `colour`, `tags`, `file`, `made` and `key`, of which any may be missing."""
    cite_key: str | None = None
    """The key that it is cited by there."""
    tags: tuple[str, ...] = ()
    note: str | None = None
    bookmarked: bool = False
    read: bool = False
    queue: int | None = None
    """Its place in the to-read queue there, from 1; only the order counts."""
    done: str | None = None
    """An ISO date. From `tags` on: what a reader had marked, in files that Recto or others export;
    marks of this library win over it."""
    kept_from: Kept | None = None
    rejected: bool = False
    highlights: tuple[Highlight, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the library with everything known about it and everything marked on it."""

    rowid: int
    """The row in this library's database; never shown, differs between libraries."""
    id: str
    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    organisation: str | None = None
    published: str | None = None
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`, no more than is known; `--MM-DD` without a year."""
    comments: int | None = None
    upvotes: int | None = None
    arxiv_id: str | None = None
    links: tuple[Link, ...] = ()
    sources: tuple[Place, ...] = ()
    bookmarked: bool = False
    read: bool = False
    tags: tuple[str, ...] = ()
    note: str | None = None
    """What the reader wrote about it; lines end in a newline character."""
    queue: int | None = None
    """The place in the to-read queue, from 1."""
    done: str | None = None
    """The ISO date on which it was read to the end of the queue."""
    rejected: bool = False
    """It is not for the reader."""
    kept_from: Kept | None = None
    """What led to it, while it is bookmarked, tagged, queued or done."""
    has_draft: bool = False
    """A note on it is half typed."""
    cite_key: str | None = None
    """The key that it is cited by, once it has one."""
    doi: str | None = None
    has_more_authors: bool = False
    updated: str | None = None
    published_journal: str | None = None
    venue: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    publisher: str | None = None
    categories: tuple[str, ...] = ()
    arxiv_version: int | None = None
    arxiv_comment: str | None = None
    license: str | None = None
    type: str | None = None
    keywords: tuple[str, ...] = ()
    remark: str | None = None
    files: tuple[str, ...] = ()
    collected: str | None = None
    annotations: tuple[str, ...] = ()
    """From `doi` on: as the attributes of a `Record`."""
    highlights: tuple[Highlight, ...] = ()
    """What the reader highlighted in its text, as it was made."""
    private: bool = False
    """It stays on this machine, with all that is marked on it."""

    def as_json(self, score: float | None = None) -> dict[str, Any]:
        """Return the stable JSON form of this paper; `score` is from the search that found it."""
        return {
            "id": self.id,
            "title": self.title,
            "abstract": self.abstract,
            "authors": list(self.authors),
            "author_count": self.author_count,
            "more_authors": self.has_more_authors,
            "published": self.published,
            "updated": self.updated,
            "published_journal": self.published_journal,
            "comments": self.comments,
            "upvotes": self.upvotes,
            "arxiv_id": self.arxiv_id,
            "arxiv_version": self.arxiv_version,
            "arxiv_comment": self.arxiv_comment,
            "categories": list(self.categories),
            "doi": self.doi,
            "venue": self.venue,
            "volume": self.volume,
            "issue": self.issue,
            "pages": self.pages,
            "publisher": self.publisher,
            "license": self.license,
            "type": self.type,
            "keywords": list(self.keywords),
            "remark": self.remark,
            "files": list(self.files),
            "collected": self.collected,
            "annotations": [_parsed(mark) for mark in self.annotations],
            "cite_key": self.cite_key,
            "links": [link.url for link in self.links],
            "sources": [{"name": place.name, "rank": place.rank} for place in self.sources],
            "bookmarked": self.bookmarked,
            "read": self.read,
            "tags": list(self.tags),
            "note": self.note,
            "highlights": [one.as_json() for one in self.highlights],
            "queue": self.queue,
            "done": self.done,
            "rejected": self.rejected,
            "private": self.private,
            "kept_from": (
                {"query": self.kept_from.query, "view": self.kept_from.view}
                if self.kept_from
                else None
            ),
            "score": score,
        }

    @property
    def link(self) -> str | None:
        """The paper's page on arXiv, else what its DOI leads to, or None where neither is known."""
        if self.arxiv_id:
            return f"https://arxiv.org/abs/{self.arxiv_id}"
        return f"https://doi.org/{quote(self.doi, safe='/:;()')}" if self.doi else None

    @property
    def issued(self) -> str | None:
        """When it came out as what it is cited as: in its journal or proceedings, else at all."""
        is_printed = self.venue or self.type not in (None, "article")
        return (self.published_journal if is_printed else None) or self.published

    @property
    def printed_in(self) -> str:
        """Where it stands, such as `Nature 12(3), 11-23`; empty where that is not known."""
        number = f"{self.volume or ''}{f'({self.issue})' if self.issue else ''}"
        place = " ".join(filter(None, (self.venue, number)))
        return ", ".join(filter(None, (place, self.pages)))


def _parsed(annotation: str) -> dict[str, Any]:
    """Return an annotation as it is told; of one that is damaged its text."""
    try:
        told = json.loads(annotation)
    except ValueError:
        return {"text": annotation}
    return told if isinstance(told, dict) else {"text": annotation}
