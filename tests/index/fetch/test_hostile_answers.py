"""Answers that are made to cost time or memory, to lead astray, or to be believed for ever."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library
from recto.index.errors import FetchError, RefusedError, UnbelievableError
from recto.index.fetch.answers import Answer
from recto.index.fetch.believing import json_of, outline
from recto.index.fetch.client import Bounds, Client
from recto.index.fetch.gates import ARXIV
from recto.index.fetch.listings import read_listing
from recto.index.fetch.naming import Naming
from recto.index.fetch.streams import ask_query
from werkzeug import Request, Response

from .conftest import MovedClock
from .world import ENTRY, HEAD, World, entry, feed, html, ids_of, moment, section

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"


@contextmanager
def served_bytes(begin: bytes, again: bytes = b"") -> Iterator[str]:
    """Answer one question with some bytes, and then with others for as long as somebody reads."""

    def run() -> None:
        connection, _ = server.accept()
        with closing(connection), suppress(OSError):
            connection.recv(1 << 16)
            connection.sendall(begin)
            while again and not ended.wait(0.002):
                connection.sendall(again)

    ended = threading.Event()
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/x"
        finally:
            ended.set()
            thread.join()


@pytest.mark.parametrize(
    ("begin", "again"),
    [
        (OK, b"X-More: y"),  # one line of it, or many
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n", b"X: y\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (OK + b"\r\n", b"body"),
    ],
)
def test_no_part_of_an_answer_is_waited_for_beyond_its_time(
    begin: bytes, again: bytes, made_client: Callable[..., Client]
) -> None:
    client = made_client(bounds=Bounds(silence=5.0, duration=0.05))
    with served_bytes(begin, again) as url, pytest.raises(FetchError, match="in time"):
        client.get(url, ARXIV)


def test_nothing_is_taken_in_behind_a_packed_answer(
    made_client: Callable[..., Client], httpserver: HTTPServer
) -> None:
    client = made_client(bounds=Bounds(size=1000))
    packed = gzip.compress(b"words")
    for more in (b"\0" * 10, packed):
        answer = Response(packed + more, headers={"Content-Encoding": "gzip"})
        httpserver.expect_oneshot_request("/").respond_with_response(answer)
        with pytest.raises(UnbelievableError, match="behind the end"):
            client.get(httpserver.url_for("/"), ARXIV)
    # What unpacks to nothing is of a size, too.
    empty = packed[:10] + b"\x00\x00\x00\xff\xff" * 300
    answer = Response(empty, headers={"Content-Encoding": "gzip"})
    httpserver.expect_oneshot_request("/").respond_with_response(answer)
    with pytest.raises(UnbelievableError, match="larger than"):
        client.get(httpserver.url_for("/"), ARXIV)


@pytest.mark.parametrize(
    "location",
    ["http://[::1", "//[", "http://[zz]/", "http://x.example:99999/", "http://x.example:abc/"],
)
def test_a_redirect_to_what_is_no_address_is_told(client: Client, location: str) -> None:
    answer = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
    with served_bytes(answer.encode()) as url, pytest.raises(RefusedError, match="no address"):
        client.get(url, ARXIV)


def test_addresses_with_letters_of_other_scripts_are_asked_for(
    client: Client, httpserver: HTTPServer
) -> None:
    asked: list[str] = []

    def answer(request: Request) -> Response:
        asked.append(request.environ["RAW_URI"])
        return Response("there")

    httpserver.expect_request("").respond_with_handler(answer)
    assert client.get(httpserver.url_for("/") + "ü?q=a%20b", ARXIV).data == b"there"
    redirect = f"HTTP/1.1 302 Found\r\nLocation: {httpserver.url_for('/')}ü x\r\n\r\n"
    with served_bytes(redirect.encode()) as url:
        assert client.get(url, ARXIV).data == b"there"
    assert asked == ["/%C3%BC?q=a%20b", "/%C3%BC%20x"]


def test_entries_are_found_between_marks_of_all_kinds() -> None:
    head = "<h1 >Showing new listings for Friday, 27 November 2026</h1>"
    part = "<H3 class='x'>New submissions (showing 2 of 2 entries)</H3>"
    first = "<dt>arXiv:2611.00001 <h1>not this</h1></dt></dt><h1>"
    page = f"{head}{part}{first}{'x' * 20_001}<dt\n>arXiv:2611.00002</DT>"
    found, _ = read_listing(Answer("", 200, "text/html", page.encode()), "it")
    assert found.new == ("2611.00001", "2611.00002")
    assert found.day == date(2026, 11, 27)


def test_xml_that_only_costs_memory_is_not_believed() -> None:
    def told(data: str) -> object:
        return outline(Answer("", 200, "text/xml", data.encode()), "it")

    names = "".join(f"<a{number}/>" for number in range(600))
    with pytest.raises(UnbelievableError, match="kinds of elements"):
        told(f"<feed>{names}</feed>")
    attributes = " ".join(f'a{number}="{"x" * 100}"' for number in range(12_000))
    with pytest.raises(UnbelievableError, match="a tag that is longer"):
        told(f"<feed {attributes}></feed>")
    with pytest.raises(UnbelievableError, match="a tag that is longer"):
        told(f"<feed><!-- {'x' * 1_200_000} --></feed>")
    long = "x" * 1_200_000
    assert told(f"<feed><a>{long}</a><b><![CDATA[{long}]]></b></feed>")


def test_json_that_only_costs_memory_is_not_believed() -> None:
    data = b"[" + b" " * (8 << 20) + b"]"
    with pytest.raises(UnbelievableError, match="larger than 8 MB"):
        json_of(Answer("", 200, "application/json", data), "it")


@pytest.mark.parametrize("encoding", ["utf-7", "gb2312", "rot13", "no-such", "x" * 300])
def test_xml_in_encodings_of_all_kinds_is_told(encoding: str) -> None:
    data = f"<?xml version='1.0' encoding='{encoding}'?><feed/>".encode()
    with pytest.raises(UnbelievableError, match="encoding that is not known"):
        outline(Answer("", 200, "text/xml", data), "it")


def test_a_paper_that_comes_twice_is_not_believed(client: Client, httpserver: HTTPServer) -> None:
    id = "2401.00001"
    httpserver.expect_request("").respond_with_response(feed(*[ENTRY.format(id)] * 2))
    with pytest.raises(UnbelievableError, match="not asked for"):
        Naming(client).arxiv([id, "2401.00002"])


@pytest.mark.parametrize("total", ["&#49;" * 40_000, "1" * 400, "", "-1", "1e3"])
def test_counts_that_are_none_are_told(total: str, client: Client, httpserver: HTTPServer) -> None:
    feed = HEAD.replace("{0}", total) + "<entry><id>x</id></entry></feed>"
    httpserver.expect_request("").respond_with_data(feed, content_type="application/atom+xml")
    with pytest.raises(UnbelievableError, match=r"how many|untold"):
        ask_query(client, "cat:cs.LG", "it", 0, 1)
    with pytest.raises(UnbelievableError, match=r"how many|untold"):
        Naming(client).arxiv(["2401.00001"])


@pytest.mark.parametrize("day", ["31 December 9999", "1 January 1000", "4 December 2026"])
def test_a_newest_list_of_ages_ago_or_to_come_changes_nothing(
    day: str, served: Library, httpserver: HTTPServer, clock: MovedClock
) -> None:
    clock.at = moment("2026-11-30T09:00")
    world = World(clock.now)
    httpserver.expect_request("").respond_with_handler(world.answer)
    served.following.follow("arxiv:cs.LG")
    served.following.fetch()
    head = f"<h3>Showing new listings for Friday, {day}</h3>Total of 1 entries"
    lie = html(head + section("New submissions", [entry("2611.99999")]))
    world.incidents = [lambda _, request: lie if "/new" in request.path else None]
    before, asked = served.counts(), len(world.asked)
    (outcome,) = served.following.fetch()
    assert "by the clock of this machine" in str(outcome.error)
    assert (served.counts(), outcome.days) == (before, ())
    assert len(world.asked) - asked <= 2  # the list, and the feed that may stand in for it
    world.incidents = []
    clock.at += 86_400
    (outcome,) = served.following.fetch()
    assert not outcome.error
    assert [one.new for one in outcome.days] == [len(ids_of(date(2026, 12, 1))) + 1]


def test_a_clock_that_was_years_ahead_lets_nobody_rest_for_years(
    served: Library, client: Client, httpserver: HTTPServer, clock: MovedClock
) -> None:
    world = World(clock.now)
    httpserver.expect_request("").respond_with_handler(world.answer)
    served.following.follow("huggingface")
    now = moment("2026-11-20T09:00")
    clock.at = moment("2031-01-01T00:00")
    world.incidents = [lambda world, request: Response(status=429)]
    served.following.fetch()
    assert served.following.all()[0].standing.state == "resting"
    clock.at = now
    world.incidents = []
    assert served.following.all()[0].standing.state == "failed"
    assert served.following.due(6) == ["huggingface"]
    (outcome,) = served.following.fetch()
    assert not outcome.error
    assert outcome.new


@pytest.mark.parametrize("doi", ["10.1000/a%2fb", f"10.1000/{'x' * 3000}"])
def test_a_doi_is_one_paper_however_it_is_written(
    doi: str, served: Library, httpserver: HTTPServer
) -> None:
    told = {"message": {"DOI": doi, "title": ["Told"], "type": "journal-article"}}
    httpserver.expect_request("").respond_with_json(told)
    done = served.following.add_named([doi])
    assert (done.new, done.filled, served.counts().all) == (1, 1, 1)


def test_what_a_service_says_is_no_message_to_the_terminal(
    served: Library, httpserver: HTTPServer
) -> None:
    said = {"error": "\x1b]0;gone\x07\u202eno\x00"}
    httpserver.expect_request("").respond_with_json(said)
    served.following.follow("huggingface")
    (outcome,) = served.following.fetch()
    assert "It says: no." in outcome.standing.sentence
    assert outcome.standing.sentence.isprintable()


def test_that_nothing_has_changed_is_no_answer_for_who_knows_nothing(
    served: Library, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("").respond_with_data("", status=304)
    served.following.follow("arxiv:cs.LG", httpserver.url_for("/feed"), "huggingface")
    for outcome in served.following.fetch():
        assert "It answered 304" in str(outcome.error)
        assert outcome.standing.state == "failed"
