"""arXiv's records as OAI-PMH has them, and its count of them, played on this machine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from html import escape

from werkzeug import Request, Response

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n\n'
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
    "<responseDate>2026-11-20T04:00:00Z</responseDate>"
)
BASE = "http://oai.example/oai"


@dataclass
class Held:
    """A paper of the archive."""

    id: str
    first: date
    """When its first version came."""
    changed: date
    """When it was last modified."""
    version: int = 1
    categories: str = "cs.LG"
    title: str = ""

    def record(self) -> str:
        versions = "".join(
            f'<version version="v{number}"><date>'
            f"{self.first if number == 1 else self.changed:%a, %d %b %Y} 14:54:29 GMT</date>"
            "<size>2kb</size></version>"
            for number in range(1, self.version + 1)
        )
        sets = "".join(f"<setSpec>{set_spec(name)}</setSpec>" for name in self.categories.split())
        return (
            f"<record><header><identifier>oai:arXiv.org:{self.id}</identifier>"
            f"<datestamp>{self.changed}</datestamp>{sets}</header><metadata>"
            f'<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{self.id}</id>{versions}'
            f"<title>{self.title or f'Held {self.id}'}</title><authors>Ada Pen and Bo Ink</authors>"
            f"<categories>{self.categories}</categories><abstract> Told here.\n</abstract>"
            "</arXivRaw></metadata></record>\n"
        )


def set_spec(category: str) -> str:
    archive = category.partition(".")[0]
    group = archive if archive in ("cs", "math", "stat") else "physics"
    return f"{group}:{category.replace('.', ':')}"


def error(code: str, said: str, asked: str = "") -> Response:
    text = f"{HEAD}<request{asked}>{BASE}</request><error code='{code}'>{said}</error></OAI-PMH>"
    return Response(text, content_type="text/xml")


@dataclass
class Archive:
    """All papers, in pages of a size."""

    papers: list[Held] = field(default_factory=list)
    size: int = 4
    asked: list[str] = field(default_factory=list)
    """What was asked for, as `from..until` or `token`."""
    forgotten: int = 0
    """How many tokens have expired when they come."""

    def revise(self, id: str, day: date) -> None:
        """Let a paper have another version since a day."""
        (paper,) = (one for one in self.papers if one.id == id)
        paper.changed, paper.version = day, paper.version + 1

    def answer(self, request: Request) -> Response:
        told = dict(request.args)
        assert told.pop("verb") == "ListRecords"
        if token := told.get("resumptionToken", ""):
            assert list(told) == ["resumptionToken"]
            self.asked.append("token")
            if self.forgotten or token.count("/") != 3:
                self.forgotten -= 1
                return error("badResumptionToken", "The token is invalid or expired.")
            begin, end, name, place = token.split("/")
            repeated = f" verb='ListRecords' resumptionToken='{escape(token)}'"
        else:
            assert told.pop("metadataPrefix") == "arXivRaw"
            begin, end, name, place = told.pop("from"), told.pop("until"), told.pop("set"), "0"
            assert not told
            self.asked.append(f"{begin}..{end}")
            repeated = (
                f' verb="ListRecords" metadataPrefix="arXivRaw" from="{begin}" until="{end}" '
                f'set="{name}"'
            )
        if begin < "2005-09-16" or begin > end:
            return error("badArgument", "start date too early")
        found = sorted(
            (one.changed, one.id, one)
            for one in self.papers
            if begin <= one.changed.isoformat() <= end
            and any(f"{set_spec(c)}:".startswith(f"{name}:") for c in one.categories.split())
        )
        if not found:
            return error("noRecordsMatch", "The list is empty.", repeated)
        page = found[int(place) : int(place) + self.size]
        rest = int(place) + self.size < len(found)
        if rest and not token:  # arXiv names here the day with which the next page begins
            repeated = re.sub('from="[^"]*"', f'from="{page[-1][0]}"', repeated)
        following = f"{begin}/{end}/{name}/{int(place) + self.size}" if rest else ""
        last = f"<resumptionToken>{following}</resumptionToken>" if rest or token else ""
        records = "".join(one.record() for *_, one in page)
        text = (
            f"{HEAD}<request{repeated}>{BASE}</request><ListRecords>{records}{last}</ListRecords>"
            "</OAI-PMH>"
        )
        return Response(text, content_type="text/xml")

    def count(self, query: str) -> int:
        """Return how many papers a query of the API finds, which asks for days of submission."""
        found = re.fullmatch(r"cat:(\S+) AND submittedDate:\[(\d{8})0000 TO (\d{8})2359\]", query)
        assert found is not None, query
        return sum(
            found[1] in one.categories.split() and found[2] <= f"{one.first:%Y%m%d}" <= found[3]
            for one in self.papers
        )


def held(days: Iterable[date], each: int = 2, categories: str = "cs.LG") -> list[Held]:
    """Return papers that came on some days and were not changed since."""
    return [
        Held(f"{day:%y%m}.{day.day:02}{500 + number}", day, day, categories=categories)
        for day in days
        for number in range(each)
    ]
