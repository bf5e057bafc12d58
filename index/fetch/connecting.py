"""Connections to services: which addresses are connected to, and what is said where that fails."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import urllib.request
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

from ..errors import FetchError, RefusedError
from ..text import clean

_OWN_NAMES = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa")
"""How names end that are given within one network only."""


def opener(*, is_guarded: bool) -> urllib.request.OpenerDirector:
    """Return what opens addresses of http and https, and gives every answer as it comes.

    Proxies are those of the environment. A guarded one connects to no address within the user's own
    network, whatever name leads there.
    """
    director = urllib.request.OpenerDirector()
    director.add_handler(urllib.request.ProxyHandler())
    if is_guarded:
        director.add_handler(_Guarding())
        director.add_handler(_GuardingTLS())
    else:
        director.add_handler(urllib.request.HTTPHandler())
        director.add_handler(urllib.request.HTTPSHandler())
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
    message = f"It leads to {clean(host)}, which is in your own network."
    hint = "Name it in config.toml, under [fetch.base], if that is meant."
    return RefusedError("A redirect is not followed", message, hint, 0)


class _GuardedConnection(http.client.HTTPConnection):
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


class _Guarding(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_GuardedConnection, req)


class _GuardingTLS(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_GuardedTLS, req)


def explained(error: OSError | http.client.HTTPException | ValueError, url: str) -> FetchError:
    """Return in words why an address could not be asked."""
    reason: object = error.reason if isinstance(error, URLError) else error
    host = clean(urlsplit(url).hostname or "the address")
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
    strerror = reason.strerror if isinstance(reason, OSError) else None
    return f"{clean(str(strerror or reason))}.", "Is there a network?"
