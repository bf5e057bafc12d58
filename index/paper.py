"""What a paper is, and how one is told from another; no input or output here."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from .disk.hashes import sha256

LinkKind = Literal["code", "project"]

_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's alphabet: no i, l, o, u, so that an id survives being read aloud."""

ID_LENGTH = 10
"""Characters of an id: 50 bits, so that 200,000 papers meet a clash once in 50,000 libraries."""

_ARXIV = (
    r"(?:arxiv:|https?://(?:www\.|export\.)?(?:arxiv\.org/(?:abs|pdf|html)/|huggingface\.co/papers/))?"
    r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?"
)


def title_key(title: str) -> str:
    """Return what two spellings of one title share: NFKC, case folded, letters and digits only.

    Where nothing remains (a title of signs alone) the raw title is its own key.
    """
    folded = unicodedata.normalize("NFKC", title).casefold()
    return "".join(filter(str.isalnum, folded)) or title


def paper_id(key: str, length: int = ID_LENGTH) -> str:
    """Return the short id of a title key: the beginning of its SHA-256 in Crockford base 32.

    It depends on nothing but the key, so it is the same on every machine.
    """
    number = int.from_bytes(sha256(key.encode("utf-8", "surrogatepass")).digest(), "big")
    return "".join(_BASE32[(number >> (251 - 5 * place)) & 31] for place in range(length))


def arxiv_id(text: str) -> str | None:
    """Return the arXiv id (without its version) that a text is, or None: an id or a link to it."""
    match = re.fullmatch(_ARXIV, text.strip(), re.IGNORECASE)
    return match["id"].lower() if match else None


def stub_title(arxiv_id: str) -> str:
    """Return what a paper is called of which no more is known than its arXiv id."""
    return f"arXiv:{arxiv_id}"


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
    """An ISO date, or `--MM-DD` where the year is unknown."""
    comments: int | None = None
    upvotes: int | None = None
    arxiv_id: str | None = None
    links: tuple[Link, ...] = ()
    """Addresses that the source gives apart from the abstract."""
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
    """An ISO date, or `--MM-DD` where the year is unknown."""
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
    kept_from: Kept | None = None
    """What led to it, while it is bookmarked, tagged, queued or done."""
    has_draft: bool = False
    """A note on it is half typed."""

    def as_json(self, score: float | None = None) -> dict[str, Any]:
        """Return the stable JSON form of this paper; `score` is from the search that found it."""
        return {
            "id": self.id,
            "title": self.title,
            "abstract": self.abstract,
            "authors": list(self.authors),
            "author_count": self.author_count,
            "published": self.published,
            "comments": self.comments,
            "upvotes": self.upvotes,
            "arxiv_id": self.arxiv_id,
            "links": [link.url for link in self.links],
            "sources": [{"name": place.name, "rank": place.rank} for place in self.sources],
            "bookmarked": self.bookmarked,
            "read": self.read,
            "tags": list(self.tags),
            "note": self.note,
            "queue": self.queue,
            "done": self.done,
            "kept_from": (
                {"query": self.kept_from.query, "view": self.kept_from.view}
                if self.kept_from
                else None
            ),
            "score": score,
        }

    @property
    def link(self) -> str | None:
        """The paper's page on arXiv, or None where no arXiv id is known."""
        return f"https://arxiv.org/abs/{self.arxiv_id}" if self.arxiv_id else None
