"""What a file of papers is, told by its content, and which reader understands it.

A reader is imported when a file is of its kind: most of them bring a parser along.
"""

from __future__ import annotations

import re
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from ..errors import SourceError
from .bibliographies.tagged_kinds import tagged_kind
from .collecting import seldom_collecting
from .contents import Contents
from .files import Readable
from .formats import RECORD_FORMATS
from .refusals import short_refusal_of

if TYPE_CHECKING:
    from .encodings import Encoding
    from .record_files import RecordFile

_HEAD = 1 << 16
"""Characters that tell what a text is."""

_BEGIN = 1 << 12
"""Characters within which the outermost element of XML begins."""
_JSON = re.compile(r"\{\s*[\"}]|\[\s*[\[{\"\]]")
_TAG = re.compile(r"<(?!(?:https?://|doi:|arxiv:)\S+>)[A-Za-z!?]", re.I)
"""How XML and HTML begin; an address may stand in such brackets as well."""
_FEED = re.compile(r"<(?:\w+:)?(?:feed|rss|RDF)\b|<!ENTITY")
_OAI = re.compile(r"<(?:\w+:)?OAI-PMH\b")
_BIBTEX = re.compile(
    r"^[ \t]*@[ \t]*(?:comment\b|preamble\b|string\b|[a-z][\w-]*\s{0,20}(?:"
    r"\{\s{0,200}(?:[^\s,{}]{0,300}\s{0,200},|[^\s,{}=]{1,300}\s{0,20}\})"
    r"|[{(]\s{0,200}(?:[^,{}=\n]{0,300},\s{0,200})?[\w-]{1,40}\s{0,20}=\s{0,20}[{\"\w]))",
    re.I | re.M,
)
"""Where an entry begins: with any key, or with none (BibTeX asks for a comma behind one)."""
_RIS = re.compile(
    r"\A\s{0,2000}TY {1,2}-"
    r"|^[ \t\ufeff]{0,20}TY {1,2}-[^\n]{0,100}\n(?:[ \t\r]{0,20}\n){0,5}"
    r"[ \t]{0,20}[A-Z][A-Z\d] {1,2}-",
    re.M,
)
_FIELD_OF_BIBTEX = re.compile(r"^[ \t]*(?:@|[\w-]+[ \t]*=[ \t]*[{\"\w]|[})],?[ \t]*$).*$", re.M)


_CSL = re.compile(r'"(?:issued"\s{0,9}:\s{0,9}\{|author"\s{0,9}:\s{0,9}\[\s{0,99}\{)')
_DAILY = re.compile(r'"(?:paper"\s{0,9}:\s{0,9}\{|summary"\s{0,9}:)')
"""What tells items of CSL from answers of a service, which are read alike."""


def recognise(text: str) -> str:
    """Return what kind of file a text is; whatever is nothing else is a page saved as text."""
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if head.startswith(("{", "[")) and _JSON.match(head):
        return "csl-json" if _CSL.search(head) and not _DAILY.search(head) else "json"
    if _TAG.match(head):
        from .markup.html import is_html

        if _OAI.search(head, 0, _BEGIN):
            return "oai"
        is_feed = head.startswith("<?xml") or _FEED.search(head)
        return "atom" if is_feed and not is_html(head) else "html"
    from .mails.messages import is_mail
    from .sites.arxiv_mails import is_arxiv_mail

    if is_arxiv_mail(head) or is_mail(head):
        return "mail"
    if tagged := tagged_kind(head):
        return tagged
    if (kind := _kind_of_references(head)) and not _is_cited_by_list(head, kind):
        return kind
    from .bibliographies.arxiv_list import is_list
    from .strangers import describe_table

    if describe_table(head):
        return "text"  # a spreadsheet, in which ids stand as well
    return "arxiv" if is_list(head) else _page_kind(text)


def _kind_of_references(head: str) -> str:
    """Return whether RIS or BibTeX begins first, wherever that is; empty where neither does."""
    places = [
        (found.start(), kind)
        for kind, pattern in (("ris", _RIS), ("bibtex", _BIBTEX))
        if (found := pattern.search(head))
    ]
    return min(places)[1] if places else ""


def _is_cited_by_list(head: str, kind: str) -> bool:
    """Whether BibTeX only says how a list of many papers is to be cited."""
    if kind != "bibtex":
        return False
    from .bibliographies.arxiv_list import is_list

    entries = len(_BIBTEX.findall(head))
    rest = _FIELD_OF_BIBTEX.sub("", head)
    return rest.count("://") > 2 * entries and is_list(rest)


def _page_kind(text: str) -> str:
    """Return in which of its forms a Daily Papers page was saved."""
    from .markup.html import is_html
    from .markup.linked import is_linked_page
    from .markup.markdown import is_markdown_page
    from .markup.numbered import has_numbered_links

    if is_html(text):
        return "html"
    if has_numbered_links(text):
        return "markdown"
    if is_linked_page(text):
        return "linked"
    return "markdown" if is_markdown_page(text) else "text"


def open_records(
    kind: str, stream: Readable, name: str, encoding: Encoding | None = None
) -> RecordFile:
    """Return the reader of a file of records, one of `RECORD_FORMATS`; `name` is that of the file.

    How it is encoded need not be known. What is no such file shows when its records are read.
    """
    from .streams import TextStream

    text = TextStream(stream, name, encoding)
    match kind:
        case "atom":
            from .feeds.atom import Feed

            return Feed(text)
        case "oai":
            from .archives.oai import OaiFile

            return OaiFile(text)
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
    if refusal := short_refusal_of(text):
        hint = "Nothing of it was taken in; fetch it again later."
        raise SourceError(f"No papers in {name}", refusal, hint)
    with seldom_collecting():
        page = _read(kind, text, year)
    if not page.records:
        from .strangers import describe_text

        title = f"No papers in {name}"
        stranger = describe_text(text)
        reason = page.problems[0].reason if page.problems else "It shows no papers."
        message, hint = stranger or (reason, "Add a saved page with titles and abstracts.")
        named = " `--format arxiv` takes in each paper that it names by an id or a link."
        raise SourceError(title, message, f"{hint}{named}" if _names_papers(text) else hint)
    from .values import without_shown_id

    return page._replace(records=tuple(map(without_shown_id, page.records)))


def _read_mail(text: str, year: int | None) -> Contents:
    """Return the papers of mails: of an alert, or else of what somebody has sent in one."""
    from .mails.alerts import read_alerts

    page, others = read_alerts(text)
    if page.records or page.problems:
        return page
    for part in others:
        kind = recognise(part.text)
        if kind not in RECORD_FORMATS and kind != "html":
            continue  # words of a letter, which may look like a page
        with suppress(SourceError):
            sent = _read_part(kind, part.text, year)
            if sent.records:
                return sent._replace(day=part.day or sent.day, layout="mail")
    return page


def _read_part(kind: str, text: str, year: int | None) -> Contents:
    if kind not in RECORD_FORMATS:
        return read_page(kind, text, "the mail", year)
    file = open_records(kind, BytesIO(text.encode()), "the mail")
    records = tuple(file.records())
    return Contents(records, file.problems, None, "mail")


def _names_papers(text: str) -> bool:
    """Whether a text that shows no papers has the ids of some in it."""
    from .bibliographies.mentions import find_mentions

    lines = text[:_HEAD].split("\n")
    return any(one.paper for line in lines for one in find_mentions(line))


def _read(kind: str, text: str, year: int | None) -> Contents:
    match kind:
        case "mail":
            return _read_mail(text, year)
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
