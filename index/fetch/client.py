"""Questions to services: through their gates, in our own name, and answers within bounds."""

from __future__ import annotations

import contextlib
import http.client
import string
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import Request

from ..errors import FetchError, OfflineError, RefusedError, RestingError, UnbelievableError
from ..services import Bases
from ..text import clean
from .answers import Answer, Validators, kind_of, next_url, pause_of, retry_after, told_by
from .clock import Clock, Stop
from .connecting import explained, is_proxied, opener, refuse_own
from .gates import PATIENCE, Gate, Pace

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_THROTTLES = frozenset((403, 429, 503))
"""What services say that want to be left alone; arXiv takes going on after a 403 for an attack."""

_PIECE = 1 << 16


class Bounds(NamedTuple):
    """What an answer may cost."""

    size: int = 1 << 25
    """Bytes, unpacked or as they come: a list of 2,000 papers of arXiv's takes 6 MB."""
    silence: float = 30.0
    """Seconds in which nothing comes."""
    duration: float = 180.0
    """Seconds until all of it is there, with its headers and redirects."""
    redirects: int = 5


_BASES, _BOUNDS, _NOTHING = Bases(), Bounds(), Validators()


def user_agent(version: str, contact: str = "") -> str:
    """Return the name that requests are made in; `contact` is how its user can be reached."""
    told = "".join(sign for sign in clean(contact) if " " <= sign < "\x7f" and sign not in "()")
    return f"Recto/{version} (reader of papers for the terminal{f'; {told[:100]}' if told else ''})"


class Client:
    """Asks services, one question at a time for each."""

    def __init__(
        self,
        directory: Path,
        clock: Clock,
        *,
        bases: Bases = _BASES,
        agent: str = "Recto",
        bounds: Bounds = _BOUNDS,
        refusal: Callable[[], OfflineError | None] = lambda: None,
        stopped: Stop | None = None,
    ) -> None:
        self.bases = bases
        self.clock = clock
        self._directory = directory
        self._agent = agent
        self._bounds = bounds
        self._refusal = refusal
        self._stopped = stopped
        self._own = {urlsplit(base).netloc.lower() for base in bases}

    def gate(self, pace: Pace) -> Gate:
        """Return the gate before a service."""
        return Gate(self._directory, pace, self.clock, self._stopped)

    def check(self) -> None:
        """Raise OfflineError where nothing is to be asked."""
        if (refused := self._refusal()) is not None:
            raise refused

    def waiting(self) -> contextlib.AbstractContextManager[None]:
        """Wait for others, who let the library alone meanwhile; see `Stop.waiting`."""
        return contextlib.nullcontext() if self._stopped is None else self._stopped.waiting()

    def get(
        self, url: str, pace: Pace, *, accept: str = "*/*", known: Validators = _NOTHING
    ) -> Answer:
        """Return what an address answers, or that it is what was `known`.

        Raises OfflineError, RestingError where the service is to be left alone, RefusedError for
        what it does not have, UnbelievableError for half an answer, FetchError, and Interrupted.
        """
        with self.waiting():
            return self._get(url, pace, accept, known)

    def _get(self, url: str, pace: Pace, accept: str, known: Validators) -> Answer:
        self.check()
        for is_last in (False, True):
            with self.gate(pace).passing() as passage:
                answer, headers = self._follow(url, accept, known)
                if answer.status not in _THROTTLES:
                    passage.went_well(pause_of(headers))
                    return _accepted(answer, is_known=any(known))
                after = retry_after(headers, self.clock.now())
                why = f"It answered {_named(answer.status)}."
                passage.rest(after, why)
            is_short = after is not None and after <= PATIENCE and answer.status != 403
            if is_last or not is_short:
                break
        resting = self.gate(pace).rest()
        if resting is not None:
            resting.status = answer.status
            raise resting
        until = passage.told.until
        title = f"{pace.title} is to be left alone"
        raise RestingError(title, why, "Try again in a minute.", until, answer.status)

    def _follow(self, url: str, accept: str, known: Validators) -> tuple[Answer, Any]:
        """Return the answer at the end of all redirects, and its headers."""
        ends = time.monotonic() + self._bounds.duration
        here = url
        for _ in range(self._bounds.redirects + 1):
            try:
                answer, headers = self._ask(here, accept, known, ends, asked=url)
            except (OSError, http.client.HTTPException, ValueError, OverflowError) as error:
                raise explained(error, here) from error
            if answer.status not in _REDIRECTS or not headers.get("Location"):
                return answer, headers
            here = _checked(headers["Location"], here)
        raise RefusedError(
            f"Cannot fetch from {_host(url)}", "It redirects again and again.", "", answer.status
        )

    def _ask(
        self, url: str, accept: str, known: Validators, ends: float, *, asked: str
    ) -> tuple[Answer, Any]:
        """Return what one address answers, and the headers."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise RefusedError(
                "Cannot fetch", f"{clean(url)[:200]} is no address of http or https.", "", 0
            )
        # Where the settings or the reader lead may be anywhere; where an answer leads may not.
        is_trusted = parts.netloc.lower() in {*self._own, urlsplit(asked).netloc.lower()}
        if not is_trusted:
            refuse_own(parts.hostname)
        headers = {
            "User-Agent": self._agent,
            "Accept": accept,
            "Accept-Encoding": "gzip",
        }
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.modified:
            headers["If-Modified-Since"] = known.modified
        director = opener(is_guarded=not is_trusted and not is_proxied(url), ends=ends)
        request = Request(quote(url, safe=string.punctuation), headers=headers)
        with director.open(request, timeout=self._bounds.silence) as response:
            told = response.headers
            status = int(response.status)
            data = b"" if status in (*_REDIRECTS, *_THROTTLES) else self._load(response)
        return Answer(url, status, kind_of(told), data, told_by(told), next_url(told)), told

    def _load(self, response: http.client.HTTPResponse) -> bytes:
        """Return the whole body, unpacked; raises UnbelievableError for half of one."""
        packed = response.headers.get("Content-Encoding", "").strip().lower() in ("gzip", "x-gzip")
        unpack = zlib.decompressobj(wbits=31) if packed else None
        pieces: list[bytes] = []
        size = came = 0
        while piece := response.read1(_PIECE):
            came += len(piece)
            try:
                piece = unpack.decompress(piece, self._bounds.size + 1) if unpack else piece
            except zlib.error as error:
                raise self._half(response) from error
            pieces.append(piece)
            size += len(piece)
            if max(size, came) > self._bounds.size:
                message = f"The answer is larger than {self._bounds.size >> 20} MB."
                raise UnbelievableError(f"Cannot fetch from {_host(response.url)}", message)
            if unpack and unpack.unused_data:
                message = "Something stands behind the end of the packed answer."
                raise UnbelievableError(f"Cannot fetch from {_host(response.url)}", message)
        length = response.headers.get("Content-Length", "").strip()
        is_short = length.isdecimal() and came < int(length[:19])
        if is_short or (unpack and came and not unpack.eof):
            raise self._half(response)
        return b"".join(pieces)

    def _half(self, response: http.client.HTTPResponse) -> UnbelievableError:
        message = "The answer ended before it was whole, so nothing of it was taken."
        return UnbelievableError(f"Cannot fetch from {_host(response.url)}", message, "Try again.")


def _accepted(answer: Answer, *, is_known: bool) -> Answer:
    """Return an answer that gives what was asked for, or raise why it does not.

    That nothing has changed is no answer for who knows of nothing.
    """
    if answer.status == 200 or (answer.status == 304 and is_known):
        return answer
    title, message = (
        f"Cannot fetch from {_host(answer.url)}",
        f"It answered {_named(answer.status)}.",
    )
    if 400 <= answer.status < 500:
        raise RefusedError(title, message, "", answer.status)
    raise FetchError(title, message, "Try again later.")


def _checked(location: str, before: str) -> str:
    """Return where a redirect leads; raises RefusedError where nobody can or should follow."""
    title = "A redirect is not followed"
    try:
        # Servers write letters and spaces as they are; `http.client` reads each byte as a sign.
        url = urljoin(before, quote(location, safe=string.punctuation, encoding="latin-1"))
        parts = urlsplit(url)
        _ = parts.hostname, parts.port
    except ValueError as error:
        message = f"It leads to {clean(location)[:200]!r}, which is no address."
        raise RefusedError(title, message, "", 0) from error
    if urlsplit(before).scheme == "https" and parts.scheme == "http":
        raise RefusedError(title, "It leads from a secure connection to an open one.", "", 0)
    return url


def _host(url: str) -> str:
    return clean(urlsplit(url).hostname or "the address")[:100]


def _named(status: int) -> str:
    """Return a status of HTTP with its name."""
    name = http.client.responses.get(status, "")
    return f"{status} {name}".strip()
