"""Papers that are asked for by id, link or DOI."""

from __future__ import annotations

import json

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library, View
from recto.index.errors import NotFoundError
from werkzeug import Request, Response

from .conftest import MovedClock
from .world import ENTRY, HEAD, feed

ERROR = """<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_x</id>
<title>Error</title><summary>incorrect id format for x</summary></entry>"""
WORK = {
    "status": "ok",
    "message": {
        "DOI": "10.1000/xyz",
        "type": "journal-article",
        "title": ["A Journal's Paper"],
        "author": [{"given": "Bo", "family": "Writer"}],
        "container-title": ["Journal of Papers"],
        "issued": {"date-parts": [[2025, 3, 4]]},
    },
}


def serve(httpserver: HTTPServer, *unknown: str) -> list[str]:
    """Play arXiv and Crossref; return what they are asked for."""
    asked: list[str] = []

    def query(request: Request) -> Response:
        ids = request.args["id_list"].split(",")
        assert int(request.args["max_results"]) == len(ids)
        asked.extend(ids)
        return feed(*(ENTRY.format(id) for id in ids if id not in unknown))

    def work(request: Request) -> Response:
        doi = request.path.removeprefix("/works/")
        asked.append(doi)
        if doi in unknown:
            return Response("Resource not found.", status=404)
        return Response(json.dumps(WORK), content_type="application/json")

    httpserver.expect_request("/api/query").respond_with_handler(query)
    httpserver.expect_request("/works/10.1000/xyz").respond_with_handler(work)
    httpserver.expect_request("/works/10.1000/gone").respond_with_handler(work)
    return asked


def titles(library: Library) -> set[str]:
    return {paper.title for paper in library.rows(library.listing("").rowids)}


def test_papers_are_added_by_what_names_them(served: Library, httpserver: HTTPServer) -> None:
    asked = serve(httpserver, "2401.99999", "10.1000/gone")
    served.add_text("old.json", b'[{"title": "Here already", "arxiv_id": "2401.00003"}]')
    names = [
        *("2401.00001v3", "https://arxiv.org/abs/2401.99999", "arXiv:2401.00003"),
        *("https://doi.org/10.1000/XYZ", "doi:10.1000/gone", "2401.00001"),
    ]
    done = served.following.add_named(names)
    assert asked == ["2401.00001", "2401.99999", "10.1000/xyz", "10.1000/gone"]
    assert (done.records, done.new, done.filled, done.error) == (5, 4, 2, None)
    assert [name.value for name in done.unknown] == ["2401.99999", "10.1000/gone"]
    known = {"Told 2401.00001", "A Journal's Paper", "Here already"}
    assert titles(served) == {*known, "arXiv:2401.99999", "doi:10.1000/gone"}
    assert len(served.listing("", view=View("mine")).rowids) == 5  # brought in by hand
    (paper,) = served.rows(served.listing("arxiv:2401.00001").rowids)
    assert (paper.abstract, paper.authors) == ("All of it.", ("Ada Author",))
    assert [place.name for place in paper.sources] == ["named"]
    served.journal.undo()
    assert titles(served) == {"Here already"}
    with pytest.raises(NotFoundError, match="no arXiv id"):
        served.following.add_named(["some words"])


def test_what_cannot_be_asked_comes_in_by_name_and_is_filled_in_later(
    served: Library, httpserver: HTTPServer, clock: MovedClock
) -> None:
    served.following.is_offline = True
    done = served.following.add_named(["2401.00001", "2401.00002", "10.1000/xyz"])
    assert (done.new, done.filled) == (3, 0)
    assert "offline" in str(done.error)
    assert titles(served) == {"arXiv:2401.00001", "arXiv:2401.00002", "doi:10.1000/xyz"}
    served.add_text("later.json", b'[{"title": "Newer", "arxiv_id": "2402.00001"}]')
    served.following.is_offline = False
    asked = serve(httpserver)
    done = served.following.complete()
    assert (done.records, done.filled, done.error) == (3, 3, None)
    assert asked == ["2401.00001", "2401.00002", "10.1000/xyz"]
    wanted = {"Told 2401.00001", "Told 2401.00002", "A Journal's Paper", "Newer"}
    assert titles(served) == wanted
    (new,) = served.rows(served.listing("", view=View("new")).rowids)
    assert new.title == "Newer"
    assert served.following.complete().records == 0
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (feed(ERROR), "arXiv says: incorrect id format"),
        (feed(ENTRY.format("2401.00009")), "not asked for"),
        (feed(ENTRY.format("2401.00001"), total=2), "has 2 papers, and 1 came"),
        (feed(total=1), "has 1 papers, and 0 came"),
        (Response("Rate exceeded.", content_type="text/plain"), "asked too often"),
        (Response("<html></html>", content_type="application/xml"), "not a feed"),
        (Response(HEAD.format(1), content_type="application/atom+xml"), "only the beginning"),
        (Response("<error/>", status=400, content_type="application/atom+xml"), "400 Bad"),
    ],
)
def test_an_answer_that_is_not_believed_leaves_the_name_alone(
    answer: Response, words: str, served: Library, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/api/query").respond_with_response(answer)
    done = served.following.add_named(["2401.00001"])
    assert words in str(done.error)
    assert titles(served) == {"arXiv:2401.00001"}


def test_crossref_answers_about_the_paper_that_was_asked_for(
    served: Library, httpserver: HTTPServer
) -> None:
    told = json.dumps({"message": WORK["message"] | {"DOI": "10.1000/other"}})  # type: ignore[operator]
    httpserver.expect_request("/works/10.1000/xyz").respond_with_data(
        told, content_type="application/json"
    )
    done = served.following.add_named(["10.1000/xyz"])
    assert "not about that DOI" in str(done.error)
    assert titles(served) == {"doi:10.1000/xyz"}
