"""arXiv's records by OAI-PMH: those of a category that were changed on some days.

The protocol knows when a record was last modified and cannot be asked for when a paper was
submitted (info.arxiv.org/help/oa). Its dates are those of UTC, and a page has up to 2,500 records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import NamedTuple
from urllib.parse import quote

from ...errors import FetchError, SourceError
from ...pages.archives.oai import OaiFile, OaiRecord
from ...pages.contents import Problem
from ...pages.streams import TextStream
from ..answers import Answer
from ..believing import Outline, outline, unbelievable
from ..client import Client
from ..days import Changed
from ..gates import ARXIV

EARLIEST = date(2005, 9, 16)
"""The first day of modification that arXiv has: all that was changed before stands under it."""

PAGE = 2500
"""Records of a page, at most."""

_PHYSICS = frozenset(
    {"astro-ph", "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nlin"}
    | {"nucl-ex", "nucl-th", "physics", "quant-ph"}
)
"""The archives of the group of physics (arxiv.org/category_taxonomy); others are their own."""

_FORMAT = "arXivRaw"
_MOST_PAGES = 400
"""Of the records that were changed within some days; a million of them."""
_TRIES = 3
"""How often days are asked for anew where their token has expired meanwhile."""
_UNREAD = 0.02
"""The part of a page's records that may be unreadable by themselves; more, and the page is."""


class _ExpiredError(FetchError):
    """What tells where an answer goes on is not known any more."""


def set_of(category: str) -> str:
    """Return the set of OAI-PMH that a category or an archive is, such as `cs:cs:LG`."""
    archive, _, field = category.partition(".")
    group = "physics" if archive in _PHYSICS else archive
    return ":".join(filter(None, (group, archive, field)))


class Question(NamedTuple):
    """What arXiv is asked for."""

    category: str
    begin: date
    end: date
    """The last day of modification."""
    is_first: bool = True
    """Whether it is for the first page."""

    @property
    def what(self) -> str:
        """What sentences call the answer."""
        return f"arXiv's answer about {self.category} from {self.begin} to {self.end}"


class Page(NamedTuple):
    """One page of an answer, believed and read."""

    changed: tuple[Changed, ...] = ()
    records: int = 0
    """How many it has, with those that cannot be read or are deleted."""
    total: int = 0
    """How many all pages have; 0 where it does not say so."""
    token: str = ""
    """By what the next page is asked for; empty where there is none."""


def changed_between(
    client: Client,
    category: str,
    begin: date,
    end: date,
    read: Callable[[Answer, Question], Page] | None = None,
) -> list[Changed]:
    """Return the papers of a category that were changed last on these days, `end` among them.

    Each is there once, in no order. `read` reads pages as `read_page` does. Raises FetchError, also
    where an answer is not believed.
    """
    for left in reversed(range(_TRIES)):
        try:
            return _harvest(client, Question(category, begin, end), read or read_page)
        except _ExpiredError:
            if not left:
                raise
    raise AssertionError  # the last try returns or raises


def _harvest(
    client: Client, question: Question, read: Callable[[Answer, Question], Page]
) -> list[Changed]:
    base = client.bases.oai.rstrip("/")
    url = (
        f"{base}?verb=ListRecords&metadataPrefix={_FORMAT}"
        f"&set={quote(set_of(question.category), safe=':')}"
        f"&from={question.begin}&until={question.end}"
    )
    found: dict[str, Changed] = {}
    tokens: set[str] = set()
    count = total = 0
    for _ in range(_MOST_PAGES):
        answer = client.get(url, ARXIV, accept="text/xml, application/xml")
        page = read(answer, question._replace(is_first=not tokens))
        found |= {one.record.arxiv_id or "": one for one in page.changed}
        count, total = count + page.records, page.total or total
        if not page.token:
            if count < total:
                message = f"It has {total:,} records, and {count:,} came."
                raise unbelievable(question.what, message)
            return list(found.values())
        if page.token in tokens:
            raise unbelievable(question.what, "It goes on with what has come already.")
        tokens.add(page.token)
        url = f"{base}?verb=ListRecords&resumptionToken={quote(page.token, safe='')}"
    raise unbelievable(question.what, f"It has more than {_MOST_PAGES} pages.")


def read_page(answer: Answer, question: Question) -> Page:
    """Return what a page has; raises FetchError where it is an error or is not believed."""
    what, wanted = question.what, set_of(question.category)
    begin, end = question.begin.isoformat(), question.end.isoformat()
    seen = outline(answer, what)
    if seen.root != "OAI-PMH":
        raise unbelievable(what, f"It is a {seen.root[:40]}, not an answer of OAI-PMH.")
    if "error" in seen.counts:
        asked = seen.attributes.get("request", {})
        if seen.attributes["error"].get("code") != "noRecordsMatch" or not question.is_first:
            _refuse(seen, what)
        if asked.get("set", wanted) != wanted or asked.get("until", end) != end:
            raise unbelievable(what, "It answers another question.")
        return Page()
    _refuse_other(seen, question)
    records = list(_read(answer, seen, what))
    if not any(_is_in(one, wanted) for one in records):
        raise unbelievable(what, f"None of its records is of {question.category}.")
    if not all(begin <= one.day <= end for one in records):
        raise unbelievable(what, "It has records that were changed on other days.")
    told = seen.attributes.get("resumptionToken", {}).get("completeListSize", "")
    return Page(
        tuple(filter(None, map(_changed, records))),
        seen.counts["record"],
        int(told[:9]) if told.isdecimal() else 0,
        seen.texts.get("resumptionToken", ""),
    )


def _refuse(seen: Outline, what: str) -> None:
    """Raise what an answer is that says that it is an error."""
    code = seen.attributes["error"].get("code", "")
    said = seen.texts.get("error", "")[:200].rstrip(".") or code[:60]
    if code == "badResumptionToken":
        raise _ExpiredError(f"{what} broke off", f"It says: {said}.", "Try again later.")
    raise FetchError(f"{what} is an error", f"It says: {said}.", "Nothing was changed.")


def _refuse_other(seen: Outline, question: Question) -> None:
    """Raise UnbelievableError for the answer to another question.

    Of the days the last one is looked at alone: where more is to come, arXiv's answers name as
    `from` the day with which the next page is to begin. Behind a token nothing else is repeated.
    """
    asked = seen.attributes.get("request", {})
    expected = {"verb": "ListRecords"}
    if question.is_first:
        expected |= {"metadataPrefix": _FORMAT, "set": set_of(question.category)}
        expected["until"] = question.end.isoformat()
    other = [name for name, value in expected.items() if asked.get(name) != value]
    if other or seen.counts.get("ListRecords") != 1:
        raise unbelievable(question.what, "It answers another question.")


def _read(answer: Answer, seen: Outline, what: str) -> Iterator[OaiRecord]:
    """Yield the records of a page; raises UnbelievableError where too many cannot be read."""
    file = OaiFile(TextStream(BytesIO(answer.data), what))
    problems = 0
    try:
        for one in file.told():
            if isinstance(one, Problem):
                problems += 1
            else:
                yield one
    except SourceError as error:
        raise unbelievable(what, error.message) from error
    if problems > _UNREAD * seen.counts.get("record", 0):
        message = f"{problems:,} of its {seen.counts['record']:,} records cannot be read."
        raise unbelievable(what, message)


def _is_in(one: OaiRecord, wanted: str) -> bool:
    """Whether a record is in a set; an archive has its categories in it."""
    return any(f"{name}:".startswith(f"{wanted}:") for name in one.sets)


def _changed(one: OaiRecord) -> Changed | None:
    """Return a paper with the day of its first version; None where that is not told."""
    try:
        return Changed(one.record, date.fromisoformat(one.record.published or ""))
    except ValueError:
        return None
