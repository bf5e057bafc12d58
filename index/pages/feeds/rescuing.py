"""Single entries of a feed that are no XML, as what they can only mean.

Programs put HTML into texts without a word about it, leave out the quotes around attributes, and
copy elements without what declares their prefix. None of that tells another entry.
"""

from __future__ import annotations

import re

KNOWN_SPACES: dict[str | None, str] = {
    "arxiv": "http://arxiv.org/schemas/atom",
    "dc": "http://purl.org/dc/elements/1.1/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
"""What prefixes stand for that feeds use, where one does not say so."""

_LONGEST = 1 << 18
"""Bytes of an entry that is looked at again."""
_BORDER = re.compile(
    rb"<(?:[A-Za-z_][\w.-]{0,50}:)?(?:entry|item)[\s/>]"
    rb"|(?P<end></(?:[A-Za-z_][\w.-]{0,50}:)?(?:entry|item)\s*>)"
)
"""Where another entry begins, or this one ends."""
_TEXT = re.compile(
    rb"(?P<begin><(?P<name>(?:[A-Za-z_]\w{0,20}:)?"
    rb"(?:title|summary|description|content|encoded|creator|comment|abstract))(?:\s[^<>]*)?(?<!/)>)"
    rb"(?P<text>.*?)(?P<end></(?P=name)\s*>)",
    re.DOTALL,
)
_CDATA = re.compile(rb"\s*<!\[CDATA\[.*\]\]>\s*", re.DOTALL)
_END_TAG = re.compile(rb"</([A-Za-z][\w:]*)\s*>")
_OPEN_LINK = re.compile(rb"(<link\s[^<>]*\bhref=[^<>]*)(?<!/)>(?!\s*</link>)")
_TAG = re.compile(rb"<[A-Za-z_][^<>]*>")
_UNQUOTED = re.compile(rb"(\s[A-Za-z_][\w:.-]*)=([^\s\"'<>]+?)(?=\s|/?>)")


def whole_entry(text: bytes) -> bytes | None:
    """Return the entry that a text begins with; None where it does not end, or another begins."""
    border = _BORDER.search(text, 1, _LONGEST)
    return text[: border.end()] if border and border["end"] else None


def meant(entry: bytes) -> bytes:
    """Return an entry in which what stands in its texts is text, and attributes have quotes."""
    return _OPEN_LINK.sub(rb"\1/>", _TAG.sub(_quoted, _TEXT.sub(_as_text, entry)))


def _as_text(found: re.Match[bytes]) -> bytes:
    text = _END_TAG.sub(
        lambda end: end[0] if b"<" + end[1] in found["text"] else b"", found["text"]
    )
    if not _CDATA.fullmatch(text):
        text = text.replace(b"<", b"&lt;").replace(b"]]>", b"]]&gt;")
    return found["begin"] + text + found["end"]


def _quoted(found: re.Match[bytes]) -> bytes:
    return _UNQUOTED.sub(rb'\1="\2"', found[0])
