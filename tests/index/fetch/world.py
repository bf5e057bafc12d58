"""A fortnight of arXiv and Hugging Face, played by a server on this machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from recto.index import Library, View
from werkzeug import Request, Response

from .archive import Archive

ZONE = ZoneInfo("America/New_York")
HEAD = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
 xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
<id>https://arxiv.org/api/x</id><title>arXiv Query: search_query=</title>
<opensearch:itemsPerPage>{0}</opensearch:itemsPerPage>
<opensearch:totalResults>{0}</opensearch:totalResults>
<opensearch:startIndex>0</opensearch:startIndex>"""
ENTRY = """<entry><id>http://arxiv.org/abs/{0}v2</id><title>Told {0}</title>
<published>2024-01-02T10:00:00Z</published><updated>2024-02-02T10:00:00Z</updated>
<summary>  All of it.</summary><author><name>Ada Author</name></author>
<category term="cs.LG"/></entry>"""
Incident = Callable[["World", Request], Response | None]


def moment(text: str) -> float:
    """Return the moment of a local time in New York, in seconds since 1970 began."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()


class World:
    """What both services have at the time of a clock; incidents answer before they do."""

    def __init__(self, now: Callable[[], float], quiet: set[str] | None = None) -> None:
        self._now = now
        self.quiet = quiet or set()
        """Days of arXiv without a list that are no weekends."""
        self.incidents: list[Incident] = []
        self.asked: list[str] = []
        self.archive = Archive()
        self.feed: Response | None = None
        """What arXiv's feed of today is, if it is asked for."""
        self.is_confused = False
        """Whether the newest list bears its own date and has the papers of the day before."""

    @property
    def here(self) -> datetime:
        return datetime.fromtimestamp(self._now(), ZONE)

    def answer(self, request: Request) -> Response:
        self.asked.append(request.full_path)
        for incident in self.incidents:
            if (answer := incident(self, request)) is not None:
                return answer
        path = urlsplit(request.path).path
        if path == "/api/daily_papers":
            return self._daily(parse_qs(request.query_string.decode())["date"][0])
        if path == "/list/cs.LG/new":
            return self._list(request)
        if path == "/":
            return self.archive.answer(request)
        if path == "/rss/cs.LG":
            return self.feed or Response(status=404)
        if path == "/api/query" and "search_query" in request.args:
            count = self.archive.count(request.args["search_query"])
            return feed(*[ENTRY.format("2401.00001")] * min(1, count), total=count)
        if path == "/api/query":
            return feed(*map(ENTRY.format, request.args["id_list"].split(",")))
        day = date.fromisoformat(path.removeprefix("/catchup/cs.LG/"))
        if day > self.newest() or day < self.here.date() - timedelta(days=90):
            return Response("Bad Request", status=400)
        return page(
            f"<h1>Catchup results for Machine Learning on {day:%a, %d %b %Y}</h1>",
            day,
            self.has(day),
        )

    def has(self, day: date) -> bool:
        return day.weekday() < 5 and day.isoformat() not in self.quiet

    def newest(self) -> date:
        day = self.here.date() + timedelta(days=self.here.hour >= 20)
        while not self.has(day):
            day -= timedelta(days=1)
        return day

    def _list(self, request: Request) -> Response:
        day = self.newest()
        head = f"<h3>Showing new listings for {day:%A, %-d %B %Y}</h3>"
        shown = day
        while self.is_confused and (shown == day or not self.has(shown)):
            shown -= timedelta(days=1)
        tag = f'"{shown}{day}"'
        if request.headers.get("If-None-Match") == tag:
            return Response(status=304)
        answer = page(head, shown)
        answer.headers["ETag"] = tag
        return answer

    def _daily(self, text: str) -> Response:
        day = date.fromisoformat(text)
        here = self.here
        today = here.date() + timedelta(days=here.strftime("%H:%M") >= "21:30")
        if day > today:
            return Response('{"error": "Invalid date"}', 400, content_type="application/json")
        entries = daily(day) if day.weekday() < 5 else []
        if day == today and (here.hour < 12 or here.hour >= 21):
            entries = entries[:1]  # the list fills up during the day
        for entry in entries:
            entry["paper"]["upvotes"] += here.toordinal() - day.toordinal()
        return Response(json.dumps(entries), content_type="application/json; charset=utf-8")


def feed(*entries: str, total: int | None = None) -> Response:
    text = HEAD.format(len(entries) if total is None else total) + "".join(entries) + "</feed>"
    return Response(text, content_type="application/atom+xml; charset=utf-8")


def ids_of(day: date) -> list[str]:
    """Return the ids of what is new on arXiv on a day."""
    return [f"{day:%y%m}.{day.day:02}{number:03}" for number in range(3)]


def daily_ids(day: date) -> list[str]:
    return [f"{day:%y%m}.{day.day + 40}{number:03}" for number in range(2)]


def page(head: str, day: date, has_any: bool = True) -> Response:
    """Return a list of arXiv's of a day."""
    if not has_any:
        told = f"<p>No updates for {day:%a, %d %b %Y}</p>"
        return html(f"{head} Total of 0 entries {told}")
    before = day - timedelta(days=7)
    parts = [
        section("New submissions", [entry(id) for id in ids_of(day)]),
        section(
            "Cross submissions", [entry(f"{day:%y%m}.{day.day + 60}900", "(cross-list from cs.CV)")]
        ),
        section("Replacement submissions", [entry(ids_of(before)[0], "(replaced)")]),
    ]
    return html(f"{head} Total of 5 entries {''.join(parts)}")


def html(body: str) -> Response:
    return Response(
        f"<!DOCTYPE html><html><body><div id='dlpage'>{body}</div></body></html>",
        content_type="text/html; charset=utf-8",
    )


def section(name: str, entries: list[str]) -> str:
    count = len(entries)
    return f"<dl><h3>{name} (showing {count} of {count} entries)</h3>{''.join(entries)}</dl>"


def entry(id: str, remark: str = "") -> str:
    return f"""<dt><a name='item1'>[1]</a>
<a href ="/abs/{id}" title="Abstract" id="{id}">arXiv:{id}</a> {remark}
[<a href="/pdf/{id}" title="Download PDF">pdf</a>]</dt>
<dd><div class='meta'><div class='list-title mathjax'><span class='descriptor'>Title:</span>
Paper {id} of its day</div>
<div class='list-authors'><a href="https://arxiv.org/a">Ada Author</a></div>
<div class='list-subjects'><span class='descriptor'>Subjects:</span>
<span class="primary-subject">Machine Learning (cs.LG)</span></div>
<p class='mathjax'>It is told as in arXiv:2401.00001 and other papers.</p></div></dd>"""


def daily(day: date) -> list[dict[str, Any]]:
    """Return the list of Hugging Face's of a day, in its order."""
    shifted = f"{day - timedelta(days=1)}T20:00:00.000Z"
    return [
        {
            "publishedAt": shifted,
            "title": f"Daily {id}",
            "paper": {
                "id": id,
                "title": f"Daily {id}",
                "summary": "A summary.",
                "authors": [{"name": "Bo Writer"}],
                "publishedAt": f"{day}T00:00:00.000Z",
                "submittedOnDailyAt": f"{day}T00:00:00.000Z",
                "upvotes": number,
            },
        }
        for number, id in enumerate(daily_ids(day))
    ]


def rss(day: date, *items: tuple[str, str], served: str = "00:00:00 -0500") -> Response:
    """Return arXiv's feed of a day: ids with what they are announced as."""
    told = "".join(
        f"<item><title>Paper {id} of its day</title><link>https://arxiv.org/abs/{id}</link>"
        f"<description>arXiv:{id}v1 Announce Type: {kind} \nAbstract: Told.</description>"
        f'<guid isPermaLink="false">oai:arXiv.org:{id}v1</guid><category>cs.LG</category>'
        f"<pubDate>{day:%a, %d %b %Y} {served}</pubDate>"
        f"<arxiv:announce_type>{kind}</arxiv:announce_type>"
        "<dc:creator>Ada Author</dc:creator></item>"
        for id, kind in items
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:arxiv="http://arxiv.org/schemas/atom" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>'
        f"<title>cs.LG updates</title><pubDate>{day:%a, %d %b %Y} {served}</pubDate>"
        f"{told}</channel></rss>"
    )
    return Response(text, content_type="text/xml")


def pages_of(library: Library) -> dict[str, list[str]]:
    """Return the arXiv ids of the papers that each source has, of streams each day; sorted."""
    found: dict[str, list[str]] = {}
    sources = library.counts().sources
    days = [day for one in sources if one.days for day in library.sources.days(one.name)]
    for source in [*(one for one in sources if not one.days), *days]:
        papers = library.rows(library.listing("", view=View("source", source.name)).rowids)
        found[source.name] = sorted(str(paper.arxiv_id) for paper in papers)
    return found
