"""Addresses of mail as people write them, and nothing that could become another header."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.headerregistry import Address

from ..errors import RectoError

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAILBOX = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@({_LABEL}(?:\.{_LABEL})*)")
_WRITTEN = re.compile(
    r'\s*(?:(?:"([^"\\]{0,100})"|([^"<>,]{0,100}))\s*<([^<>]*)>|([^"<>,\s]+))\s*(?:,|$)'
)
_LONGEST = 254


def mailboxes(written: Iterable[str]) -> tuple[Address, ...]:
    """Return the addresses in some texts, each one or several with commas between them.

    An address may stand behind a name: `Ada Lovelace <ada@example.org>`. Raises RectoError.
    """
    return tuple(address for text in written for address in _of(text))


def _of(text: str) -> Iterable[Address]:
    at = 0
    # An encoded word would be decoded on the way, and may hold the end of a line.
    is_plain = text.isprintable() and "=?" not in text
    while at == 0 or at < len(text):
        found = _WRITTEN.match(text, at)
        mailbox = _MAILBOX.fullmatch(found[3] or found[4] or "") if found else None
        if not found or not mailbox or len(mailbox[0]) > _LONGEST or not is_plain:
            raise RectoError(
                f"{text!r} is no address of mail",
                hint="Write me@example.org or Name <me@example.org>; a domain in its ASCII form.",
            )
        yield Address((found[1] or found[2] or "").strip(), mailbox[1], mailbox[2])
        at = found.end()
