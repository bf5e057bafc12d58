"""What arXiv's Atom and RSS tell of a paper beside title, abstract and names.

The API (info.arxiv.org/help/api/user-manual) tells the days of the first and of this version; feeds
of a day (info.arxiv.org/help/rss_specifications) only when they were made, which is the day of a
paper that is new and says nothing of one that is replaced or cross-listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element

from ...identifiers import doi
from ...text import clean
from ..values import MOST_TEXT, categories_of, date_of, journal_of

ARXIV = "{http://arxiv.org/schemas/atom}"
_RIGHTS = "{http://purl.org/dc/elements/1.1/}rights"

_VERSION = re.compile(r"\d{4}\.\d{4,5}v(\d{1,3})\b|/\d{7}v(\d{1,3})\b")
_OF_API = re.compile(r"https?://(?:export\.)?arxiv\.org/abs/\S+v\d{1,3}")
"""What an entry of the API is called; others say by `updated` when they were made."""
NEW = "new"


def told_by_arxiv(entry: Element, names: Iterable[str]) -> dict[str, Any]:
    """Return fields of a record that an entry tells; `names` are its id and its addresses."""
    venue, year = journal_of(_text(entry, "journal_ref") or _text(entry, "journal_reference"))
    is_of_api = _OF_API.fullmatch(_plain(entry, "id")) is not None
    return {
        "doi": doi(_text(entry, "doi") or _text(entry, "DOI")),
        "categories": categories_of(_terms(entry), _primary(entry)),
        "arxiv_version": version_of(names),
        "arxiv_comment": _text(entry, "comment") or None,
        "license": _license(entry),
        "updated": date_of(_plain(entry, "updated")) if is_of_api else None,
        "venue": venue,
        "published_journal": year,
    }


def version_of(names: Iterable[str]) -> int | None:
    """Return the version that the first of these ids and addresses names."""
    for name in names:
        if found := _VERSION.search(name[:MOST_TEXT]):
            return int(found[1] or found[2]) or None
    return None


def announced_as(entry: Element) -> str:
    """Return `new`, `cross`, `replace` or `replace-cross`; empty in feeds that are of no day."""
    return _text(entry, "announce_type")


def is_announced_new(entry: Element) -> bool:
    """Whether the day of an entry of a feed may be that of its paper."""
    return announced_as(entry) in ("", NEW)


def _terms(entry: Element) -> list[str]:
    nodes = [node for node in entry if node.tag.rpartition("}")[2] == "category"]
    return [node.get("term") or clean(node.text or "") for node in nodes]


def _primary(entry: Element) -> str:
    return next((node.get("term") or "" for node in entry.iter(f"{ARXIV}primary_category")), "")


def _license(entry: Element) -> str | None:
    told = next((clean(node.text or "") for node in entry.iter(_RIGHTS)), "")
    return told or None


def _text(entry: Element, name: str) -> str:
    return next((clean((node.text or "")[:MOST_TEXT]) for node in entry.iter(f"{ARXIV}{name}")), "")


def _plain(entry: Element, name: str) -> str:
    nodes = (node for node in entry if node.tag.rpartition("}")[2] == name)
    return next((clean(node.text or "") for node in nodes), "")
