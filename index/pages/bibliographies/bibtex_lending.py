"""What entries lend each other: `crossref` to proceedings and books, `xdata` to what is shared.

The lender may stand before or behind; until it is met, who borrows waits, within bounds. The rules
are biber's: a title becomes the title of the book, and what an entry says itself stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from .bibtex_values import Entry

_MOST_LENDERS = 20_000
_MOST_WAITING = 10_000
"""Entries of which is kept what they can lend, and those that wait for it."""
_LONGEST = 2000
"""Characters of a field that is lent."""
_DEEPEST = 8

_DATES = ("date", "year", "month", "day")
_TITLES = ("booktitle", "journaltitle", "journal", "title", "subtitle")
_LENT = (
    *("publisher", "school", "institution", "organization", "volume", "number", "issue", "series"),
    *("journal", "journaltitle", "eventtitle"),
)
"""What any entry lends as it is."""
_KEPT = frozenset({*_DATES, *_TITLES, *_LENT, "author", "crossref", "xdata"})
_IN_A_BOOK = ("inbook", "bookinbook", "suppbook")


class Waiting(NamedTuple):
    """An entry that waits for what it borrows, and its place in the file."""

    rank: int
    entry: Entry


class Lending:
    """The lenders of a file, and who waits for them."""

    def __init__(self) -> None:
        self._lenders: dict[str, Entry] = {}
        self._waiting: dict[str, list[Waiting]] = {}
        self._count = 0

    def remember(self, entry: Entry) -> None:
        """Keep what an entry can lend; of two of one key the first."""
        if len(self._lenders) >= _MOST_LENDERS:
            return
        is_shared = entry.type == "xdata"
        fields = {
            name: value
            for name, value in entry.fields.items()
            if (is_shared or name in _KEPT) and len(value) <= _LONGEST
        }
        told = entry._replace(fields=fields)
        for key in (entry.key, *_keys(entry.fields.get("ids", ""))):
            self._lenders.setdefault(key.lower(), told)

    def is_put_off(self, waiting: Waiting) -> bool:
        """Whether an entry is to wait for a lender that has not come yet; it is kept then."""
        missing = self._missing(waiting.entry)
        if missing is None or self._count >= _MOST_WAITING:
            return False
        self._waiting.setdefault(missing, []).append(waiting)
        self._count += 1
        return True

    def who_waited(self, entry: Entry) -> Iterator[Waiting]:
        """Yield who waited for an entry and for nothing else."""
        for waiting in self._waiting.pop(entry.key.lower(), ()):
            self._count -= 1
            if not self.is_put_off(waiting):
                yield waiting

    def who_waits(self) -> list[Waiting]:
        """Return who waits for lenders that are not in the file, in order."""
        left = sorted(waiting for queue in self._waiting.values() for waiting in queue)
        self._waiting.clear()
        self._count = 0
        return left

    def filled(self, entry: Entry) -> Entry:
        """Return an entry with what it borrows."""
        return entry._replace(fields=self._fields(entry, ())) if _borrows(entry) else entry

    def _fields(self, entry: Entry, asked: tuple[str, ...]) -> dict[str, str]:
        """Return fields with what is lent; `asked` are those who wait for them."""
        fields = dict(entry.fields)
        asked = (*asked, entry.key.lower())
        for key in _keys(fields.get("xdata", "")):
            lender = self._lender(key, asked)
            if lender is not None:
                _give(fields, self._fields(lender, asked).items())
        lender = self._lender(fields.get("crossref", ""), asked)
        if lender is not None:
            _give(fields, _lent(entry.type, lender.type, fields, self._fields(lender, asked)))
        return fields

    def _lender(self, key: str, asked: tuple[str, ...]) -> Entry | None:
        """Return who lends under a key, unless they ask for the same themselves."""
        name = key.strip().lower()
        is_round = name in asked or len(asked) > _DEEPEST
        return None if is_round else self._lenders.get(name)

    def _missing(self, entry: Entry) -> str | None:
        """Return the first key that an entry or its lenders borrow from and that is not known."""
        asked, seen = list(_borrows(entry)), set[str]()
        while asked:
            key = asked.pop().lower()
            if key in seen or len(seen) > _DEEPEST:
                continue
            seen.add(key)
            lender = self._lenders.get(key)
            if lender is None:
                return key
            asked += _borrows(lender)
        return None


def _borrows(entry: Entry) -> list[str]:
    crossref = entry.fields.get("crossref", "").strip()
    shared = _keys(entry.fields["xdata"]) if "xdata" in entry.fields else []
    return [*([crossref] if crossref else []), *shared]


def _keys(field: str) -> list[str]:
    return [key.strip() for key in field.split(",")[:20] if key.strip()] if field else []


def _give(fields: dict[str, str], lent: Iterable[tuple[str, str]]) -> None:
    for name, value in lent:
        if not fields.get(name):
            fields[name] = value


def _lent(
    type: str, lender: str, own: Mapping[str, str], fields: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield what a lender lends by `crossref`: its date only as a whole."""
    for name in _LENT:
        if name in fields:
            yield name, fields[name]
    if not any(own.get(name) for name in ("date", "year")):
        for name in _DATES:
            if name in fields:
                yield name, fields[name]
    title = fields.get("title", "")
    if fields.get("subtitle") and title:
        title = f"{title}: {fields['subtitle']}"
    if lender == "periodical" or type == "article":
        yield "journaltitle", fields.get("journaltitle") or fields.get("journal") or title
    else:
        yield "booktitle", fields.get("booktitle") or title
    if type in _IN_A_BOOK and "author" in fields:
        yield "author", fields["author"]
