"""What a file of papers is, told by its content, and which reader understands it.

A reader is imported when a file is of its kind: most of them bring a parser along.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import SourceError
from ..paper import arxiv_id
from .bibliographies.tagged_kinds import tagged_kind
from .contents import Contents
from .files import Readable

if TYPE_CHECKING:
    from .record_files import RecordFile

_HEAD = 1 << 16
"""Characters that tell what a text is."""

_JSON = re.compile(r"\{\s*[\"}]|\[\s*[\[{\"\]]")
_FEED = re.compile(r"<(?:\w+:)?(?:feed|rss|RDF)\b|<!ENTITY")
_BIBTEX = re.compile(
    r"^[ \t]*@(?:comment|preamble|string|[a-z]+\s*[{(]\s*[^\s,{}()\"]*\s*,)", re.I | re.M
)
_RIS = re.compile(r"\s*TY {1,2}-")
_LOOKED_AT_LINES = 50


def recognise(text: str) -> str:
    """Return what kind of file a text is; whatever is nothing else is a page saved as text."""
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if head.startswith(("{", "[")) and _JSON.match(head):
        return "json"
    if head.startswith("<"):
        from .markup.html import is_html

        is_feed = head.startswith("<?xml") or _FEED.search(head)
        return "atom" if is_feed and not is_html(head) else "html"
    if _RIS.match(head):
        return "ris"
    if tagged := tagged_kind(head):
        return tagged
    if _BIBTEX.search(head):
        return "bibtex"
    if _is_list_of_ids(head):
        return "arxiv"
    return _page_kind(text)


def _page_kind(text: str) -> str:
    """Return in which of its forms a Daily Papers page was saved."""
    from .markup.html import is_html
    from .markup.linked import is_linked_page
    from .markup.markdown import is_markdown_page

    if is_html(text):
        return "html"
    if is_linked_page(text):
        return "linked"
    return "markdown" if is_markdown_page(text) else "text"


def _is_list_of_ids(head: str) -> bool:
    """Whether most lines are an arXiv id or a link to one, so that a mistyped one is reported."""
    lines = [line.strip() for line in head.splitlines()[:_LOOKED_AT_LINES]]
    lines = [line for line in lines if line and not line.startswith("#")]
    return sum(arxiv_id(line) is not None for line in lines) * 2 > len(lines)


def open_records(kind: str, stream: Readable, name: str) -> RecordFile:
    """Return the reader of a file of records, one of `RECORD_FORMATS`; `name` is that of the file.

    What is no such file shows when its records are read.
    """
    from .streams import TextStream

    text = TextStream(stream, name)
    match kind:
        case "atom":
            from .feeds.atom import Feed

            return Feed(text)
        case "bibtex":
            from .bibliographies.bibtex import BibtexFile

            return BibtexFile(text)
        case "ris":
            from .bibliographies.ris import RisFile

            return RisFile(text)
        case "nbib":
            from .bibliographies.nbib import NbibFile

            return NbibFile(text)
        case "enw":
            from .bibliographies.endnote import EndnoteFile

            return EndnoteFile(text)
        case "wos":
            from .bibliographies.web_of_science import WebOfScienceFile

            return WebOfScienceFile(text)
        case "arxiv":
            from .bibliographies.arxiv_list import ArxivList

            return ArxivList(text)
    from .json_files.api_json import JsonFile

    return JsonFile(text)


def read_page(kind: str, text: str, name: str, year: int | None) -> Contents:
    """Return the papers of a saved page; SourceError where it shows none.

    `name` is that of the file, for sentences about it.
    """
    page = _read(kind, text, year)
    if not page.records:
        reason = page.problems[0].reason if page.problems else "It shows no papers."
        raise SourceError(
            f"No papers in {name}", reason, "Add a saved page with titles and abstracts."
        )
    return page


def _read(kind: str, text: str, year: int | None) -> Contents:
    match kind:
        case "html":
            from .markup.html import read_html_page

            return read_html_page(text, year=year)
        case "linked":
            from .markup.linked import read_linked_page

            return read_linked_page(text, year=year)
        case "markdown":
            from .markup.markdown import read_markdown_page

            return read_markdown_page(text, year=year)
    from .markup.plain import read_plain_page

    return read_plain_page(text, year=year)
