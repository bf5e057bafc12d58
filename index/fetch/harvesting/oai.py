"""arXiv's records by OAI-PMH: those of a category that were changed on some days.

The protocol knows when a record was last modified and cannot be asked for when a paper was
submitted (info.arxiv.org/help/oa). Its dates are those of UTC, and a page has up to 2,500 records.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
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


def changed_between(client: Client, category: str, begin: date, end: date) -> list[Changed]:
    """Return the papers of a category that were changed last on these days, `end` among them.

    Each is there once, in no order. Raises FetchError, also where an answer is not believed.
    """
    for left in reversed(range(_TRIES)):
        try:
            return _harvest(client, category, begin, end)
        except _ExpiredError:
            if not left:
                raise
    raise AssertionError  # the last try returns or raises


def _harvest(client: Client, category: str, begin: date, end: date) -> list[Changed]:
    what = f"arXiv's answer about {category} from {begin} to {end}"
    wanted = set_of(category)
    base = client.bases.oai.rstrip("/")
    url = (
        f"{base}?verb=ListRecords&metadataPrefix={_FORMAT}&set={quote(wanted, safe=':')}"
        f"&from={begin}&until={end}"
    )
    found: dict[str, Changed] = {}
    tokens: set[str] = set()
    count = total = 0
    for _ in range(_MOST_PAGES):
        answer = client.get(url, ARXIV, accept="text/xml, application/xml")
        seen = outline(answer, what)
        if seen.root != "OAI-PMH":
            raise unbelievable(what, f"It is a {seen.root[:40]}, not an answer of OAI-PMH.")
        if "error" in seen.counts:
            if seen.attributes["error"].get("code") == "noRecordsMatch" and not tokens:
                asked = seen.attributes.get("request", {})
                if asked.get("set", wanted) != wanted or asked.get("until", str(end)) != str(end):
                    raise unbelievable(what, "It answers another question.")
                return []
            _refuse(seen, what)
        _refuse_other(seen, what, wanted, end, is_first=not tokens)
        records = list(_read(answer, seen, what))
        if not any(_is_in(one, wanted) for one in records):
            raise unbelievable(what, f"None of its records is of {category}.")
        for one in records:
            if not begin.isoformat() <= one.day <= end.isoformat():
                raise unbelievable(what, "It has records that were changed on other days.")
            changed = _changed(one)
            if changed is not None:
                found[one.record.arxiv_id or ""] = changed
        count += seen.counts["record"]
        told = seen.attributes.get("resumptionToken", {}).get("completeListSize", "")
        total = int(told[:9]) if told.isdecimal() else total
        token = seen.texts.get("resumptionToken", "")
        if not token:
            if count < total:
                raise unbelievable(what, f"It has {total:,} records, and {count:,} came.")
            return list(found.values())
        if token in tokens:
            raise unbelievable(what, "It goes on with what has come already.")
        tokens.add(token)
        url = f"{base}?verb=ListRecords&resumptionToken={quote(token, safe='')}"
    raise unbelievable(what, f"It has more than {_MOST_PAGES} pages.")


def _refuse(seen: Outline, what: str) -> None:
    """Raise what an answer is that says that it is an error."""
    code = seen.attributes["error"].get("code", "")
    said = seen.texts.get("error", "")[:200].rstrip(".") or code[:60]
    if code == "badResumptionToken":
        raise _ExpiredError(f"{what} broke off", f"It says: {said}.", "Try again later.")
    raise FetchError(f"{what} is an error", f"It says: {said}.", "Nothing was changed.")


def _refuse_other(seen: Outline, what: str, wanted: str, end: date, *, is_first: bool) -> None:
    """Raise UnbelievableError for the answer to another question.

    Of the days the last one is looked at alone: where more is to come, arXiv's answers name as
    `from` the day with which the next page is to begin. Behind a token nothing else is repeated.
    """
    asked = seen.attributes.get("request", {})
    expected = {"verb": "ListRecords"}
    if is_first:
        expected |= {"metadataPrefix": _FORMAT, "set": wanted, "until": end.isoformat()}
    other = [name for name, value in expected.items() if asked.get(name) != value]
    if other or seen.counts.get("ListRecords") != 1:
        raise unbelievable(what, "It answers another question.")


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
