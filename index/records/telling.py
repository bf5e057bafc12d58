"""What one record says, by field, and how it is kept beside the description of its paper."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ..disk.hashes import sha256
from ..links import find_links
from ..paper import DETAILS, Link, Record

Fields = dict[str, Any]
"""What is said of a paper, by the names of `FIELDS`, as JSON has it; without what is not said."""

FIELDS = (
    "title",
    "abstract",
    "authors",
    "author_count",
    "organisation",
    "published",
    "comments",
    "upvotes",
    "arxiv_id",
    "doi",
    "links",
    *DETAILS,
)
"""Attributes of a record that describe its paper; `links` are those besides the abstract's."""

LISTS = ("authors", "links", "categories", "keywords", "files", "annotations")
"""Fields that are lists."""

RANK = "rank"
"""The name beside them under which a place on the page is kept that is not the record's number."""

_LARGEST = 2**31 - 1
"""Counts above it are no counts but misread text."""

_FIRST = Record._fields.index(DETAILS[0])
_BEHIND = _FIRST + len(DETAILS)
assert Record._fields[_FIRST:_BEHIND] == DETAILS
_NO_DETAILS = Record("", "", 1, 1)[_FIRST:_BEHIND]

_CANONICAL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


class Told:
    """One record as its page says it, with what is known of the page."""

    def __init__(
        self,
        gid: int,
        number: int,
        said: Fields,
        *,
        rank: int,
        source: str = "",
        checksum: str = "",
        day: str | None = None,
        kind: str | None = None,
        is_in_force: bool = True,
        pid: int = 0,
    ) -> None:
        self.gid = gid
        self.number = number
        """Its place among the records of its page, from 1; with `gid` it names the record."""
        self.said = said
        """Not to be changed."""
        self.rank = rank
        self.source = source
        self.checksum = checksum
        """What tells the page's content; with `source` it names the page in every library."""
        self.day = day
        """The ISO day whose numbers the page shows; None where that is not known."""
        self.kind = kind
        """The format that the page was read as; None for pages from before that was kept."""
        self.is_in_force = is_in_force
        """Whether its page is in sight."""
        self.pid = pid
        """The paper that it is kept with; 0 for none yet."""

    @property
    def name(self) -> tuple[int, int]:
        """Its page and its number there."""
        return self.gid, self.number

    @property
    def record(self) -> Record:
        """What it says as a `Record`, without what a reader had marked."""
        values: dict[str, Any] = {
            name: tuple(value) if name in LISTS else value for name, value in self.said.items()
        }
        values["links"] = tuple(Link(*link) for link in self.said.get("links", ()))
        return Record(**{"abstract": "", **values, "rank": self.rank, "line": 1})

    @cached_property
    def digest(self) -> bytes:
        """What tells what it says from what others say, the same on every machine."""
        return sha256(_CANONICAL.encode(self.said).encode("utf-8", "surrogatepass")).digest()


def fields_of(record: Record) -> Fields:
    """Return what a record says of its paper; numbers that are none are left out."""
    said: Fields = {"title": record.title}
    if record.abstract:
        said["abstract"] = record.abstract
    if record.authors:
        said["authors"] = list(record.authors)
    count = max(as_count(record.author_count) or 0, len(record.authors))
    if count:
        said["author_count"] = count
    if record.organisation:
        said["organisation"] = record.organisation
    if record.published:
        said["published"] = record.published
    if (comments := as_count(record.comments)) is not None:
        said["comments"] = comments
    if (upvotes := as_count(record.upvotes)) is not None:
        said["upvotes"] = upvotes
    if record.arxiv_id:
        said["arxiv_id"] = record.arxiv_id
    if record.doi:
        said["doi"] = record.doi
    if record.links:
        said["links"] = [list(link) for link in record.links]
    details = record[_FIRST:_BEHIND]
    if details != _NO_DETAILS:
        for name, value in zip(DETAILS, details, strict=True):
            if value:
                said[name] = list(value) if isinstance(value, tuple) else value
    return said


def as_count(value: int | None) -> int | None:
    """Return a number that can be a count, None for others."""
    return value if value is not None and 0 <= value <= _LARGEST else None


def difference(told: Told, shown: Mapping[str, Any]) -> Fields:
    """Return what a record says otherwise than what is shown; None for what it does not tell."""
    kept = {name: value for name, value in told.said.items() if shown.get(name) != value}
    kept |= dict.fromkeys(name for name in shown if name not in told.said)
    if told.rank != told.number:
        kept[RANK] = told.rank
    return kept


def expand(kept: Mapping[str, Any], shown: Mapping[str, Any]) -> tuple[Fields, int | None]:
    """Return what a record says of which `difference` has told so much, and its rank if told."""
    said = {**shown, **kept}
    rank = said.pop(RANK, None)
    return {name: value for name, value in said.items() if value is not None}, rank


def find_all_links(said: Mapping[str, Any]) -> list[list[str]]:
    """Return the addresses of an abstract, and those that are given besides."""
    abstract = said.get("abstract")
    links = [[link.url, link.kind] for link in find_links(abstract)] if abstract else []
    if "links" in said:
        known = {url for url, _ in links}
        links += [link for link in said["links"] if link[0] not in known]
    return links
