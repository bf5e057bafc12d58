"""The services that `fetching.py` fetches from: `python fetch_services.py DIRECTORY`.

It answers from files of its directory, each named by its path, as fast as it can; the port that it
has stands on its first line.
"""

from __future__ import annotations

import html
import json
import sys
from datetime import date, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

CATEGORY = "cs.LG"


def daily_answer(papers: list[dict[str, Any]], first: int, day: date) -> bytes:
    """Return Hugging Face's list of a day, the papers numbered from `first`."""
    entries = []
    for number, paper in enumerate(papers, first):
        told = {
            "id": f"{day:%y%m}.{number:05}",
            "title": paper["title"],
            "summary": paper["abstract"],
            "authors": [{"name": name, "hidden": False} for name in paper.get("authors", ())],
            "publishedAt": f"{day}T00:00:00.000Z",
            "submittedOnDailyAt": f"{day}T00:00:00.000Z",
            "upvotes": number % 90,
        }
        shifted = f"{day - timedelta(days=1)}T20:00:00.000Z"
        entries.append({"paper": told, "publishedAt": shifted, "title": paper["title"]})
    return json.dumps(entries).encode()


def listing_answer(papers: list[dict[str, Any]], first: int, day: date) -> bytes:
    """Return arXiv's list of a day, all of it new, the papers numbered from `first`."""
    count = len(papers)
    ids = (f"{day:%y%m}.{number:05}" for number in range(first, first + count))
    entries = (_entry(paper, id) for paper, id in zip(papers, ids, strict=True))
    return (
        "<!DOCTYPE html><html><head><title>Machine Learning</title></head><body><div id='dlpage'>"
        f"<h1>Machine Learning</h1><h3>Showing new listings for {day:%A, %-d %B %Y}</h3>"
        f"<div class='paging'>Total of {count} entries</div><dl id='articles'>"
        f"<h3>New submissions (showing {count} of {count} entries)</h3>"
        f"{''.join(entries)}</dl></div></body></html>"
    ).encode()


def _entry(paper: dict[str, Any], id: str) -> str:
    names = ", ".join(
        f"<a href='https://arxiv.org/search/cs?query={place}'>{html.escape(name)}</a>"
        for place, name in enumerate(paper.get("authors", ()))
    )
    return f"""<dt><a name='item{id}'>[{id[-5:]}]</a>
<a href ="/abs/{id}" title="Abstract" id="{id}">arXiv:{id}</a>
[<a href="/pdf/{id}" title="Download PDF" id="pdf-{id}">pdf</a>,
<a href="/format/{id}" title="Other formats" id="oth-{id}">other</a>]</dt>
<dd><div class='meta'><div class='list-title mathjax'><span class='descriptor'>Title:</span>
{html.escape(paper["title"])}</div>
<div class='list-authors'>{names}</div>
<div class='list-subjects'><span class='descriptor'>Subjects:</span>
<span class="primary-subject">Machine Learning (cs.LG)</span>; Computation (stat.CO)</div>
<p class='mathjax'>{html.escape(paper["abstract"])}</p></div></dd>"""


class Answering(BaseHTTPRequestHandler):
    """Answers what a file of the directory has, 404 where there is none."""

    protocol_version = "HTTP/1.1"

    def __init__(self, directory: Path, *rest: Any) -> None:
        self._files = directory
        super().__init__(*rest)

    def do_GET(self) -> None:
        """Answer a question."""
        name = self.path.strip("/").replace("/", "_")
        found = next(iter(self._files.glob(f"{name}.*")), None)
        data = found.read_bytes() if found else b"[]" if "daily_papers" in name else b""
        is_html = found is not None and found.suffix == ".html"
        self.send_response(200 if data else 404)
        self.send_header("Content-Type", "text/html" if is_html else "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing of it."""


def main() -> None:
    answering = partial(Answering, Path(sys.argv[1]))
    with ThreadingHTTPServer(("127.0.0.1", 0), answering) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
