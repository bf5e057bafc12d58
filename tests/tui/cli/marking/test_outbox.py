"""Links that wait to be opened elsewhere: kept, printed, and given out once."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import IO

import pytest
from recto.index import Locations, Outbox, RectoError, code_addresses, page_address, web_address
from recto.index.paper import Link, Paper

from ....index.support.threads import at_once
from ...shells import Run, Shell

ONE, TWO = "https://arxiv.org/abs/2501.00001", "https://arxiv.org/abs/2501.00002"


@pytest.fixture
def outbox(library: Path) -> Outbox:
    return Outbox(Locations.find(library).outbox)


@pytest.mark.parametrize(
    "address",
    [
        ONE,
        "http://example.org:8080/a?b=c&d=%20#e",
        "HTTPS://Example.org/",
        "https://[2001:db8::1]/",
        "https://gitlab.example.ac.uk/~a/b.git",
    ],
)
def test_web_addresses_may_leave(address: str) -> None:
    assert web_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ssh://host/",
        "-remote",
        "//example.org",
        "https://",
        "https:///path",
        "https://user@example.org/",
        "https://github.com:x@evil.example/",
        "https://example.org:99999/",
        "https://[::1/",
        "https://example.org/\x1b]52;c;AA\x07",
        "https://example.org/\x9b31m",
        "https://example.org/\u202egnp.exe",
        "https://example.org/a\u200bb",
        "https://example.org/a b",
        "https://example.org/a\nb",
        "https://example.org/\ud800",
        "https://example.org/'$(id)'",
        "https://example.org\\@evil.example/",
        "https://exаmple.org/",  # a Cyrillic letter
        "https://example.org/" + "a" * 2000,
    ],
)
def test_what_is_no_plain_web_address_may_not(address: str, outbox: Outbox) -> None:
    assert web_address(address) is None
    with pytest.raises(RectoError):
        outbox.append(address, "title")
    assert not outbox.path.exists()


def test_a_paper_without_arxiv_id_is_searched_for_by_its_title() -> None:
    paper = Paper(1, "x", 'Ünusual "Title"\x1b[31m & more\ud800 ' + "x" * 5000, "")
    found = page_address(paper)
    assert found.startswith("https://huggingface.co/papers?q=%C3%9Cnusual+%22Title%22+%26+more+xxx")
    assert web_address(found) == found
    assert page_address(Paper(1, "x", "T", "", arxiv_id="2501.00001")) == ONE
    assert page_address(Paper(1, "x", "T", "", arxiv_id="\x1b[2J")).startswith("https://hugg")


def test_only_safe_code_links_are_offered_each_once() -> None:
    urls = ["https://github.com/a/b", "javascript:1", "https://github.com/a/b"]
    links = (*(Link(url, "code") for url in urls), Link("https://a.github.io", "project"))
    assert code_addresses(Paper(1, "x", "T", "", links=links)) == ("https://github.com/a/b",)


def test_links_are_printed_and_drained_once(shell: Shell, outbox: Outbox) -> None:
    assert "The outbox is empty" in shell.fails("outbox")
    outbox.append(ONE, "First\twith a tab\nand a line")
    outbox.append(TWO, "\x1b]0;title\x07Second")
    assert shell.lines("outbox") == [ONE, TWO]
    first, second = shell.objects("outbox")
    assert (first["url"], first["title"]) == (ONE, "First with a tab and a line")
    assert second["title"] == "Second"
    assert outbox.path.stat().st_mode & 0o777 == 0o600
    assert shell.lines("outbox", "--drain") == [ONE, TWO]
    assert "The outbox is empty" in shell.fails("outbox", "--drain")
    outbox.append(TWO, "")
    assert [link["url"] for link in shell.objects("outbox", "--drain")] == [TWO]
    assert shell.fails("outbox", "--json")


def test_what_is_no_link_stays_in_the_file(shell: Shell, outbox: Outbox) -> None:
    outbox.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    outbox.path.write_bytes(
        b"remember the milk\n"
        + TWO.encode()
        + b"\nx\tfile:///etc/passwd\ty\n\xff\xfe\n2025\tcut of"
    )
    outbox.append(ONE, "whole")
    assert shell.lines("outbox", "--drain") == [TWO, ONE]
    assert outbox.path.read_bytes() == (
        b"remember the milk\nx\tfile:///etc/passwd\ty\n\xff\xfe\n2025\tcut of\n"
    )


def test_links_that_could_not_be_printed_stay(run: Run, outbox: Outbox) -> None:
    run("--no-seeds", "stats")
    outbox.append(ONE, "one")

    def drain(stdout: IO[str] | int) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "recto.tui", "outbox", "--drain"],
            stdout=stdout,
            stderr=subprocess.PIPE,
            env=os.environ | {"RECTO_DATA_DIR": str(outbox.path.parents[1])},
            check=False,
        )

    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        done = drain(full)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    reading, writing = os.pipe()
    os.close(reading)
    done = drain(writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")
    assert [link.url for link in outbox.links()] == [ONE]


def test_no_link_is_lost_or_given_out_twice_in_a_race(outbox: Outbox) -> None:
    urls = [f"https://example.org/{number}" for number in range(200)]
    given: list[str] = []

    def fill(part: list[str]) -> None:
        for url in part:
            Outbox(outbox.path).append(url, "title")

    def drain() -> None:
        for _ in range(40):
            with Outbox(outbox.path).draining() as links:
                given.extend(link.url for link in links)

    at_once(*(partial(fill, urls[n::2]) for n in range(2)), drain, drain)
    drain()
    assert sorted(given) == sorted(urls)


def test_an_outbox_that_is_no_file_is_a_sentence(shell: Shell, outbox: Outbox) -> None:
    outbox.path.parent.mkdir(mode=0o700, exist_ok=True)
    outbox.path.mkdir()
    for words in ([], ["--drain"]):
        assert "The outbox cannot be used" in shell.fails("outbox", *words, status=2)
    with pytest.raises(RectoError, match="cannot be used"):
        outbox.append(ONE, "title")
