"""Papers as RIS, which reference managers read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..identity.names import parted
from ..paper import Paper
from .addresses import address
from .mapping import ARXIV, ARXIV_PREFIX, RIS, RIS_TYPES
from .own_mark import own_mark
from .papers import Papers

_RANGE = re.compile(r"([^-,]+)-([^-,]+)")
"""Pages from one to another; other forms stand in one field."""

Field = tuple[str, str]

_END = "\r\n"
"""What ends a line, by the specification."""


def write_ris(papers: Papers) -> Iterator[str]:
    """Yield an entry for each paper."""
    for paper in papers:
        kind = RIS_TYPES.get(paper.type or ("article" if paper.arxiv_id else ""), "GEN")
        told = [("ID", papers.key(paper)), *_basics(paper), *_publication(paper), *_texts(paper)]
        lines = [f"{tag}  - {value}".rstrip(" ") for tag, value in told]
        yield "".join(line + _END for line in [f"TY  - {kind}", *lines, "ER  - ", ""])


def _basics(paper: Paper) -> Iterator[Field]:
    """Yield the tag and the value of each line about title, people and time."""
    yield RIS["title"], paper.title
    for name in paper.authors:
        yield RIS["authors"], _author(name)
    if paper.issued and not paper.issued.startswith("-"):
        yield RIS["year"], paper.issued[:4]
        yield RIS["date"], paper.issued.replace("-", "/")


def _publication(paper: Paper) -> Iterator[Field]:
    """Yield the lines about where a paper was published and where it is."""
    pages = _RANGE.fullmatch(paper.pages or "")
    told = {
        "venue": paper.venue,
        "volume": paper.volume,
        "issue": paper.issue,
        "first_page": pages[1] if pages else paper.pages,
        "last_page": pages[2] if pages else None,
        "publisher": paper.publisher or (ARXIV if paper.arxiv_id and not paper.venue else None),
        "doi": paper.doi,
    }
    yield from ((RIS[name], value) for name, value in told.items() if value)
    if paper.arxiv_id:
        yield RIS["arxiv_id"], ARXIV_PREFIX + paper.arxiv_id
        yield RIS["url"], paper.link or ""
    for link in paper.links:
        yield RIS["links"], address(link.url)
    for path in paper.files:
        yield RIS["files"], path


def _texts(paper: Paper) -> Iterator[Field]:
    """Yield the lines that hold text."""
    if paper.abstract:
        yield RIS["abstract"], paper.abstract
    for keyword in dict.fromkeys((*paper.tags, *paper.keywords)):
        yield RIS["keywords"], keyword
    for category in paper.categories:
        yield RIS["categories"], category
    if paper.arxiv_comment:
        yield RIS["arxiv_comment"], paper.arxiv_comment
    if paper.license:
        yield RIS["license"], paper.license
    for name, text in (("remark", paper.remark), ("note", paper.note)):
        if text:
            for line in text.split("\n"):
                yield RIS[name], line
    yield RIS["mark"], own_mark(paper)


def _author(name: str) -> str:
    parts = parted(name)
    if parts is None:
        # A comma would part it into a family's name and a given one.
        return re.sub(r"\s*,\s*", " ", name).strip()
    # Pandoc takes what stands behind a second comma for the given name.
    return f"{' '.join(filter(None, (parts.particle, parts.family, parts.suffix)))}, {parts.given}"
