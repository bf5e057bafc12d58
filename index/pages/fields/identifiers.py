"""arXiv ids, DOIs and addresses in the fields in which programs keep them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote

from ...identifiers import arxiv_id, doi
from ...links import find_links
from ...paper import Link

_LONGEST = 2000
"""Characters of a field in which an id is looked for."""
_MOST_LINKS = 1000

_ID = r"(?P<id>\d{4}\.\d{4,5}(?!\d)|[a-z-]{2,20}(?:\.[a-z]{2})?/\d{7}(?!\d))"
_BEHIND = (
    r"(?:v(?P<version>\d{1,3})(?!\d))?(?:\.pdf)?(?:\s{0,3}\[(?P<category>[a-z-]+(?:\.[a-z-]+)?)\])?"
)
_WITHIN = re.compile(
    r"(?<![a-z])(?:arxiv\.org/(?:abs|pdf|html|format|src|e-print|ps)/|(?:huggingface\.co|hf\.co)/papers/|"
    r"alphaxiv\.org/(?:abs|pdf)/|arxiv(?:\s*e-?prints?|\s*preprints?)?(?:\s*arxiv)?\s{0,3}[:.]?\s{0,3}|"
    r"abs/)" + _ID + _BEHIND,
    re.IGNORECASE,
)
"""An id behind what says that it is one."""
_ALONE = re.compile(r"\s*" + _ID + _BEHIND + r"\s*", re.IGNORECASE)
_NEW = re.compile(r"\d\d(?:0[1-9]|1[0-2])\.\d{4,5}")
_OLD_NUMBER = re.compile(r"\d{7}")
_ARCHIVE = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?")
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2}|\.[a-z]+(?:-[a-z]+)*)?")

_ARCHIVES = frozenset({"cs", "math", "stat", "physics", "nlin", "eess", "econ", "q-bio", "q-fin"})
"""Archives that have categories within them and are none."""
_CATEGORY_ARCHIVES = _ARCHIVES | {
    *("astro-ph", "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph"),
    *("nucl-ex", "nucl-th", "quant-ph"),
}

_DOI_FIELD = re.compile(r"(?<![\w.])10\.\d{4,9}(?:\.\d+)*/\S+")
"""In a field of its own anything may belong to it, `<` and `;` of older ones too."""
_DOI_NAMED = re.compile(
    r"(?:\bdoi\s{0,3}[:=]?\s{0,3}|\bdoi\.org/)(10\.\d{4,9}(?:\.\d+)*/[^\s\"<>{}|\\^]+)",
    re.IGNORECASE,
)
_OF_ARXIV = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)
_RESOLVED = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)


_LEADING = re.compile(
    r"(?:(?:preprint|available|at|also|as|an|in|on|from|e-?print|number|online|see|accessible|"
    r"posted|url|https?|www|export)[\s:,./=()]{1,4}|[\s(\[<]){0,8}",
    re.IGNORECASE,
)
"""What may stand before an id at the beginning of a remark that is about nothing but it."""


class ArxivName(NamedTuple):
    """An arXiv id, and what a field tells of it besides."""

    id: str
    version: int | None = None
    category: str | None = None


def arxiv_within(text: str) -> ArxivName | None:
    """Return the arXiv id that stands in a text behind a word or an address that tells it."""
    found = _WITHIN.search(text, 0, _LONGEST) if "rxiv" in text.lower() or "/" in text else None
    return _named(found) if found else None


def arxiv_first(text: str) -> ArxivName | None:
    """Return the arXiv id with which a text begins, but for words that lead to it."""
    found = _WITHIN.search(text, 0, _LONGEST)
    return _named(found) if found and _LEADING.fullmatch(text, 0, found.start()) else None


def is_arxiv_name(text: str) -> bool:
    """Whether a text says an arXiv id and nothing else."""
    found = _WITHIN.search(text, 0, _LONGEST)
    if found is None or text[found.end() :].strip(" ).]>/"):
        return False
    return _LEADING.fullmatch(text, 0, found.start()) is not None


def arxiv_in_field(text: str, archive: str = "", category: str = "") -> ArxivName | None:
    """Return the id that a field for ids holds: with words around it, alone, or its number.

    `archive` says whose ids they are, where that is said; another's are none.
    """
    if archive and "arxiv" not in archive.casefold():
        return None
    text = text.strip()
    told = arxiv_within(text)
    if told is None and (found := _ALONE.fullmatch(text, 0, _LONGEST)):
        is_new = _NEW.match(text) or archive
        told = _named(found) if is_new or "/" in text else None
    if told is None and archive and _OLD_NUMBER.fullmatch(text) and _ARCHIVE.fullmatch(category):
        told = _checked(f"{category.partition('.')[0]}/{text}")
    return told


def category_of(text: str) -> str | None:
    """Return the category of arXiv that a text is."""
    text = text.strip(" []")
    is_category = _CATEGORY.fullmatch(text, 0, 30) and text not in _ARCHIVES
    is_category = is_category and text.partition(".")[0] in _CATEGORY_ARCHIVES
    return text if is_category else None


def _named(found: re.Match[str]) -> ArxivName | None:
    named = _checked(found["id"])
    if named is None:
        return None
    version = int(found["version"]) if found["version"] else None
    return named._replace(version=version or None, category=found["category"])


def _checked(text: str) -> ArxivName | None:
    id = arxiv_id(text)
    return ArxivName(id) if id else None


def doi_in_field(text: str) -> str | None:
    """Return the DOI that a field for DOIs holds; None for one of arXiv, which is its arXiv id."""
    found = _DOI_FIELD.search(_decoded(text), 0, _LONGEST)
    return _checked_doi(found[0]) if found else None


def doi_within(text: str) -> str | None:
    """Return the DOI that stands in a text behind what says that it is one."""
    found = _DOI_NAMED.search(_decoded(text), 0, _LONGEST)
    return _checked_doi(found[1]) if found else None


def _decoded(text: str) -> str:
    return unquote(text) if "%2" in text else text


def _checked_doi(text: str) -> str | None:
    told = doi(_without_tail(text))
    return None if told is None or _OF_ARXIV.match(told) else told


def _without_tail(text: str) -> str:
    """Return a DOI without the sentence's own signs behind it."""
    text = text.rstrip(".,;:'’”!?")
    for begin, end in ("()", "[]"):
        while text.endswith(end) and text.count(begin) < text.count(end):
            text = text[:-1].rstrip(".,;:")
    return text


def links_among(texts: Iterable[str], arxiv: str | None, named_doi: str | None) -> tuple[Link, ...]:
    """Return the addresses in texts, without the pages to which its arXiv id and its DOI lead."""
    found: dict[str, Link] = {}
    for text in texts:
        for link in find_links(" ".join(text.split())) if text else ():
            if not _leads_to(link.url, arxiv, named_doi) and len(found) < _MOST_LINKS:
                found.setdefault(link.url, link)
    return tuple(found.values())


def _leads_to(url: str, arxiv: str | None, named_doi: str | None) -> bool:
    told = arxiv_within(url) if "arxiv.org/" in url or "/papers/" in url else None
    if told is not None:
        return arxiv is None or told.id == arxiv
    resolved = _RESOLVED.match(url)
    if resolved is None:
        return False
    rest = unquote(url[resolved.end() :])
    return bool(_OF_ARXIV.match(rest)) or (named_doi is not None and doi(rest) == named_doi)
