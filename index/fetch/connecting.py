"""Connections to services: which addresses are connected to, and what is said where that fails."""

from __future__ import annotations

import http.client
import io
import ipaddress
import socket
import ssl
import time
import urllib.request
from functools import partial
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

from ..errors import FetchError, RefusedError
from ..text import clean

_OWN_NAMES = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa")
"""How names end that are given within one network only."""


def opener(*, is_guarded: bool, ends: float) -> urllib.request.OpenerDirector:
    """Return what opens addresses of http and https, and gives every answer as it comes.

    Proxies are those of the environment. A guarded one connects to no address within the user's own
    network, whatever name leads there. At `ends`, by the monotonic clock, whatever is read of an
    answer raises TimeoutError, its headers as well.
    """
    director = urllib.request.OpenerDirector()
    director.add_handler(urllib.request.ProxyHandler())
    director.add_handler(_Opening(_Guarded if is_guarded else http.client.HTTPConnection, ends))
    tls = _GuardedTLS if is_guarded else http.client.HTTPSConnection
    director.add_handler(_OpeningTLS(tls, ends))
    return director


def is_proxied(url: str) -> bool:
    """Tell whether an address is asked for through a proxy, which then looks its name up."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    proxies = urllib.request.getproxies()
    return parts.scheme in proxies and not urllib.request.proxy_bypass(host)


def refuse_own(host: str) -> None:
    """Raise RefusedError for a host that by its name or number is in the user's own network."""
    name = host.rstrip(".").lower()
    try:
        is_own = not ipaddress.ip_address(name).is_global
    except ValueError:
        is_own = "." not in name or name.endswith(_OWN_NAMES)
    if is_own:
        raise _led_home(host)


def _led_home(host: str) -> RefusedError:
    message = f"It leads to {clean(host)[:100]}, which is in your own network."
    hint = "Name it in config.toml, under [fetch.base], if that is meant."
    return RefusedError("A redirect is not followed", message, hint, 0)


class _Guarded(http.client.HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _refuse_own_peer(self.sock, self.host)


class _GuardedTLS(http.client.HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _refuse_own_peer(self.sock, self.host)


def _refuse_own_peer(sock: socket.socket, host: str) -> None:
    """Raise RefusedError where a name has led into the user's own network, before it is asked."""
    address = str(sock.getpeername()[0]).partition("%")[0]
    if not ipaddress.ip_address(address).is_global:
        sock.close()
        raise _led_home(host)


class _Opening(urllib.request.HTTPHandler):
    def __init__(self, kind: type[http.client.HTTPConnection], ends: float) -> None:
        super().__init__()
        self._kind = kind
        self._ends = ends

    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_timed(self._kind, self._ends), req)


class _OpeningTLS(urllib.request.HTTPSHandler):
    def __init__(self, kind: type[http.client.HTTPSConnection], ends: float) -> None:
        super().__init__()
        self._kind = kind
        self._ends = ends

    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_timed(self._kind, self._ends), req)


def _timed(kind: type[http.client.HTTPConnection], ends: float) -> Any:
    """Return what makes connections of a kind, nothing of whose answers is read after a moment."""

    def made(*given: Any, **named: Any) -> http.client.HTTPConnection:
        connection = kind(*given, **named)
        connection.response_class = partial(_TimedResponse, ends=ends)  # type: ignore[assignment]
        return connection

    return made


class _TimedResponse(http.client.HTTPResponse):
    """An answer whose headers, sizes of parts and trailers are read within its time as well."""

    def __init__(self, sock: socket.socket, *given: Any, ends: float, **named: Any) -> None:
        super().__init__(sock, *given, **named)
        self.fp.close()
        self.fp = io.BufferedReader(_TimedReader(sock, ends))


class _TimedReader(io.RawIOBase):
    def __init__(self, sock: socket.socket, ends: float) -> None:
        self._sock = sock
        self._silence = sock.gettimeout() or 0.0
        self._raw = sock.makefile("rb", buffering=0)
        self._ends = ends

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(min(self._silence, left))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def explained(
    error: OSError | http.client.HTTPException | ValueError | OverflowError, url: str
) -> FetchError:
    """Return in words why an address could not be asked."""
    reason: object = error.reason if isinstance(error, URLError) else error
    host = clean(urlsplit(url).hostname or "the address")[:100]
    message, hint = _told(reason, host)
    return FetchError(f"Cannot fetch from {host}", message, hint)


def _told(reason: object, host: str) -> tuple[str, str]:
    via = " or the proxy" if urllib.request.getproxies() else ""
    if isinstance(reason, ssl.SSLCertVerificationError):
        return (
            f"Its certificate is not trusted: {clean(reason.verify_message)}.",
            "Some networks put one of their own in its place; SSL_CERT_FILE names more to trust.",
        )
    if isinstance(reason, ssl.SSLError):
        return "No secure connection came about.", f"Try again, or look at the network{via}."
    if isinstance(reason, socket.gaierror):
        return f"The name {host} cannot be looked up.", "Is there a network?"
    if isinstance(reason, TimeoutError):
        return "It did not answer in time.", "Try again later."
    if isinstance(reason, ConnectionRefusedError):
        return "The connection is refused.", f"Look at the address{via}, or try again later."
    if isinstance(reason, (ConnectionError, http.client.IncompleteRead)):
        return "The connection broke off before the answer was whole.", "Try again later."
    if isinstance(reason, http.client.HTTPException):
        return "What it answered is no HTTP.", f"Look at the address{via}."
    if "Tunnel connection failed" in str(reason):
        told = clean(str(reason)).removeprefix("Tunnel connection failed:").strip()
        return (
            f"The proxy refuses: {told}.",
            "HTTPS_PROXY and NO_PROXY in the environment tell which proxy is used.",
        )
    if isinstance(reason, (ValueError, OverflowError)):
        return "It is no address that can be asked.", f"Look at the address{via}."
    strerror = reason.strerror if isinstance(reason, OSError) else None
    return f"{clean(str(strerror or reason))}.", "Is there a network?"
