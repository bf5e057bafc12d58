"""Papers known by title alone, filled in from arXiv and Crossref."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library
from recto.index.errors import Interrupted
from werkzeug import Request, Response

from .conftest import MovedClock
from .world import ENTRY, feed

DAY = 86_400.0


class Shelves:
    """arXiv with papers by title, and Crossref."""

    def __init__(self, httpserver: HTTPServer) -> None:
        self.arxiv: dict[str, str] = {}
        self.crossref: list[dict[str, Any]] = []
        self.asked: list[tuple[str, Any]] = []
        self.total: int | None = None
        self.is_down = False
        self.strange = ""
        """A title that arXiv does not understand."""
        httpserver.expect_request("/api/query").respond_with_handler(self._query)
        httpserver.expect_request("/works").respond_with_handler(self._works)

    def _query(self, request: Request) -> Response:
        titles = re.findall(r'ti:"([^"]*)"', request.args["search_query"])
        self.asked.append(("arXiv", titles))
        if self.strange in titles:
            return Response("Bad Request", status=400)
        told = [
            ENTRY.format(id).replace(f"Told {id}", title)
            for title, id in self.arxiv.items()
            if any(words.casefold() in re.sub(r"\W+", " ", title.casefold()) for words in titles)
        ]
        return feed(*told[: int(request.args["max_results"])], total=len(told))

    def _works(self, request: Request) -> Response:
        self.asked.append(("Crossref", request.args["query.bibliographic"]))
        if self.is_down:
            return Response("", status=429, headers={"Retry-After": "3600"})
        told = {"status": "ok", "message": {"items": [*self.crossref, {"DOI": "10.1/none"}]}}
        return Response(json.dumps(told), content_type="application/json")


@pytest.fixture
def shelves(httpserver: HTTPServer) -> Shelves:
    return Shelves(httpserver)


def bring(library: Library, *papers: dict[str, Any]) -> None:
    library.add_text("list.json", json.dumps(papers).encode())


def paper_titled(library: Library, title: str) -> Any:
    return next(one for one in library.rows(library.listing("").rowids) if one.title == title)


def work(title: str, doi: str, family: str) -> dict[str, Any]:
    return {
        "DOI": doi,
        "type": "journal-article",
        "title": [title],
        "author": [{"given": "Bo", "family": family}],
    }


def test_titles_are_filled_in_and_what_nobody_has_is_told(
    served: Library, shelves: Shelves, clock: MovedClock
) -> None:
    bring(
        served,
        {"title": "Merging Graph-Based Experts"},
        {"title": "A Journal's own paper", "authors": ["B. Writer"]},
        {"title": "By somebody else", "authors": ["Zoe Other"]},
        {"title": "Nobody has this one"},
        {"title": "With abstract", "abstract": "Known well enough."},
        {"title": "Known by id", "arxiv_id": "2401.00007"},
    )
    served.note(paper_titled(served, "Nobody has this one").id, "Mine.")
    shelves.arxiv = {
        "Merging graph-based experts": "2401.00001",
        "Merging graph-based experts, again": "2401.00002",
        "By somebody else": "2401.00003",  # by Ada Author
    }
    shelves.crossref = [
        work("A journal’s own paper: an erratum", "10.1000/no", "Writer"),
        work("A Journal’s Own Paper", "10.1000/yes", "Writer"),
        work("By somebody else", "10.1000/else", "Author"),
    ]
    told: list[tuple[int, int]] = []
    done = served.following.complete(progress=lambda done, total: told.append((done, total)))
    assert (done.filled, done.missing, done.spared) == (
        2,
        ("By somebody else", "Nobody has this one"),
        0,
    )
    assert told[-1] == (4, 4)
    assert [service for service, _ in shelves.asked] == ["arXiv"] + ["Crossref"] * 3
    assert len(shelves.asked[0][1]) == 4
    papers = served.rows(served.listing("").rowids)
    assert len(papers) == 6
    found = {paper.arxiv_id or paper.doi: paper for paper in papers}
    assert found["2401.00001"].abstract == "All of it."
    assert "10.1000/yes" in found and "2401.00003" not in found
    assert not served.counts().new or served.counts().new <= 6
    before = len(shelves.asked)
    clock.at += 6 * DAY
    done = served.following.complete()
    assert (done.filled, done.missing, done.spared) == (0, (), 2) and len(shelves.asked) == before
    clock.at += 2 * DAY
    assert len(served.following.complete().missing) == 2
    served.undo()
    served.undo()
    assert {paper.arxiv_id for paper in served.rows(served.listing("").rowids)} == {
        None,
        "2401.00007",
    }


def test_titles_are_asked_for_in_batches_and_too_many_answers_in_halves(
    served: Library, shelves: Shelves
) -> None:
    bring(served, *({"title": f"The title with number {number}"} for number in range(10)))
    shelves.arxiv = {
        f"The title with number 1, part {number}": f"2401.{number:05}" for number in range(201)
    }
    shelves.arxiv["The title with number 9"] = "2402.00009"
    done = served.following.complete()
    sizes = [len(titles) for service, titles in shelves.asked if service == "arXiv"]
    assert sizes == [8, 4, 2, 1, 1, 2, 4, 2]
    assert done.filled == 1 and len(done.missing) == 9


def test_a_title_that_is_not_understood_keeps_nobody_from_the_others(
    served: Library, shelves: Shelves
) -> None:
    bring(served, *({"title": f"The title with number {number}"} for number in range(4)))
    shelves.strange = "The title with number 1"
    shelves.arxiv = {f"The title with number {number}": f"2401.0000{number}" for number in (0, 3)}
    done = served.following.complete()
    assert done.filled == 2 and done.error is None and len(done.missing) == 2
    assert len([one for one, _ in shelves.asked if one == "arXiv"]) == 5


def test_what_came_stays_when_a_service_rests_or_it_is_interrupted(
    served: Library, shelves: Shelves, clock: MovedClock
) -> None:
    bring(served, *({"title": f"The title with number {number}"} for number in range(10)))
    shelves.arxiv = {"The title with number 2": "2401.00002", "The title with number 9": "2401.9"}
    shelves.arxiv["The title with number 9"] = "2401.00009"

    def interrupt(done: int, total: int) -> None:
        raise Interrupted("Interrupted", "By a person.")

    with pytest.raises(Interrupted):
        served.following.complete(progress=interrupt)
    assert len(shelves.asked) == 1
    assert len([p for p in served.rows(served.listing("").rowids) if p.arxiv_id]) == 1
    shelves.is_down = True
    done = served.following.complete()
    assert done.filled == 1 and done.error is not None and done.error.exit_status == 75
    assert done.missing == () and done.spared == 0
    shelves.is_down = False
    clock.at += 2 * 3600
    assert len(served.following.complete().missing) == 8


def test_a_title_of_one_word_and_of_several_papers_is_left_alone(
    served: Library, shelves: Shelves
) -> None:
    bring(served, {"title": "Introduction"}, {"title": "The common title"})
    shelves.arxiv = {"The common title": "2401.00001", "The Common Title": "2401.00002"}
    done = served.following.complete()
    assert done.filled == 0 and done.missing == ("The common title",)
    assert shelves.asked[0][1] == ["The common title"]
