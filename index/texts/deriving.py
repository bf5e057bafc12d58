"""Which form a file has, and its text as blocks; run by a process of its own (see `apart`)."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Container
from pathlib import Path
from typing import Literal, get_args

from ..errors import RectoError
from .blocks import Text

Form = Literal["html", "huggingface", "markdown", "plain", "pdf"]

FORMS: tuple[str, ...] = get_args(Form)

VERSION = 2
"""That of everything that makes blocks of files; what an older one has made is derived anew."""

LARGEST = 64 << 20
"""Bytes of a file; the longest pages of arXiv have about ten million."""

_FEWEST = 20
"""Words; what has fewer is a page about a paper that is not there."""

_HEAD = 1 << 14
_MARKDOWN = re.compile(
    r"^(?:#{1,6} \S|```|\$\$|\|.*\|[ \t]*$|[*+-] \S.*\n[*+-] \S)|\]\(https?://|\*\*\S", re.M
)
_SENTENCE = re.compile(r"\w+")


class UnreadableError(RectoError):
    """A file of which no text can be made."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__("It cannot be read as a paper", message, hint)


def reads(form: str) -> bool:
    """Whether files of a form can be read here: PDF files are where pypdf is installed."""
    return form != "pdf" or importlib.util.find_spec("pypdf") is not None


def form_of(data: bytes, name: str = "") -> Form:
    """Return the form of a file by its content; its name tells Markdown from plain text."""
    from ..pages.markup.html import is_html

    if b"%PDF-" in data[:1024]:
        return "pdf"
    text = decoded(data[:_HEAD])
    if is_html(text):
        return "html"
    from .huggingface import is_envelope

    if is_envelope(text):
        return "huggingface"
    ending = Path(name).suffix.lower()
    if ending in (".md", ".markdown"):
        return "markdown"
    return "markdown" if ending != ".txt" and _MARKDOWN.search(text) else "plain"


def decoded(data: bytes) -> str:
    """Return bytes as text: in the encoding they declare, else UTF-8, else Windows-1252."""
    from ..pages.encodings import encoding_of

    return data.decode(encoding_of(data).codec, "replace")


def derive(
    data: bytes,
    form: str,
    vocabulary: Container[str] | None = None,
    part: Callable[[Text], object] | None = None,
) -> Text:
    """Return a file of a form as blocks; raises UnreadableError for one that is no paper.

    The `vocabulary` tells which words there are, where a PDF breaks one at the end of a line.
    `part` is told the beginning of a long page or PDF, more of it each time.
    """
    is_pdf = form == "pdf"
    text = _read_pdf(data, vocabulary, part) if is_pdf else _read(decoded(data), form, part)
    if sum(1 for block in text.blocks for _ in _SENTENCE.finditer(block.text)) < _FEWEST:
        raise UnreadableError("It holds hardly any text.", "Is it the page of the paper itself?")
    return text


def _read(text: str, form: str, part: Callable[[Text], object] | None = None) -> Text:
    if form == "html":
        from ..pages.markup.mhtml import html_of, is_mhtml
        from .html.beginnings import read_beginnings
        from .html.page import read_html

        html = html_of(text) if is_mhtml(text) else text
        if part is not None:
            read_beginnings(html, part)
        return read_html(html)
    if form == "plain":
        from .plain import read_plain

        return read_plain(text)
    from .markdown import read_markdown

    if form == "markdown":
        return read_markdown(text)
    from .huggingface import is_markdown, read_envelope, read_lines

    inside, title, version = read_envelope(text)
    if is_markdown(inside):
        return read_markdown(inside, title)._replace(source="huggingface", version=version)
    return read_lines(inside, title, version)


def _read_pdf(
    data: bytes, vocabulary: Container[str] | None, part: Callable[[Text], object] | None
) -> Text:
    from .pdf.reading import read_pdf

    # Not by way of a file, which would stay behind where the process is ended.
    return read_pdf(data, vocabulary=vocabulary, part=part)
