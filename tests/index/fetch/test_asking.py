"""arXiv and Hugging Face asked for a query: nothing stays of what is not marked."""

from __future__ import annotations

import json
import threading
from datetime import date

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Asked, Library, Stop, View
from recto.index.errors import FetchError, Interrupted, OfflineError, RectoError
from recto.index.fetch.asked.questions import question_of
from werkzeug import Request, Response

from .conftest import MovedClock
from .world import ENTRY, feed

TODAY = date(2026, 11, 30)


class Services:
    """Both services, and what they were asked."""

    def __init__(self, httpserver: HTTPServer) -> None:
        self.arxiv = ["2401.00001", "2401.00002"]
        self.hugging_face = ["2401.00002", "2401.00003"]
        self.total: int | None = None
        self.asked: list[tuple[str, str]] = []
        self.failing = Response("", status=500)
        self.fails: set[str] = set()
        httpserver.expect_request("/api/query").respond_with_handler(self._query)
        httpserver.expect_request("/api/papers/search").respond_with_handler(self._search)

    def _query(self, request: Request) -> Response:
        asked = request.args.get("search_query") or request.args["id_list"]
        self.asked.append(("arXiv", asked))
        if "arXiv" in self.fails:
            return self.failing
        return feed(*map(ENTRY.format, self.arxiv), total=self.total)

    def _search(self, request: Request) -> Response:
        self.asked.append(("Hugging Face", request.args["q"]))
        if "Hugging Face" in self.fails:
            return self.failing
        found = [
            {"paper": {"id": id, "title": f"Told {id}", "summary": "In short.", "upvotes": 7}}
            for id in self.hugging_face
        ]
        return Response(json.dumps(found), content_type="application/json; charset=utf-8")


@pytest.fixture
def services(httpserver: HTTPServer) -> Services:
    return Services(httpserver)


def ids_of(library: Library, asked: Asked) -> list[str | None]:
    return [paper.arxiv_id for paper in library.asking.papers(asked)]


def state_of(library: Library) -> object:
    """Return what a library has, in so far as lists and searches tell."""
    found = [paper.id for paper in library.rows(library.listing("").rowids)]
    told = library.search("told", limit=None).total
    return found, library.counts(), told, len(library.log()), library.stats()


def test_nothing_stays_of_what_is_not_marked(served: Library, services: Services) -> None:
    served.add_text("own.json", b'[{"title": "Told 2401.00002", "arxiv_id": "2401.00002"}]')
    before = state_of(served)
    asked = served.asking.ask("graph neural")
    assert services.asked == [
        ("arXiv", "all:graph AND all:neural"),
        ("Hugging Face", "graph neural"),
    ]
    assert ids_of(served, asked) == ["2401.00001", "2401.00002", "2401.00003"]
    first, own, last = served.asking.papers(asked)
    assert own.rowid > 0 > first.rowid and asked.services == ("arXiv", "Hugging Face")
    assert (first.abstract, first.authors, first.arxiv_version) == (
        "All of it.",
        ("Ada Author",),
        2,
    )
    assert [(place.name, place.rank) for place in last.sources] == [("Hugging Face", 2)]
    told = served.asking.services(asked)
    assert [told[paper.rowid] for paper in (first, own, last)] == ["arXiv", "arXiv, HF", "HF"]
    rowids = [first.rowid, last.rowid]
    assert served.export(rowids=rowids, format="bibtex").text.count("@") == 2
    assert len(served.export(rowids=rowids, format="jsonl").text.splitlines()) == 2
    assert [paper.cite_key for paper in served.keys.of(rowids=rowids)] == [None, None]
    assert served.notes.draft(first.id) is None and served.notes.base(first.id) == ()
    assert served.news.pass_over(rowids) == 0
    assert served.marks.next_unread(rowids) == 0
    assert not served.sources.are_by_hand(rowids)
    assert served.journal.log(first) == [] and served.corrections.sources(first) == ()
    assert "Told 2401.00001" in served.corrections.as_bibtex(first)
    assert served.related(first.id).total == 0
    assert served.marks.read_by_reading(rowids=rowids).act is None
    assert state_of(served) == before


@pytest.mark.parametrize(
    "mark",
    [
        lambda library, rowids: library.bookmark(rowids=rowids),
        lambda library, rowids: library.queue(rowids=rowids),
        lambda library, rowids: library.tag(rowids=rowids, add="seen"),
        lambda library, rowids: library.done(rowids=rowids),
        lambda library, rowids: library.mark_read(rowids=rowids),
        lambda library, rowids: library.note(library.rows(rowids)[0].id, "Read this."),
        lambda library, rowids: library.corrections.edit(library.rows(rowids)[0], {"venue": "X"}),
        lambda library, rowids: library.keys.change(library.rows(rowids)[0], "own-key"),
    ],
    ids=["bookmark", "queue", "tag", "done", "read", "note", "edit", "key"],
)
def test_a_mark_takes_the_paper_in_and_one_undo_takes_both_back(
    served: Library, services: Services, mark: object
) -> None:
    before = state_of(served)
    asked = served.asking.ask("graph neural")
    paper = served.asking.papers(asked)[1]
    done = mark(served, [paper.rowid])  # type: ignore[operator]
    assert done.act and done.papers[0].rowid > 0
    kept = served.asking.papers(asked)[1]
    assert kept.id == paper.id == done.papers[0].id and kept.rowid > 0
    assert kept.upvotes == 7 and kept.abstract == "All of it."  # what both have said
    counts = served.counts()
    assert (counts.all, counts.new, counts.mine) == (1, 0, 1)
    assert [place.name for place in kept.sources] == ["named"]
    assert [hit.paper.id for hit in served.search("told").hits] == [kept.id]
    undone = served.undo()
    assert undone is not None and "dded" not in undone.sentence
    assert served.counts().all == 0 and served.undo() is None
    assert served.asking.papers(asked)[1].rowid < 0
    assert served.redo() is not None
    assert served.asking.papers(asked)[1].rowid == kept.rowid
    assert served.journal.agrees()
    served.undo()
    assert state_of(served)[:3] == before[:3]  # type: ignore[index]


def test_several_are_one_act_and_a_mark_of_those_that_are_kept_adds_nothing(
    served: Library, services: Services
) -> None:
    asked = served.asking.ask("graph neural")
    served.bookmark(rowids=asked.rowids[:2])
    assert [entry.kind for entry in served.log()] == ["bookmark", "add"]
    served.tag(rowids=asked.rowids[:2], add="ml")  # by the numbers of before
    assert [entry.kind for entry in served.log()] == ["tag", "bookmark", "add"]
    served.undo()
    assert served.counts().bookmarks == 2
    served.undo()
    assert served.counts().all == 0


def test_what_was_taken_back_can_be_marked_again(served: Library, services: Services) -> None:
    asked = served.asking.ask("graph neural")
    for _ in range(2):
        served.bookmark(rowids=asked.rowids[:1])
        assert (served.counts().all, served.counts().bookmarks) == (1, 1)
        served.undo()
        assert served.counts().all == 0
    served.queue(rowids=asked.rowids[:1])
    served.queue(rowids=served.asking.rowids(asked)[:1], on=False)
    assert (served.counts().all, served.counts().queue) == (1, 0)  # kept is kept
    assert served.journal.agrees()


def test_a_note_half_typed_keeps_the_paper_until_it_is_given_up(
    served: Library, services: Services
) -> None:
    asked = served.asking.ask("graph neural")
    paper = served.asking.papers(asked)[0]
    served.notes.save_draft(paper.id, "Half a th")
    assert served.counts().all == 1 and served.notes.draft(paper.id) == "Half a th"
    served.notes.drop_draft(paper.id)
    assert served.counts().all == 0
    served.notes.save_draft(paper.id, "A thought")
    served.note(paper.id, "A thought")
    assert served.undo() is not None
    assert served.counts().all == 0 and served.undo() is None


def test_papers_can_be_kept_without_a_mark(served: Library, services: Services) -> None:
    asked = served.asking.ask("graph neural")
    done = served.asking.keep(asked.rowids)
    assert done.count == 3 and done.sentence == "Added 3 papers by name."
    assert served.counts().all == 3 and served.counts().new == 0
    assert served.asking.keep(asked.rowids).act is None
    served.undo()
    assert served.counts().all == 0


def test_a_paper_that_the_library_knows_by_title_alone_is_its_own(
    served: Library, services: Services
) -> None:
    text = '[{"title": "Told 2401.00001", "authors": ["Ada Author"], "date": "2024-01-02"}]'
    served.add_text("own.json", text.encode())
    asked = served.asking.ask("graph neural")
    assert [rowid > 0 for rowid in served.asking.rowids(asked)] == [True, False, False]


def test_one_service_that_fails_costs_not_the_others_answer(
    served: Library, services: Services, clock: MovedClock
) -> None:
    services.fails = {"arXiv"}
    asked = served.asking.ask("graph neural")
    assert ids_of(served, asked) == ["2401.00002", "2401.00003"]
    assert asked.services == ("Hugging Face",) and "500" in asked.remarks[0]
    services.total, services.fails = 40, {"Hugging Face"}
    with pytest.raises(FetchError, match="only 2 came"):
        served.asking.ask("graph neural")
    services.total, services.arxiv = 0, []
    assert served.asking.ask("graph neural").rowids == ()


def test_what_cannot_be_asked_is_said_and_asks_nobody(served: Library, services: Services) -> None:
    with pytest.raises(RectoError, match=r"is:unread, tag:ml"):
        served.asking.ask("is:unread tag:ml")
    with pytest.raises(RectoError, match="query is empty"):
        served.asking.ask("  ")
    served.following.is_offline = True
    with pytest.raises(OfflineError):
        served.asking.ask("graph")
    assert not services.asked
    served.following.is_offline = False
    remarks = served.asking.ask("graph is:unread author:hinton").remarks
    assert remarks == (
        "Left out, since nobody there knows it: is:unread.",
        "Hugging Face was asked without author:hinton.",
    )


def test_where_fetching_is_switched_off_nobody_is_asked(
    served: Library, services: Services
) -> None:
    path = served.locations.config_file
    path.write_text(f"[fetch]\nenabled = false\n{path.read_text().partition('new_days = 0')[2]}")
    with (
        Library.open(served.locations.data, seeds=False) as other,
        pytest.raises(OfflineError, match="enabled = false"),
    ):
        other.asking.ask("graph")
    assert not services.asked


def test_it_can_be_stopped(served: Library, services: Services) -> None:
    stop = Stop()
    with pytest.raises(Interrupted):
        served.asking.ask("graph", stopped=stop, progress=lambda service: stop.set())
    assert len(services.asked) == 1 and not threading.active_count() > 20


@pytest.mark.parametrize(
    ("text", "arxiv", "words"),
    [
        ('"graph neural" author:"Geoffrey Hinton"', 'all:"graph neural" AND au:"Geoffrey Hinton"',
         "graph neural"),
        ("title:lottery OR abs:ticket", "(ti:lottery OR abs:ticket)", "lottery ticket"),
        ("U-Net -cat:cs.CV the", 'all:"u net" ANDNOT cat:cs.CV', "u net the"),
        ("year:2024 graph*", "submittedDate:[202401010000 TO 202412312359] AND all:graph*",
         "graph"),
        ("date:2024-02 x1", "submittedDate:[202402010000 TO 202402292359] AND all:x1", "x1"),
        ("date:7d x1", "submittedDate:[202611230000 TO 209912312359] AND all:x1", "x1"),
        ('say "a\\"b" x1', "all:say AND all:a AND all:b AND all:x1", "say a b x1"),
        ("cat:cs x1", "(cat:cs OR cat:cs.*) AND all:x1", "x1"),
        ("-foo", "", ""),
    ],
)  # fmt: skip
def test_queries_are_put_into_the_language_of_services(text: str, arxiv: str, words: str) -> None:
    question = question_of(text, TODAY)
    assert (question.arxiv, question.words) == (arxiv, words)


def test_ids_and_links_are_asked_for_as_such(served: Library, services: Services) -> None:
    asked = served.asking.ask("2401.00001 https://arxiv.org/abs/2401.00002v3")
    assert services.asked == [("arXiv", "2401.00001,2401.00002")]
    assert len(asked.rowids) == 2
    assert served.listing("", view=View("new")).total == 0
