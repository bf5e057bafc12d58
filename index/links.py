"""The web addresses that stand in abstracts."""

from __future__ import annotations

import re

from .paper import Link, LinkKind

_CODE_HOSTS = ("github.com", "gitlab.com", "gitee.com", "huggingface.co", "hf.co", "bitbucket.org")
_CODE_PARTS = re.compile(r"(?:^|\.)(?:gitlab\..+|4open\.science)$")

_KNOWN = rf"(?:{'|'.join(map(re.escape, _CODE_HOSTS))}|anonymous\.4open\.science)"
_START = re.compile(
    r"(?:https?) ?: ?/ ?/ ?(?=[a-z0-9])"  # also `https: //`
    rf"|(?:https?:)?/{{1,2}}(?=(?:www\.)?{_KNOWN}/)"
    r"|(?<![\w.@/-])(?=www\.[a-z0-9-]+\.[a-z])"
    rf"|(?<![\w.@/-])(?=(?:{_KNOWN}|[a-z0-9-]+\.git(?:hub|lab)\.io)/[\w-])",
    re.IGNORECASE,
)
"""Where an address begins: a scheme, or a host that can be nothing else."""

_WWW = "www."
_SIGNS = (
    *("//", "/ /", ".github.io/", ".gitlab.io/", "4open.science/"),
    *(f"{host}/" for host in _CODE_HOSTS),
)
"""One of these stands in every beginning of an address or right behind it, or `www.` does."""

_LONGEST_SIGN = max(map(len, _SIGNS))

_BEFORE_SIGN = len("https://www.anonymous.")
"""Characters of an address that stand before its sign, unless it is a subdomain's."""

_TORN = re.compile(r"(?<=github|gitlab)\. com/ ?", re.IGNORECASE)
"""A host that a hyphenating tool has broken in two."""

_BODY = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%|^]|\\[_%#&~$-])+")
"""What an address can be made of; TeX writes some of it behind a backslash."""

_ENCODED = {"|": "%7C", "^": "%5E"}
"""What people write in addresses, and what stands for it in those that are exported."""

_GLUED = re.compile(r"(?<![/=])https?:/", re.IGNORECASE)
_HOST = re.compile(
    r"(?:(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
    r"|[0-9]{1,3}(?:\.[0-9]{1,3}){3})(?::[0-9]{1,5})?"
)
_LONGEST = 2000


def find_links(abstract: str) -> tuple[Link, ...]:
    """Return the web addresses in an abstract, cleaned, in order, each once.

    Only http and https; what TeX, punctuation and lost spaces glued to them is cut off.
    """
    lowered = abstract.lower()
    if ". com" in lowered:
        abstract = _TORN.sub(".com/", abstract)
        lowered = abstract.lower()
    if "/" not in lowered and _WWW not in lowered:
        return ()
    found: dict[str, Link] = {}
    at = 0
    while start := _next_start(abstract, lowered, at):
        at = max(start.end(), at + 1)
        body = _BODY.match(abstract, start.end(), start.end() + _LONGEST + 1)
        if not body:
            continue
        raw = body[0]
        glued = _GLUED.search(raw)
        if glued:
            raw = raw[: glued.start()]
        at = max(at, start.end() + len(raw))
        scheme = "http" if re.match(r"http ?:", start[0], re.IGNORECASE) else "https"
        link = _link(scheme, raw)
        if link:
            found.setdefault(_sameness(link.url), link)
    return tuple(found.values())


def _next_start(abstract: str, lowered: str, at: int) -> re.Match[str] | None:
    """Return where the next address begins; the pattern is tried near its signs only."""
    if len(lowered) != len(abstract):  # places in one are none in the other
        return _START.search(abstract, at)
    places = [lowered.find(_WWW, at)]
    if (slash := lowered.find("/", at)) >= 0:
        near = max(at, slash - _LONGEST_SIGN)
        places += [lowered.find(sign, near) for sign in _SIGNS]
    place = min((place for place in places if place >= 0), default=None)
    if place is None:
        return None
    begin = min(place - _BEFORE_SIGN, abstract.rfind(" ", 0, place) + 1)
    return _START.search(abstract, max(at, begin))


def _link(scheme: str, raw: str) -> Link | None:
    """Return the link that an address without its scheme makes, or None where it is none."""
    if "\\" in raw:
        raw = re.sub(r"\\(.)", r"\1", raw)
    raw = _without_tail(raw)
    host, slash, path = raw.partition("/")
    host = host.lower()
    if len(raw) > _LONGEST or not _HOST.fullmatch(re.split("[?#]", host, maxsplit=1)[0]):
        return None
    for sign, code in _ENCODED.items():
        path = path.replace(sign, code)
    return Link(f"{scheme}://{host}{slash}{path}", _kind(host))


def _without_tail(raw: str) -> str:
    """Return an address without what follows it: the sentence's own brackets and full stop."""
    depth = {")": 0, "]": 0}
    for at, char in enumerate(raw if ")" in raw or "]" in raw else ""):
        if char in "([":
            depth[")" if char == "(" else "]"] += 1
        elif char in ")]":
            depth[char] -= 1
            if depth[char] < 0:
                raw = raw[:at]
                break
    return raw.rstrip(".,;:!?'*|^$([&")


def _kind(host: str) -> LinkKind:
    """Return whether a host keeps code or pages; `user.github.io` is a page."""
    host = re.split("[:?#]", host, maxsplit=1)[0].removeprefix("www.")
    return "code" if host in _CODE_HOSTS or _CODE_PARTS.search(host) else "project"


def _sameness(url: str) -> str:
    """Return what two spellings of one address share."""
    bare = url.partition("://")[2].removeprefix("www.").removesuffix("/").removesuffix(".git")
    return bare.casefold()
