"""A digest as a message (RFC 5322, MIME) that any program takes which sends mail."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import default
from email.quoprimime import body_encode
from email.utils import format_datetime

from ..errors import RectoError
from .gathering import Digest
from .html import write_html
from .mailboxes import mailboxes
from .text import write_text
from .wording import subject

_LINE = 72
"""Characters of an encoded line, so that two more still fit what standards allow."""

_RISKY = re.compile(r"^(?:\.|F(?=rom ))", re.MULTILINE)
"""What `sendmail` takes for the end of a message, and a file of mail for the next one."""


def write_message(digest: Digest, to: Sequence[str], sender: str) -> bytes:
    """Return the message, its lines ended as files end them; `sendmail` wants it so.

    Raises RectoError for what is no address.
    """
    receivers = mailboxes(to)
    if not receivers:
        raise RectoError("A message needs somebody to go to", hint="Name an address.")
    senders = mailboxes([sender]) if sender else receivers[:1]
    if len(senders) > 1:
        raise RectoError("A message has one sender", f"{sender!r} names {len(senders)}.")
    plain, page = write_text(digest), write_html(digest)
    told = "\0".join([digest.now.isoformat(), plain, *map(str, (*senders, *receivers))])
    token = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]
    message = EmailMessage(default.clone(linesep="\n"))
    message["From"] = senders[0]
    message["To"] = receivers
    # What looks like an encoded word would be decoded on the way, a line break in it too.
    message["Subject"] = subject(digest).replace("=?", "= ?")
    message["Date"] = format_datetime(digest.now)
    message["Message-ID"] = f"<{token}@{senders[0].domain}>"
    message["MIME-Version"] = "1.0"
    # Holiday notes and the like do not answer what says so (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.make_alternative()
    # No encoded line holds `=_`, and a boundary by chance would differ each time.
    message.set_boundary(f"=_{token}")
    message.attach(_part(plain, "plain"))
    message.attach(_part(page, "html"))
    return message.as_bytes()


def _part(text: str, kind: str) -> EmailMessage:
    """Return one form of the digest: short lines of ASCII that no program on the way alters."""
    part = EmailMessage(default.clone(linesep="\n"))
    part["Content-Type"] = f'text/{kind}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    octets = text.encode("utf-8", "replace").decode("latin-1")
    encoded = body_encode(octets, _LINE)
    part.set_payload(_RISKY.sub(lambda sign: f"={ord(sign[0]):02X}", encoded))
    return part
