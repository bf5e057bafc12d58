"""Papers as RIS, which reference managers read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..identity.names import parted
from ..paper import Paper
from .addresses import address
from .keys import citation_key
from .mapping import ARXIV, ARXIV_PREFIX, RIS
from .papers import Papers

_END = "\r\n"
"""What ends a line, by the specification."""


def write_ris(papers: Papers) -> Iterator[str]:
    """Yield an entry for each paper."""
    for paper in papers:
        lines = [f"{tag}  - {value}".rstrip(" ") for tag, value in _fields(paper)]
        yield "".join(line + _END for line in ["TY  - UNPB", *lines, "ER  - ", ""])


def _fields(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield the tag and the value of each line."""
    yield "ID", citation_key(paper.id, paper.title)
    yield RIS["title"], paper.title
    for name in paper.authors:
        yield RIS["authors"], _author(name)
    if paper.published and not paper.published.startswith("-"):
        yield RIS["year"], paper.published[:4]
        yield RIS["date"], paper.published.replace("-", "/")
    if paper.arxiv_id:
        yield RIS["arxiv_id"], ARXIV_PREFIX + paper.arxiv_id
        yield "PB", ARXIV
        yield RIS["url"], paper.link or ""
    for link in paper.links:
        yield RIS["links"], address(link.url)
    if paper.abstract:
        yield RIS["abstract"], paper.abstract
    for tag in paper.tags:
        yield RIS["tags"], tag
    if paper.note:
        for line in paper.note.split("\n"):
            yield RIS["note"], line


def _author(name: str) -> str:
    parts = parted(name)
    if parts is None:
        # A comma would part it into a family's name and a given one.
        return re.sub(r"\s*,\s*", " ", name).strip()
    family = f"{parts.particle} {parts.family}".strip()
    return ", ".join(filter(None, (family, parts.given, parts.suffix)))
