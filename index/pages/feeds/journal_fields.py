"""What feeds of journals tell of a paper: PRISM's fields, Dublin Core's, and where its page is.

PRISM is the publishers' vocabulary (www.w3.org/submissions/2020/SUBM-prism-20200910), with which
RSS 1.0 of Nature, Science, ACS and others says where a paper is printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element

from ...text import clean
from ..fields.identifiers import doi_in_field, doi_within, links_among
from ..fields.printed import pages_of, printed_text
from ..values import date_of
from .markup_texts import text_within


def told_by_journal(entry: Element, addresses: Iterable[str]) -> dict[str, Any]:
    """Return fields of a record that an entry tells; `addresses` are those of its links."""
    addresses = list(addresses)
    named = (_text(entry, "prism", "doi"), _text(entry, "dc", "identifier"))
    doi = next(filter(None, map(doi_in_field, named)), None)
    doi = doi or next(filter(None, map(doi_within, addresses)), None)
    venue = printed_text(_text(entry, "prism", "publicationName"))
    day = date_of(
        _text(entry, "prism", "publicationDate")
        or _text(entry, "dc", "date")
        or _text(entry, "prism", "coverDate")
    )
    told = {
        "doi": doi,
        "venue": venue,
        "volume": printed_text(_text(entry, "prism", "volume")),
        "issue": printed_text(_text(entry, "prism", "number")),
        "pages": pages_of(
            _text(entry, "prism", "startingPage"), _text(entry, "prism", "endingPage")
        ),
        "publisher": printed_text(_text(entry, "dc", "publisher")),
        "published": day,
        "published_journal": day if venue else None,
        "links": links_among(addresses, None, doi),
    }
    return {name: value for name, value in told.items() if value}


def _text(entry: Element, vocabulary: str, name: str) -> str:
    """Return the text of the first child of this name in PRISM or in Dublin Core."""
    sign = "prismstandard.org/" if vocabulary == "prism" else "purl.org/dc/"
    for node in entry:
        space, _, local = node.tag.rpartition("}")
        if local == name and sign in space:
            return clean(text_within(node))
    return ""
