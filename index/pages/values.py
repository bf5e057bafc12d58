"""What fields of a file of papers say, cleaned and bounded: texts, names, dates, counts, links."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..identifiers import arxiv_id
from ..links import find_links
from ..paper import Link, Record
from ..text import clean, clean_note

MOST_TEXT = 100_000
MOST_AUTHORS = 10_000
_MOST_TAGS = 1_000
"""Characters of a text, authors and tags of a paper that are kept."""

ARCHIVES = frozenset(
    {"astro-ph", "cond-mat", "cs", "econ", "eess", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th"}
    | {"math", "math-ph", "nlin", "nucl-ex", "nucl-th", "physics", "q-bio", "q-fin", "quant-ph"}
    | {"stat", "acc-phys", "adap-org", "alg-geom", "ao-sci", "atom-ph", "bayes-an", "chao-dyn"}
    | {"chem-ph", "cmp-lg", "comp-gas", "dg-ga", "funct-an", "mtrl-th", "patt-sol", "plasm-ph"}
    | {"q-alg", "solv-int", "supr-con"}
)
"""What the categories of arXiv begin with (arxiv.org/category_taxonomy), and those of old ids."""
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]+(?:-[a-z]+)*)?")
_MOST_CATEGORIES = 50
_JOURNAL_YEAR = re.compile(r"\((?P<within>(?:19|20)\d\d)\)|(?:^|[\s,])(?P<last>(?:19|20)\d\d)\.?$")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?", re.DOTALL)
_YEARLESS = re.compile(r"--(\d\d)-(\d\d)")


class NoPaperError(ValueError):
    """An object is no paper, for the reason it gives."""


def text_of(told: Mapping[str, Any], name: str) -> str:
    """Return the text under a key as one clean line, empty where there is none."""
    text = told.get(name)
    return clean(text[:MOST_TEXT]) if isinstance(text, str) else ""


def note_of(text: str) -> str | None:
    """Return a note with its lines and columns, cleaned; None for an empty one."""
    return clean_note(text[:MOST_TEXT]) or None


def names_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return names cleaned, without empty ones."""
    cleaned = (clean(name[:MOST_TEXT]) for name in names)
    return tuple(filter(None, cleaned))


def tags_of(value: object) -> tuple[str, ...]:
    """Return the tags in a list, each once."""
    if not isinstance(value, list):
        return ()
    names = value[:_MOST_TAGS]
    return tuple(dict.fromkeys(names_of(name for name in names if isinstance(name, str))))


def date_of(value: object) -> str | None:
    """Return `YYYY-MM-DD`, `YYYY-MM`, `YYYY` or `--MM-DD`: no more than is told, or None."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    try:
        if match := _DATE.fullmatch(text):
            day = datetime.date(int(match[1]), int(match[2] or 1), int(match[3] or 1)).isoformat()
            return day[: 10 if match[3] else 7 if match[2] else 4]
        if yearless := _YEARLESS.fullmatch(text):
            datetime.date(2000, int(yearless[1]), int(yearless[2]))
            return text
    except ValueError:
        return None
    return None


def day_of(value: object) -> str | None:
    """Return a whole ISO date, None for one that says less."""
    told = date_of(value)
    return told if told and len(told) == 10 else None


def count_of(value: object) -> int | None:
    """Return a number that can be a count, None for anything else."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
    return value if is_count and isinstance(value, int) else None


def code_links(value: object) -> tuple[Link, ...]:
    """Return the address where a paper's code is, if it is one."""
    if not isinstance(value, str):
        return ()
    address = clean(value[:MOST_TEXT])
    if address.startswith(("github.com/", "www.github.com/")):
        address = f"https://{address}"
    return tuple(Link(link.url, "code") for link in find_links(address)[:1])


def links_of(value: object) -> tuple[Link, ...]:
    """Return the addresses in a list."""
    if not isinstance(value, list):
        return ()
    addresses = value[:_MOST_TAGS]
    return tuple(
        link
        for address in addresses
        if isinstance(address, str)
        for link in find_links(clean(address[:MOST_TEXT]))[:1]
    )


def categories_of(names: Iterable[str], primary: str = "") -> tuple[str, ...]:
    """Return those names that are categories of arXiv, the primary one first."""
    told = [name for name in map(str.strip, (primary, *names)) if _CATEGORY.fullmatch(name)]
    known = [name for name in told if name.partition(".")[0] in ARCHIVES]
    return tuple(dict.fromkeys(known))[:_MOST_CATEGORIES]


def journal_of(reference: str) -> tuple[str | None, str | None]:
    """Return the journal that arXiv's reference to it names, and its year where that is plain."""
    reference = clean(reference[:MOST_TEXT])
    years = {found["within"] or found["last"] for found in _JOURNAL_YEAR.finditer(reference)}
    return reference or None, years.pop() if len(years) == 1 else None


_SHOWN_ID = re.compile(r"\[(\S{9,40}?)(?:v(\d{1,3}))?\] (.{2,})")


def without_shown_id(record: Record) -> Record:
    """Return a record without the id that arXiv's pages show before their titles.

    Browsers keep it in bookmarks, and Zotero in what it saves as a page.
    """
    found = _SHOWN_ID.fullmatch(record.title) if record.title.startswith("[") else None
    named = arxiv_id(found[1]) if found else None
    if found is None or named is None or record.arxiv_id not in (None, named):
        return record
    return record._replace(
        title=found[3].removesuffix(" | arXiv").removesuffix(" - arXiv.org"),
        arxiv_id=named,
        arxiv_version=record.arxiv_version or int(found[2] or 0) or None,
    )
