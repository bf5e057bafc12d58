"""arXiv's records: which answers are believed, and that all pages of them come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytest_httpserver import HTTPServer
from recto.index.errors import FetchError, UnbelievableError
from recto.index.fetch.client import Client
from recto.index.fetch.harvesting.oai import changed_between, set_of
from werkzeug import Request, Response
from werkzeug.test import EnvironBuilder

from .archive import BASE, HEAD, Archive, Held, error, held
from .conftest import MovedClock

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 6)
DAYS = [FIRST + timedelta(days=number) for number in range(5)]


@pytest.fixture
def archive(httpserver: HTTPServer) -> Archive:
    archive = Archive(held(DAYS))
    httpserver.expect_request("/").respond_with_handler(archive.answer)
    return archive


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("cs.LG", "cs:cs:LG"),
        ("stat.ML", "stat:stat:ML"),
        ("hep-th", "physics:hep-th"),
        ("astro-ph.CO", "physics:astro-ph:CO"),
        ("physics.flu-dyn", "physics:physics:flu-dyn"),
        ("math-ph", "physics:math-ph"),
        ("cs", "cs:cs"),
        ("quant-ph", "physics:quant-ph"),
    ],
)
def test_a_category_is_a_set(category: str, name: str) -> None:
    assert set_of(category) == name


def test_all_pages_of_the_days_come_once(
    client: Client, archive: Archive, clock: MovedClock
) -> None:
    archive.papers += [
        Held("2501.00001", date(2025, 1, 3), LAST, version=3),
        Held("2603.99999", FIRST, LAST + timedelta(days=1)),
        Held("2603.00001", FIRST, FIRST, categories="cs.CL"),
        Held("2603.00002", FIRST, FIRST, categories="cs.CL cs.LG"),
    ]
    found = changed_between(client, "cs.LG", FIRST, LAST)
    ids = sorted(one.record.arxiv_id or "" for one in found)
    assert ids == sorted(["2501.00001", "2603.00002", *(one.id for one in held(DAYS))])
    assert archive.asked == ["2026-03-02..2026-03-06", "token", "token"]
    assert clock.waits == [3.0, 3.0]  # it is one pace with the API
    (old,) = (one for one in found if one.record.arxiv_id == "2501.00001")
    assert (old.first, old.record.arxiv_version) == (date(2025, 1, 3), 3)
    assert old.record.authors == ("Ada Pen", "Bo Ink")
    archive.papers.clear()
    assert changed_between(client, "cs.LG", FIRST, LAST) == []


def test_where_a_token_has_expired_the_days_are_asked_for_anew(
    client: Client, archive: Archive
) -> None:
    archive.forgotten = 2
    assert len(changed_between(client, "cs.LG", FIRST, LAST)) == 10
    assert archive.asked.count("2026-03-02..2026-03-06") == 3
    archive.forgotten = 3
    with pytest.raises(FetchError, match="invalid or expired"):
        changed_between(client, "cs.LG", FIRST, LAST)


def changed(old: str, new: str) -> Response:
    """Return the answer of an archive of one page in which something is otherwise."""

    asked = {"verb": "ListRecords", "metadataPrefix": "arXivRaw", "set": "cs:cs:LG"}
    asked |= {"from": str(FIRST), "until": str(LAST)}
    request = Request(EnvironBuilder(query_string=asked).get_environ())
    whole = Archive(held(DAYS), size=100).answer(request)
    text = whole.get_data(as_text=True)
    assert old in text
    return Response(text.replace(old, new), content_type="text/xml")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Response("Rate exceeded.", content_type="text/plain"), "asked too often"),
        (Response("<title>Just a moment...</title>", content_type="text/html"), "a person"),
        (Response("<html><p>Soon</p></html>", content_type="text/html"), "is text/html"),
        (Response("<feed/>", content_type="text/xml"), "It is a feed"),
        (changed("<OAI-PMH", "<!DOCTYPE a><OAI-PMH"), "DOCTYPE"),
        (changed("</ListRecords></OAI-PMH>", ""), "only the beginning"),
        (changed('verb="ListRecords"', 'verb="ListIdentifiers"'), "another question"),
        (changed('set="cs:cs:LG"', 'set="cs:cs:CL"'), "another question"),
        (changed('until="2026-03-06"', 'until="2026-03-05"'), "another question"),
        (changed('metadataPrefix="arXivRaw"', 'metadataPrefix="arXiv"'), "another question"),
        (changed("<setSpec>cs:cs:LG<", "<setSpec>cs:cs:CL<"), "None of its records is of cs.LG"),
        (changed("<datestamp>2026-03-02", "<datestamp>2026-02-28"), "on other days"),
        (changed("<title>Held", "<title/><x>"), "only the beginning"),
        (changed("<arXivRaw xmlns", "<arXivSome xmlns"), "only the beginning"),
        (changed("<id>2603.", "<id>no "), "10 of its 10 records cannot be read"),
        (
            changed("</ListRecords>", "<resumptionToken completeListSize='12'/></ListRecords>"),
            "It has 12 records, and 10 came",
        ),
        (
            changed("</ListRecords>", "<resumptionToken>x</resumptionToken></ListRecords>"),
            "goes on with what has come",
        ),
        (
            error("noRecordsMatch", "None.", ' verb="ListRecords" set="cs:cs:CL"'),
            "another question",
        ),
        (
            Response(
                f'{HEAD}<request verb="ListRecords">{BASE}</request><ListRecords/></OAI-PMH>',
                content_type="text/xml",
            ),
            "another question",
        ),
    ],
)
def test_an_answer_is_believed_when_it_is_whole(
    answer: Response, words: str, client: Client, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/").respond_with_response(answer)
    with pytest.raises(UnbelievableError, match=words) as raised:
        changed_between(client, "cs.LG", FIRST, LAST)
    assert "arXiv's answer about cs.LG from 2026-03-02" in str(raised.value)


def test_an_error_is_said_as_what_it_is(client: Client, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_response(
        error("badArgument", "An illegal argument. Reason: Set does not exist")
    )
    with pytest.raises(FetchError, match=r"It says: An illegal argument\. Reason: Set does not"):
        changed_between(client, "cs.XX", FIRST, LAST)
