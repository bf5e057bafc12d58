"""Mails taken apart: one or several, with their headers or without, into texts and pages.

What a part is encoded in, base64 or quoted-printable, the package `email` knows. Several messages
stand behind one another in a mailbox, and in what mutt pipes of those that are marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from ..encodings import declared_codec
from ..markup.mhtml import is_mhtml
from ..outside import PARSER_FAULTS
from ..values import date_of

_TELLING = re.compile(
    r"^(?:From|To|Subject|Date|Received|Return-Path|Delivered-To|Message-ID|MIME-Version"
    r"|Content-Type|Reply-To|Sender|X-[\w-]+|DKIM-Signature):",
    re.I,
)
_HEADER = re.compile(r"[!-9;-~]{1,70}:(?: .*|\t.*)?$")
_NEEDED = re.compile(r"^(?:From|Subject|Date|Received|Return-Path):", re.I)
_MAILBOX = re.compile(r"^From \S+.*\d{4}[ \t\r]*$", re.M)
_NEXT = re.compile(
    r"(?<=\n)\n(?=(?:Return-Path|Delivered-To|X-Original-To|Received|Envelope-to): )"
)
_LEAST_HEADERS = 2
_MOST_HEADERS = 400
_MOST_PARTS = 2000
_MOST_BOUNDARIES = 50
"""Messages within one another; for each line the parser asks whether it ends any of them."""
_MOST_MESSAGES = 20_000
_PLAIN = frozenset({"", "7bit", "8bit", "binary"})
_TEXTS = frozenset({"application/x-bibtex", "application/x-research-info-systems"})


class Part(NamedTuple):
    """A text or a page that a mail holds."""

    text: str
    is_html: bool
    line: int
    """The line on which its message begins, from 1."""
    day: str | None
    """The day of the mail."""


def is_mail(text: str) -> bool:
    """Whether a text begins as a mail does, or a mailbox."""
    head = text[: 1 << 16].lstrip("\ufeff \t\r\n")
    if _MAILBOX.match(head):
        head = head.partition("\n")[2]
    elif is_mhtml(head):
        return False
    told = needed = 0
    for number, raw in enumerate(head.split("\n")):
        line = raw.rstrip("\r")
        if not line or number > _MOST_HEADERS:
            break
        if line[0] in " \t" and told:
            continue
        if not _HEADER.match(line):
            return False
        told += _TELLING.match(line) is not None
        needed += _NEEDED.match(line) is not None
    return told >= _LEAST_HEADERS and needed > 0


def parts_of(text: str) -> Iterator[Part]:
    """Yield the texts and pages of all messages; a message that cannot be read has none."""
    for number, (line, message) in enumerate(_messages(text)):
        if number >= _MOST_MESSAGES:
            return
        yield from _parts(message, line)


def _messages(text: str) -> Iterator[tuple[int, str]]:
    """Yield each message with its line."""
    borders = [found.start() for found in _MAILBOX.finditer(text)]
    if borders and not text[: borders[0]].strip("\ufeff \t\r\n"):
        starts = [text.find("\n", at) + 1 or len(text) for at in borders]
    else:
        borders = [0, *(found.end() for found in _NEXT.finditer(text))]
        starts = borders
    line, counted = 1, 0
    for at, start in enumerate(starts):
        line += text.count("\n", counted, start)
        counted = start
        end = borders[at + 1] if at + 1 < len(borders) else len(text)
        yield line, text[start:end].lstrip("\ufeff \t\r\n")


def _parts(text: str, line: int) -> Iterator[Part]:
    from email import message_from_bytes

    if text.count("boundary=") > _MOST_BOUNDARIES:
        return
    try:
        message = message_from_bytes(text.encode("utf-8", "surrogateescape"))
        day = _day(message)
        for number, part in enumerate(message.walk()):
            if number >= _MOST_PARTS:
                return
            kind = part.get_content_type()
            if part.is_multipart() or not (kind.startswith("text/") or kind in _TEXTS):
                continue
            if told := _text(part):
                yield Part(told, kind == "text/html", line, day)
    except PARSER_FAULTS:
        return


def _day(message: Message) -> str | None:
    try:
        return date_of(parsedate_to_datetime(str(message["Date"])).date().isoformat())
    except PARSER_FAULTS:
        return None


def _text(part: Message) -> str:
    """Return the text of a part; what was not encoded has been decoded with the file."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    encoding = str(part.get("Content-Transfer-Encoding") or "").strip().lower()
    if encoding in _PLAIN:
        return data.decode("utf-8", "replace")
    charset = part.get_content_charset() or "utf-8"
    codec = declared_codec(f"Content-Type: a; charset={charset}".encode("ascii", "replace"))
    try:
        return data.decode("utf-8" if codec is None else codec)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
