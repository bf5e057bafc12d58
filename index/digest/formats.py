"""The forms that a digest is written in."""

from __future__ import annotations

DIGEST_FORMATS = ("text", "markdown", "html", "eml")
"""`eml` is a message, for a program that sends mail."""
