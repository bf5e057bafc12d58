"""Papers as CSL-JSON, which Pandoc, Zotero and every CSL processor read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..identity.names import parted
from ..paper import Paper
from .addresses import address
from .mapping import ARXIV, ARXIV_PREFIX, CSL, CSL_CUSTOM, CSL_TYPES
from .own_mark import own_mark
from .papers import Papers


def write_csl(papers: Papers) -> Iterator[str]:
    """Yield one JSON array, an item for each paper; `article` is what CSL calls a preprint."""
    seam = "[\n"
    for paper in papers:
        yield seam + json.dumps(_item(paper, papers.key(paper)), ensure_ascii=False)
        seam = ",\n"
    yield "[]\n" if seam == "[\n" else "\n]\n"


def _item(paper: Paper, key: str) -> dict[str, Any]:
    kind = paper.type if paper.type in CSL_TYPES else None
    item: dict[str, Any] = {
        "id": key,
        "type": kind or ("article" if paper.arxiv_id else "document"),
        CSL["title"]: paper.title,
    }
    if paper.authors:
        item[CSL["authors"]] = [_author(name) for name in paper.authors]
    issued = paper.issued
    if issued and not issued.startswith("-"):
        item[CSL["date"]] = {"date-parts": [[int(part) for part in issued.split("-")]]}
    for name in ("venue", "volume", "issue", "pages", "publisher", "doi"):
        if value := getattr(paper, name):
            item[CSL[name]] = value
    if paper.arxiv_id:
        item[CSL["arxiv_id"]] = ARXIV_PREFIX + paper.arxiv_id
        item[CSL["url"]] = paper.link
        if not (paper.publisher or paper.venue):
            item[CSL["publisher"]] = ARXIV
    for name in ("abstract", "remark", "note"):
        if value := getattr(paper, name):
            item[CSL[name]] = value
    keywords = dict.fromkeys((*paper.tags, *paper.keywords))
    if keywords:
        item[CSL["keywords"]] = ", ".join(keywords)
    custom = {name: value for name in CSL_CUSTOM if (value := _custom(paper, name))}
    if paper.highlights:
        custom["highlights"] = [one.as_json() for one in paper.highlights]
    item[CSL["links"]] = {CSL["mark"]: own_mark(paper), **custom}
    return item


def _custom(paper: Paper, name: str) -> Any:
    """Return what CSL has no name for; nothing where it has said it."""
    if name == "links":
        return [address(link.url) for link in paper.links]
    value = getattr(paper, name)
    if name == "published" and value == paper.issued:
        return None
    return list(value) if isinstance(value, tuple) else value


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
