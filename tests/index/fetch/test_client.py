"""How services are asked, and what becomes of answers that are none."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from email.utils import formatdate

import pytest
from pytest_httpserver import HTTPServer
from recto.index.errors import (
    FetchError,
    OfflineError,
    RefusedError,
    RestingError,
    UnbelievableError,
    offline,
)
from recto.index.fetch.answers import Validators
from recto.index.fetch.client import Client, user_agent
from recto.index.fetch.gates import ARXIV, ARXIV_PAGES, HUGGING_FACE
from werkzeug import Request, Response

from .conftest import MovedClock


def test_a_question_is_asked_in_our_own_name_and_once_for_the_same_answer(
    client: Client, httpserver: HTTPServer
) -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Response:
        seen.append(request)
        if request.headers.get("If-None-Match") == '"a"':
            return Response(status=304)
        packed = gzip.compress(b"many words " * 900)
        headers = {"ETag": '"a"', "Last-Modified": "Fri, 27 Nov 2026 00:00:00 GMT"}
        headers |= {"Content-Encoding": "gzip", "Link": '<https://x.org/?p=1>; rel="next"'}
        return Response(packed, headers=headers, content_type="text/HTML; charset=utf-8")

    httpserver.expect_request("/list").respond_with_handler(answer)
    first = client.get(httpserver.url_for("/list"), ARXIV, accept="text/html")
    assert (first.kind, first.data, first.status) == ("text/html", b"many words " * 900, 200)
    assert first.next_url == "https://x.org/?p=1"
    assert seen[0].headers["User-Agent"] == user_agent("9.9")
    assert seen[0].headers["Accept"] == "text/html"
    again = client.get(httpserver.url_for("/list"), ARXIV, known=first.validators)
    assert again.is_unchanged and not again.data
    assert seen[1].headers["If-Modified-Since"] == "Fri, 27 Nov 2026 00:00:00 GMT"
    assert client.get(httpserver.url_for("/list"), ARXIV, known=Validators('"b"')).status == 200


def test_the_name_tells_whom_to_write_to() -> None:
    assert user_agent("1.2", "a@b.org").endswith("; a@b.org)")
    assert user_agent("1.2", "a\r\nX: y\x1b(é)").endswith("; a X: y)")


def test_each_service_is_asked_at_its_own_pace(
    made_client: Callable[..., Client], httpserver: HTTPServer, clock: MovedClock
) -> None:
    httpserver.expect_request("/").respond_with_data("")
    one, other = made_client(), made_client()
    for client, pace in ((one, ARXIV), (other, ARXIV), (one, ARXIV_PAGES), (other, ARXIV_PAGES)):
        client.get(httpserver.url_for("/"), pace)
    assert clock.waits == [3.0, 15.0]
    clock.at += 1.0
    one.get(httpserver.url_for("/"), ARXIV_PAGES)
    assert clock.waits[2:] == [14.0]
    clock.at -= 7200.0  # set back: nobody waits for hours
    one.get(httpserver.url_for("/"), ARXIV)
    assert clock.waits[3:] == [3.0]


@pytest.mark.parametrize("status", [429, 503, 403])
def test_a_service_that_says_for_how_long_is_left_alone_for_so_long(
    status: int, made_client: Callable[..., Client], httpserver: HTTPServer, clock: MovedClock
) -> None:
    httpserver.expect_ordered_request("/").respond_with_data(
        "Rate exceeded.", status=status, headers={"Retry-After": "1800"}
    )
    until = formatdate(clock.at + 1800 + 900, usegmt=True)
    httpserver.expect_ordered_request("/").respond_with_data(
        "", status=status, headers={"Retry-After": until}
    )
    httpserver.expect_ordered_request("/").respond_with_data("well")
    one, other = made_client(), made_client()
    with pytest.raises(RestingError, match=f"It answered {status}") as resting:
        one.get(httpserver.url_for("/"), ARXIV)
    assert (resting.value.until, resting.value.exit_status) == (clock.at + 1800, 75)
    with pytest.raises(RestingError):  # another process asks nothing
        other.get(httpserver.url_for("/"), ARXIV)
    assert len(httpserver.log) == 1
    assert other.gate(ARXIV).rest() and not other.gate(ARXIV_PAGES).rest()
    clock.at += 1800
    with pytest.raises(RestingError) as resting:
        other.get(httpserver.url_for("/"), ARXIV)
    assert resting.value.until == clock.at + 900
    clock.at += 900
    assert one.get(httpserver.url_for("/"), ARXIV).data == b"well"
    assert clock.waits == [] and one.gate(ARXIV).rest() is None


def test_rests_of_unknown_length_grow_until_it_answers(
    client: Client, httpserver: HTTPServer, clock: MovedClock
) -> None:
    answers = iter([429, 403, 429, 200, 503])
    httpserver.expect_request("/").respond_with_handler(lambda _: Response(status=next(answers)))
    for seconds in (600, 1200, 2400, 0, 600):
        if not seconds:
            client.get(httpserver.url_for("/"), ARXIV)
            continue
        with pytest.raises(RestingError) as resting:
            client.get(httpserver.url_for("/"), ARXIV)
        assert resting.value.until - clock.at == seconds
        clock.at += seconds


@pytest.mark.parametrize("told", ["99999999999", "-5", "never", "Fri, 99 Nov 2026", "999999999"])
def test_no_service_can_ask_for_more_than_a_day(
    told: str, client: Client, httpserver: HTTPServer, clock: MovedClock
) -> None:
    httpserver.expect_request("/").respond_with_data("", status=429, headers={"Retry-After": told})
    with pytest.raises(RestingError) as resting:
        client.get(httpserver.url_for("/"), ARXIV)
    assert resting.value.until - clock.at in (600.0, 86400.0)


def test_a_short_rest_is_waited_for_once(
    client: Client, httpserver: HTTPServer, clock: MovedClock
) -> None:
    answers = iter([429, 200, 503, 503])

    def answer(_: Request) -> Response:
        return Response(status=next(answers), headers={"Retry-After": "20"})

    httpserver.expect_request("/").respond_with_handler(answer)
    assert client.get(httpserver.url_for("/"), ARXIV).status == 200
    assert clock.waits == [20.0]
    clock.at += 60
    with pytest.raises(RestingError, match="503"):
        client.get(httpserver.url_for("/"), ARXIV)


def test_hugging_face_is_asked_again_when_its_window_begins_anew(
    client: Client, httpserver: HTTPServer, clock: MovedClock
) -> None:
    limits = iter(['"api";r=1;t=55', '"api";r=0;t=40', '"pages";r=7;t=9', '"api";r=0;t=200'])

    def answer(_: Request) -> Response:
        return Response("[]", headers={"RateLimit": next(limits)})

    httpserver.expect_request("/").respond_with_handler(answer)
    for _ in range(4):
        client.get(httpserver.url_for("/"), HUGGING_FACE)
    assert clock.waits == [0.6, 41.0, 0.6]
    with pytest.raises(RestingError, match="limit"):
        client.get(httpserver.url_for("/"), HUGGING_FACE)


def test_of_a_limit_with_something_left_only_retry_after_tells(
    client: Client, httpserver: HTTPServer, clock: MovedClock
) -> None:
    limits = iter(['"api";r=5;t=90', '"api";r=0;t=90'])

    def answer(_: Request) -> Response:
        return Response("", status=429, headers={"RateLimit": next(limits)})

    httpserver.expect_request("/").respond_with_handler(answer)
    for seconds in (600, 91):
        with pytest.raises(RestingError) as resting:
            client.get(httpserver.url_for("/"), HUGGING_FACE)
        assert resting.value.until - clock.at == seconds
        clock.at += seconds


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (404, RefusedError, "404 Not Found"),
        (400, RefusedError, "400 Bad Request"),
        (500, FetchError, "500 Internal Server Error"),
        (502, FetchError, "502 Bad Gateway"),
    ],
)
def test_other_answers_are_told_by_their_names(
    status: int, error: type[FetchError], words: str, client: Client, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/").respond_with_data("", status=status)
    with pytest.raises(error, match=words):
        client.get(httpserver.url_for("/"), ARXIV)


def test_redirects_lead_nowhere_into_ones_own_network(
    made_client: Callable[..., Client], httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/a").respond_with_data("", 302, {"Location": "/b"})
    httpserver.expect_request("/b").respond_with_data("here")
    httpserver.expect_request("/round").respond_with_data("", 307, {"Location": "/round"})
    client = made_client()
    assert client.get(httpserver.url_for("/a"), ARXIV).url == httpserver.url_for("/b")
    with pytest.raises(RefusedError, match="again and again"):
        client.get(httpserver.url_for("/round"), ARXIV)
    hosts = ("127.0.0.2", "[::1]", "10.0.0.1", "169.254.169.254", "localhost", "router", "a.lan.")
    for host in hosts:
        url = f"http://{host}:1/"
        httpserver.expect_oneshot_request("/away").respond_with_data("", 301, {"Location": url})
        with pytest.raises(RefusedError, match="in your own network"):
            client.get(httpserver.url_for("/away"), ARXIV)
    for url in ("file:///etc/passwd", "ftp://example.org/"):
        httpserver.expect_oneshot_request("/away").respond_with_data("", 301, {"Location": url})
        with pytest.raises(RefusedError, match="no address of http"):
            client.get(httpserver.url_for("/away"), ARXIV)


def test_a_name_that_leads_home_is_found_out_before_anything_is_asked(
    client: Client, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = f"http://papers.example.org:{httpserver.port}/secret"
    httpserver.expect_request("/a").respond_with_data("", 302, {"Location": away})
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *more, **options: real("127.0.0.1", *more, **options)
    )
    with pytest.raises(RefusedError, match=r"papers\.example\.org, which is in your own"):
        client.get(httpserver.url_for("/a"), ARXIV)
    assert [request.path for request, _ in httpserver.log] == ["/a"]


def test_answers_are_bounded_and_whole(modest: Client, httpserver: HTTPServer) -> None:
    big = gzip.compress(b"0" * 1_000_000)
    httpserver.expect_request("/big").respond_with_data("x" * 1001)
    httpserver.expect_request("/packed").respond_with_data(
        big, headers={"Content-Encoding": "gzip"}
    )
    httpserver.expect_request("/torn").respond_with_data(
        gzip.compress(b"whole")[:-3], headers={"Content-Encoding": "gzip"}
    )
    httpserver.expect_request("/no").respond_with_data(
        "plain", headers={"Content-Encoding": "gzip"}
    )
    for path, words in (
        ("/big", "larger"),
        ("/packed", "larger"),
        ("/torn", "before it was whole"),
        ("/no", "whole"),
    ):
        with pytest.raises(UnbelievableError, match=words):
            modest.get(httpserver.url_for(path), ARXIV)


@pytest.fixture
def rude() -> Iterator[Callable[[bytes], str]]:
    """Makes addresses that give these bytes to one caller and hang up; none: nothing at all."""
    servers: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def serve(data: bytes) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)

        def answer() -> None:
            connection, _ = server.accept()
            with closing(connection):
                connection.recv(65536)
                connection.sendall(data)
                if not data:
                    connection.recv(1)  # until the other side has given up

        thread = threading.Thread(target=answer)
        threads.append(thread)
        thread.start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/"

    yield serve
    for thread in threads:
        thread.join()
    for server in servers:
        server.close()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "before it was whole"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf", "broke off"),
        (b"SSH-2.0-OpenSSH_9.9\r\n", "no HTTP"),
        (b"\x15\x03\x01\x00\x02\x02\x16", "no HTTP"),
    ],
)
def test_servers_that_do_not_keep_to_the_rules(
    data: bytes, words: str, modest: Client, rude: Callable[[bytes], str]
) -> None:
    with pytest.raises(FetchError, match=words):
        modest.get(rude(data), ARXIV)


def test_who_never_answers_is_waited_for_so_long(
    impatient: Client, rude: Callable[[bytes], str]
) -> None:
    with pytest.raises(FetchError, match="did not answer in time"):
        impatient.get(rude(b""), ARXIV)


def test_troubles_of_the_network_are_sentences(
    client: Client, no_network: list[str], monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer
) -> None:
    with pytest.raises(FetchError, match=r"name arxiv\.example cannot be looked up"):
        client.get("https://arxiv.example/list", ARXIV)
    assert no_network == ["arxiv.example"]
    no_network.clear()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(FetchError, match="connection is refused"):
        client.get(f"http://127.0.0.1:{port}/", ARXIV)
    here = httpserver.url_for("").rstrip("/")
    monkeypatch.setenv("https_proxy", here)
    with pytest.raises(FetchError, match="The proxy refuses: 5"):
        client.get("https://arxiv.example/list", ARXIV)
    with pytest.raises(FetchError, match="secure connection"):
        monkeypatch.delenv("https_proxy")
        client.get(here.replace("http:", "https:"), ARXIV)


def test_offline_nothing_is_asked(
    made_client: Callable[..., Client], httpserver: HTTPServer
) -> None:
    client = made_client(refusal=offline)
    with pytest.raises(OfflineError):
        client.get(httpserver.url_for("/"), ARXIV)
    assert not httpserver.log


def test_a_gate_of_which_the_file_is_damaged_is_open(
    client: Client, httpserver: HTTPServer, clock: MovedClock
) -> None:
    httpserver.expect_request("/").respond_with_data("")
    client.get(httpserver.url_for("/"), ARXIV)
    (path,) = client.gate(ARXIV)._path.parent.iterdir()
    for told in (b"", b"[1, 2", b'["x", 1, 2, 3]', b"\xff" * 600, b"[NaN, Infinity, 0, 1]"):
        path.write_bytes(told)
        assert client.get(httpserver.url_for("/"), ARXIV).status == 200
