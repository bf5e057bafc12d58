"""Papers as an Atom feed (RFC 4287)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from ..paper import Paper
from .addresses import address
from .papers import Papers

_ARXIV = "http://arxiv.org/schemas/atom"
"""The elements that the feeds of arXiv have besides (arXiv API User's Manual, 3.3.2)."""

_UNKNOWN = "1970-01-01T00:00:00Z"
"""Atom wants a moment; this one claims nothing new."""


def write_feed(papers: Papers) -> Iterator[str]:
    """Yield the feed; an entry's moment is when its paper came into the library.

    So a feed reader shows a paper once, whenever the same list is exported again.
    """
    moments = papers.added()
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="{_ARXIV}">\n'
        f"<title>{escape(papers.heading)}</title>\n"
        f"<id>{_urn('feed', papers.heading)}</id>\n"
        f"<updated>{max(moments.values(), default=_UNKNOWN)}</updated>\n"
        "<generator>Recto</generator>\n"
    )
    for paper in papers:
        yield _entry(paper, moments.get(paper.rowid, _UNKNOWN))
    yield "</feed>\n"


def _entry(paper: Paper, moment: str) -> str:
    """Return a paper; Atom wants an author, so one that is not known is called so."""
    names = paper.authors or (paper.organisation or "Unknown",)
    published = paper.published or ""
    terms = (*paper.tags, *paper.keywords, *paper.categories)
    text = "summary" if paper.link else "content"
    parts = [
        "<entry>",
        f"<title>{escape(paper.title)}</title>",
        f"<id>{_urn('paper', paper.id)}</id>",
        f"<updated>{moment}</updated>",
        f"<published>{published}T00:00:00Z</published>" if len(published) == 10 else "",
        *(f"<author><name>{escape(name)}</name></author>" for name in names),
        f'<link rel="alternate" href={quoteattr(paper.link)}/>' if paper.link else "",
        *(f'<link rel="related" href={quoteattr(address(link.url))}/>' for link in paper.links),
        *(f"<category term={quoteattr(term)}/>" for term in dict.fromkeys(terms)),
        # Without a page of its own an entry has to have content.
        f"<{text}>{escape(paper.abstract or paper.title)}</{text}>",
        *(f"<arxiv:{name}>{escape(value)}</arxiv:{name}>" for name, value in _of_arxiv(paper)),
        "</entry>",
    ]
    return "\n".join(filter(None, parts)) + "\n"


def _of_arxiv(paper: Paper) -> list[tuple[str, str]]:
    told = (
        ("doi", paper.doi),
        ("journal_ref", paper.printed_in),
        ("comment", paper.arxiv_comment),
    )
    return [(name, value) for name, value in told if value]


def _urn(kind: str, name: str) -> str:
    """Return an id that is the same in every export, and nobody else's."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"recto:{kind}:{name}").urn
