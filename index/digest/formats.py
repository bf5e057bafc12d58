"""The forms that a digest is written in; what writes each is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import RectoError

if TYPE_CHECKING:
    from .gathering import Digest

DIGEST_FORMATS = ("text", "markdown", "html", "eml")
"""`eml` is a message, for a program that sends mail."""


def digest_text(digest: Digest, format: str = "text") -> str:
    """Return a digest as `text`, `markdown` or `html`; raises RectoError for anything else."""
    from . import html, markdown, text

    match format:
        case "text":
            return text.write_text(digest)
        case "markdown":
            return markdown.write_markdown(digest)
        case "html":
            return html.write_html(digest)
    raise RectoError(
        "Unknown format", f"{format!r} is none.", "Choose one of text, markdown, html."
    )


def digest_message(digest: Digest, to: Sequence[str], sender: str = "") -> bytes:
    """Return a digest as a complete message; without a sender the first of `to` writes to itself.

    Raises RectoError for what is no address.
    """
    from .message import write_message

    return write_message(digest, to, sender)
