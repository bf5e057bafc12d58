"""The digest as mail: handed to a real SMTP server, and read as it arrived."""

from __future__ import annotations

import asyncio
import mailbox
import smtplib
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope
from recto.index import Library, RectoError, digest_message, digest_text

from .dated_pages import NOW

TO = ["Zoë Ünal <me@example.org>, you@example.org", '"Doe, J." <j.doe+papers@lab.example.org>']

TITLES = (
    ".NET and dots",
    "From here on",
    "日本語のタイトル",
    "Émile’s σ–algebra",
    "x" * 3000,
    "A title\r\nBcc: evil@example.org\r\n\r\nbody",
    "<script>alert(1)</script>",
)


@pytest.fixture
def papers(tmp_path: Path) -> Iterator[Library]:
    import json

    page = tmp_path / "page.jsonl"
    dots = " . ".join(["." * 70, "Full stops", "é" * 40]) + " ."
    records = [{"title": title, "abstract": f"{title[:40]} {dots}"} for title in TITLES]
    page.write_text("".join(json.dumps(record) + "\n" for record in records))
    with Library.open(tmp_path / "recto", seeds=False) as library:
        (report,) = library.add([page])
        assert report.records == len(TITLES)
        yield library


def parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=WIRE)
    assert isinstance(message, EmailMessage)
    assert [defect for part in message.walk() for defect in part.defects] == []
    return message


def part(message: EmailMessage, kind: str) -> str:
    """Return one form of the digest out of a message."""
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


class Received:
    """What an SMTP server was given."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:  # noqa: N802
        """Keep it."""
        self.envelopes.append(envelope)
        return "250 Message accepted for delivery"


async def delivered(data: bytes, to: list[str]) -> Envelope:
    """Send a message through a server of this test alone, and return what arrived."""
    received = Received()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(received, hostname="localhost"), "127.0.0.1", 0
    )
    port = server.sockets[0].getsockname()[1]

    def send() -> None:
        with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as client:
            # A program that sends mail ends lines as the wire wants them, and doubles dots.
            assert client.sendmail("me@example.org", to, data.decode("ascii")) == {}

    async with server:
        await asyncio.to_thread(send)
    (envelope,) = received.envelopes
    return envelope


async def test_a_message_arrives_through_smtp_as_it_was_written(papers: Library) -> None:
    digest = papers.digest(now=NOW)
    data = digest_message(digest, TO, "Recto <papers@example.org>")
    envelope = await delivered(data, ["me@example.org", "you@example.org"])
    assert envelope.rcpt_tos == ["me@example.org", "you@example.org"]
    assert isinstance(envelope.content, bytes)
    lines = envelope.content.split(b"\r\n")
    assert b"\n".join(lines) == data
    assert max(map(len, lines)) <= 78
    message = parsed(envelope.content)
    assert message.get_content_type() == "multipart/alternative"
    kinds = [one.get_content_type() for one in message.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    assert {one.get_content_charset() for one in message.iter_parts()} == {"utf-8"}
    assert part(message, "plain") == digest_text(digest, "text")
    assert part(message, "html") == digest_text(digest, "html")
    for title in (".NET and dots", "日本語のタイトル", "Émile’s σ–algebra"):
        assert f"\n{title}\n" in part(message, "plain")


def test_the_headers_are_those_of_a_complete_message(papers: Library) -> None:
    message = parsed(digest_message(papers.digest(now=NOW), TO))
    assert sorted(message.keys()) == [
        "Auto-Submitted",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    ]
    assert message["From"] == "Zoë Ünal <me@example.org>"
    assert [(one.display_name, one.addr_spec) for one in message["To"].addresses] == [
        ("Zoë Ünal", "me@example.org"),
        ("", "you@example.org"),
        ("Doe, J.", "j.doe+papers@lab.example.org"),
    ]
    assert message["Date"].datetime == NOW
    assert message["Subject"] == "Recto: 7 new papers"
    assert message["Message-ID"].endswith("@example.org>")


def test_each_message_has_an_id_of_its_own(papers: Library) -> None:
    later = NOW + timedelta(seconds=1)
    messages = [
        digest_message(papers.digest(now=now), [to])
        for now in (NOW, later)
        for to in ("a@b", "c@b")
    ]
    assert len({parsed(data)["Message-ID"] for data in messages}) == 4


@pytest.mark.parametrize(
    "query",
    [
        "dots OR x\nBcc: evil@example.org\n\nbody",
        "dots OR x\r\n\r\n.\r\nMAIL FROM:<evil@example.org>",
        "dots OR é" + "日本語" * 400,
        "dots OR =?utf-8?q?=0ABcc=3A_evil=40example=2Eorg?=",
    ],
)
def test_a_query_adds_no_header(papers: Library, query: str) -> None:
    digest = papers.digest(query=query, now=NOW)
    data = digest_message(digest, ["me@example.org"])
    message = parsed(data)
    assert "Bcc" not in message
    assert len(message.keys()) == 8
    assert len(list(message.iter_parts())) == 2
    assert max(map(len, data.split(b"\n"))) <= 78


def test_nothing_in_a_message_ends_or_begins_another(papers: Library, tmp_path: Path) -> None:
    data = digest_message(papers.digest(now=NOW), ["me@example.org"])
    assert data.isascii()
    assert [line for line in data.split(b"\n") if line.startswith((b".", b"From "))] == []
    box = mailbox.mbox(tmp_path / "mbox")
    box.add(data)
    box.close()
    box = mailbox.mbox(tmp_path / "mbox", create=False)
    assert [kept.as_bytes() for kept in box] == [data]
    box.close()


@pytest.mark.parametrize(
    "address",
    [
        "",
        " ",
        "me",
        "me@",
        "@example.org",
        "me@example.org\nBcc: evil@example.org",
        "me@example.org\r\n\r\nbody",
        "Me\0 <me@example.org>",
        "a b@example.org",
        "me@example.org you@example.org",
        "me@example.org,,you@example.org",
        "<me@example.org> <you@example.org>",
        "me@-example.org",
        "me@exam..ple.org",
        ".me@example.org",
        "mé@example.org",
        "me@bücher.example",
        "me(comment)@example.org",
        "friends: me@example.org;",
        f"{'m' * 260}@example.org",
        f"{'n' * 101} <me@example.org>",
        '"Unclosed <me@example.org>',
        "=?utf-8?q?me=40evil?=",
        "=?utf-8?q?=0ABcc=3A_evil=40example=2Eorg?= <me@example.org>",
    ],
)
@pytest.mark.parametrize("is_sender", [False, True], ids=["to", "from"])
def test_what_is_no_address_is_a_sentence(papers: Library, address: str, is_sender: bool) -> None:
    digest = papers.digest(now=NOW)
    to, sender = (["me@example.org"], address) if is_sender else ([address], "")
    if is_sender and not address:
        assert parsed(digest_message(digest, to, sender))["From"] == "me@example.org"
        return
    with pytest.raises(RectoError, match="is no address of mail"):
        digest_message(digest, to, sender)


def test_a_message_has_one_sender_and_somebody_to_go_to(papers: Library) -> None:
    digest = papers.digest(now=NOW)
    with pytest.raises(RectoError, match="somebody to go to"):
        digest_message(digest, [])
    with pytest.raises(RectoError, match="names 2"):
        digest_message(digest, ["me@example.org"], "a@example.org, b@example.org")
