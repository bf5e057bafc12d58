"""What a service has answered, and what its headers say of asking again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from ..text import clean


class Validators(NamedTuple):
    """What an answer is asked for by that one has already: an equal one is not sent again."""

    etag: str = ""
    modified: str = ""


class Answer(NamedTuple):
    """One whole answer."""

    url: str
    """Where it came from, after redirects."""
    status: int
    kind: str
    """Its media type in small letters, such as `text/html`; empty where it does not say."""
    data: bytes
    """Unpacked; empty where nothing has changed."""
    validators: Validators = Validators()
    next_url: str = ""
    """Where it goes on, as the `Link` header says."""

    @property
    def is_unchanged(self) -> bool:
        """Whether it is what was had already."""
        return self.status == 304


_LIMIT = re.compile(r'"[^"]{0,40}"\s*;(?=[^,]*\br=(\d{1,9})\b)(?=[^,]*\bt=(\d{1,9})\b)')
_NEXT = re.compile(r'<([^<>]{1,2000})>\s*;[^,<]{0,200}\brel="?next"?')
_SECONDS = re.compile(r"\d{1,9}")


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds for which an answer asks to be left alone, None where it does not say.

    In seconds or as a date (RFC 9110, 10.2.3); else by the `RateLimit` header, where that says that
    nothing is left: what is left of one limit says nothing of another.
    """
    told = (headers.get("Retry-After") or "").strip()
    if _SECONDS.fullmatch(told):
        return float(told)
    try:
        if told:
            return max(0.0, parsedate_to_datetime(told).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        pass  # no date; the other header may tell
    return pause_of(headers) or None


def pause_of(headers: Mapping[str, str]) -> float:
    """Return the seconds after which a limit that is used up begins anew; 0 where none is.

    Hugging Face says `RateLimit: "api";r=0;t=55`.
    """
    limits = _LIMIT.findall((headers.get("RateLimit") or "")[:1000])
    return max((float(seconds) + 1 for left, seconds in limits if int(left) == 0), default=0.0)


def next_url(headers: Mapping[str, str]) -> str:
    """Return the address of the next part of a long answer; empty where there is none."""
    found = _NEXT.search((headers.get("Link") or "")[:4000])
    return found[1] if found else ""


def told_by(headers: Mapping[str, str]) -> Validators:
    """Return by what an answer can be asked for again."""
    return Validators(
        clean(headers.get("ETag") or "")[:300], clean(headers.get("Last-Modified") or "")[:100]
    )


def kind_of(headers: Mapping[str, str]) -> str:
    """Return the media type of an answer."""
    return (headers.get("Content-Type") or "").partition(";")[0].strip().lower()
