"""Days, months and years as people and programs write them, no more exact than they are told."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

_LONGEST = 120
"""Characters of a text that is a date."""

_NAMES = {
    1: "january januar janvier enero gennaio janeiro januari styczen leden ene gen",
    2: "february februar fevrier febrero febbraio fevereiro februari luty unor fev",
    3: "march marz maerz mars marzo marco maart marts marzec brezen mrz mrt",
    4: "april avril abril aprile avr abr",
    5: "may mai mayo maggio maio mei maj kveten mag",
    6: "june juni juin junio giugno junho cerven giu",
    7: "july juli juillet julio luglio julho juil lug",
    8: "august aout agosto augustus augusti srpen ago",
    9: "september septembre septiembre settembre setembro sept set zari",
    10: "october oktober octobre octubre ottobre outubro okt ott out",
    11: "november novembre noviembre novembro listopad",
    12: "december dezember decembre diciembre dicembre dezembro dez dic prosinec",
}
"""Names of the months in the languages in which most bibliographies are kept, without accents."""

_MONTHS = {name: month for month, names in _NAMES.items() for name in names.split()}
_SHORT = {names.split()[0][:3]: month for month, names in _NAMES.items()}

_ISO_RANGE = re.compile(
    r"(\d{4}(?:-\d\d?(?:-\d\d?)?)?)(?:T[\d:.,+Z-]*)?[~?%]{0,2}/(?:\d{4}-.*|\d{4}[~?%]{0,2}|\.\.)?"
)
_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})(?P<sign>[-/.])(\d{1,2})(?:(?P=sign)(\d{1,2})(?!\d)|(?!\d))"
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_MONTH_AND_YEAR = re.compile(r"(?<![\d/.-])(\d{1,2})[-/.](\d{4})(?!\d)")
_OF_EAST_ASIA = re.compile(
    r"(\d{4})\s?[年년]\s?(?:(\d{1,2})\s?[月월]\s?(?:(\d{1,2})\s?[日일号號]?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_YEAR = re.compile(r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")


class Said(NamedTuple):
    """What one text tells of a date."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def iso(self) -> str | None:
        """Return `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or None without a year."""
        if self.year is None:
            return None
        parts = [f"{self.year:04}"]
        if self.month:
            parts.append(f"{self.month:02}")
            if self.day:
                parts.append(f"{self.day:02}")
        return "-".join(parts)


def said_in(text: str) -> Said:
    """Return what a text tells of a date; of a range it is the beginning.

    Where day and month cannot be told from each other, only the year is.
    """
    text = " ".join(text.replace("~", " ").split()).strip(" {}[]().,;")
    if not text or len(text) > _LONGEST:
        return Said()
    if found := _ISO_RANGE.fullmatch(text):
        text = found[1]
    if found := _COMPACT.fullmatch(text):
        told = _checked(int(found[1]), int(found[2]), int(found[3]))
        return told if told.day and told.year and _YEAR.fullmatch(found[1]) else Said()
    if found := _OF_EAST_ASIA.search(text):
        return _checked(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    if found := _YEAR_FIRST.search(text):
        return _checked(int(found[1]), int(found[3]), int(found[4] or 0))
    if found := _YEAR_LAST.search(text):
        return _without_order(found)
    named = _by_name(text)
    if named.month:
        return named
    if found := _MONTH_AND_YEAR.search(text):
        return _checked(int(found[2]), int(found[1]), 0)
    return named


def told_date(texts: Iterable[str]) -> str | None:
    """Return the most exact date that these tell together: one may say the year, one the day.

    Of several that are as exact the first counts.
    """
    told = [said for said in map(said_in, texts) if said != Said()]
    best = max(told, key=_exactness, default=Said())
    if best.year is None or best.day:
        return _first_year(told, best).iso()
    for other in told:
        if other.month and other.year is None and best.month in (None, other.month):
            return _checked(best.year, other.month, other.day or 0).iso()
    return best.iso()


def _first_year(told: list[Said], best: Said) -> Said:
    year = best.year or next((said.year for said in told if said.year), None)
    return _checked(year, best.month or 0, best.day or 0) if year else Said()


def _exactness(said: Said) -> tuple[bool, int]:
    return said.year is not None, sum(part is not None for part in said)


def _checked(year: int, month: int, day: int) -> Said:
    """Return as much of a date as there can be."""
    if not 1 <= year <= 9999:
        return Said()
    if not 1 <= month <= 12:
        return Said(year)
    try:
        datetime.date(year, month, day or 1)
    except ValueError:
        return Said(year, month)
    return Said(year, month, day or None)


def _without_order(found: re.Match[str]) -> Said:
    """Read a date that ends in its year, where it shows which number is the month."""
    one, other, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] == "." or one > 12 or one == other:
        return _checked(year, other, one)
    return _checked(year, one, other) if other > 12 else Said(year)


def _by_name(text: str) -> Said:
    """Read a date in which the month has its name."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    tokens = _TOKEN.findall(bare)
    found = _YEAR.search(bare)
    year = int(found[0]) if found else None
    at = next((at for at, token in enumerate(tokens) if _month_of(token)), None)
    if at is None:
        return Said(year)
    month = _month_of(tokens[at]) or 0
    day = _day_before(tokens, at) or _day_behind(tokens, at)
    told = _checked(year or 2000, month, day)  # a leap year, where none is told
    return told._replace(year=year)


def _month_of(word: str) -> int | None:
    if word in _MONTHS:
        return _MONTHS[word]
    month = _SHORT.get(word[:3])
    if month is None:
        return None
    name = _NAMES[month].split()[0]
    return month if name.startswith(word) else None


def _day_before(tokens: list[str], at: int) -> int:
    """Return the day before a month: of `5--7 March` the first."""
    day = 0
    place = at - 1
    while place >= 0 and at - place <= 4:
        if tokens[place] in ("st", "nd", "rd", "th", "er", "de", "of"):
            place -= 1
            continue
        number = _day_of(tokens[place])
        if not number or (day and number > day):
            break
        day = number
        place -= 1
    return day


def _day_behind(tokens: list[str], at: int) -> int:
    return _day_of(tokens[at + 1]) if at + 1 < len(tokens) else 0


def _day_of(token: str) -> int:
    return int(token) if token.isdecimal() and len(token) <= 2 and 1 <= int(token) <= 31 else 0
