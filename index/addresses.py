"""Web addresses that may leave Recto: of a paper's page, of its code, and what none may be."""

from __future__ import annotations

import re

from .paper import Paper
from .text import clean

SEARCH = "https://huggingface.co/papers?q="
"""Where a paper is looked for whose page is not known."""

_LONGEST = 2000
"""Characters; beyond it browsers and servers begin to cut."""

_TITLE = 200
"""Characters of a title that a search is given."""

_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|[0-9a-f:.]+", re.IGNORECASE)
"""A name or an address in ASCII: letters of other scripts can look like any other host's."""

_NEVER = frozenset(" \"'<>\\^`{|}")
"""What RFC 3986 keeps out of addresses, and the quote that ends a word of a shell."""


def web_address(text: str) -> str | None:
    """Return an address that may be opened and copied as a link, or None where it may not.

    Only http and https, to a plain host, without a user's name before it and without characters
    that hide, reorder or break off what stands there.
    """
    from urllib.parse import urlsplit  # late: no paper needs it before a key asks for a link

    if len(text) > _LONGEST or clean(text) != text or not _NEVER.isdisjoint(text):
        return None
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    is_plain = parts.scheme in ("http", "https") and host and "@" not in parts.netloc
    return text if is_plain and host and _HOST.fullmatch(host) else None


def page_address(paper: Paper) -> str:
    """Return the address of a paper's page, or of a search for its title where none is known."""
    from urllib.parse import quote_plus

    known = web_address(paper.link) if paper.link else None
    return known or SEARCH + quote_plus(clean(paper.title)[:_TITLE], errors="replace")


def pdf_address(paper: Paper) -> str | None:
    """Return the address of a paper's PDF on arXiv, None for one that is not there."""
    return web_address(f"https://arxiv.org/pdf/{paper.arxiv_id}") if paper.arxiv_id else None


def code_addresses(paper: Paper) -> tuple[str, ...]:
    """Return the addresses at which a paper's code is kept, in the order of its abstract."""
    known = (web_address(link.url) for link in paper.links if link.kind == "code")
    return tuple(dict.fromkeys(address for address in known if address))
