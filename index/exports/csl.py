"""Papers as CSL-JSON, which Pandoc, Zotero and every CSL processor read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..identity.names import parted
from ..paper import Paper
from .addresses import address
from .keys import citation_key
from .mapping import ARXIV, ARXIV_PREFIX, CSL
from .papers import Papers


def write_csl(papers: Papers) -> Iterator[str]:
    """Yield one JSON array, an item for each paper; `article` is what CSL calls a preprint."""
    seam = "[\n"
    for paper in papers:
        yield seam + json.dumps(_item(paper), ensure_ascii=False)
        seam = ",\n"
    yield "[]\n" if seam == "[\n" else "\n]\n"


def _item(paper: Paper) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": citation_key(paper.id, paper.title),
        "type": "article",
        CSL["title"]: paper.title,
    }
    if paper.authors:
        item[CSL["authors"]] = [_author(name) for name in paper.authors]
    if paper.published and not paper.published.startswith("-"):
        item[CSL["date"]] = {"date-parts": [[int(part) for part in paper.published.split("-")]]}
    if paper.arxiv_id:
        item[CSL["arxiv_id"]] = ARXIV_PREFIX + paper.arxiv_id
        item["publisher"] = ARXIV
        item[CSL["url"]] = paper.link
    if paper.links:
        item[CSL["links"]] = {"links": [address(link.url) for link in paper.links]}
    if paper.abstract:
        item[CSL["abstract"]] = paper.abstract
    if paper.tags:
        item[CSL["tags"]] = ", ".join(paper.tags)
    if paper.note:
        item[CSL["note"]] = paper.note
    return item


def _author(name: str) -> dict[str, str]:
    parts = parted(name)
    if parts is None:
        return {"literal": name}
    told = {
        "given": parts.given,
        "non-dropping-particle": parts.particle,
        "family": parts.family,
        "suffix": parts.suffix,
    }
    return {key: value for key, value in told.items() if value}
