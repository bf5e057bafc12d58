"""MHTML, the archive of a page in which browsers save it with its pictures."""

from __future__ import annotations

import re

from ..outside import PARSER_FAULTS

_HEAD = re.compile(
    r"\ufeff?\s*(?:[\w-]+:[^\n]{0,1000}\n(?:[ \t][^\n]{0,1000}\n){0,20}){0,30}?"
    r"Content-Type:\s*multipart/related\b",
    re.I,
)
_LOOKED_AT = 1 << 14


def is_mhtml(text: str) -> bool:
    """Whether a text is such an archive."""
    return bool(_HEAD.match(text[:_LOOKED_AT].replace("\r\n", "\n")))


def html_of(text: str) -> str:
    """Return the page in an archive, empty where there is none that can be read."""
    from email import message_from_string

    try:
        message = message_from_string(text.lstrip("\ufeff \t\r\n"))
        for part in message.walk():
            if part.get_content_type() != "text/html":
                continue
            data = part.get_payload(decode=True)
            if isinstance(data, bytes) and data.strip():
                # Browsers write UTF-8, whatever the page was written in.
                return data.decode("utf-8", "replace")
    except PARSER_FAULTS:
        return ""
    return ""
