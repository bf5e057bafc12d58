"""Foreign text made safe to keep and to show, and what can be read from it."""

from __future__ import annotations

import re
import unicodedata

from .paper import Link, LinkKind

_MARKS = 4
"""Combining marks kept on one letter; Vietnamese and Hebrew need two or three."""

_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]+[0-~]"
)
"""Complete terminal sequences (ECMA-48), so that nothing like `[31m` stays behind."""

_VISIBLE_FORMATS = frozenset("\u06dd\u070f\u08e2\U000110bd\U000110cd") | frozenset(
    map(chr, [*range(0x0600, 0x0606), 0x0890, 0x0891])
)
"""Format characters that are signs to be seen, such as the Arabic year sign."""

_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffc") | frozenset(
    map(chr, [*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
)
"""Letters and marks that show nothing: fillers, joiners, variation selectors."""

_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
"""Skin tones: some terminals draw them into the sign before, others beside it, two cells wide."""


class _Fates(dict[int, str]):
    """What becomes of each character, for `str.translate`; decided once, when it is first met."""

    def __missing__(self, code: int) -> str:
        fate = self[code] = _fate(chr(code))
        return fate


def _fate(char: str) -> str:
    if char.isspace() or char == "\u2800":  # the empty Braille cell
        return " "
    category = unicodedata.category(char)
    if category in {"Cc", "Cs", "Co", "Cn"} or char in _INVISIBLE or char in _TONES:
        return ""
    return "" if category == "Cf" and char not in _VISIBLE_FORMATS else char


_FATES = _Fates()


def clean(text: str) -> str:
    """Return foreign text as one line that is safe to keep and to show anywhere.

    Gone are control, bidirectional, zero-width, private and unassigned characters and lone
    surrogates; every kind of space is one space, and a letter keeps a few combining marks.
    What is written stays as it was: no Unicode normalisation, mathematics untouched.
    """
    if not (text.isascii() and text.isprintable()):
        if "\x1b" in text or not text.isprintable():
            text = _SEQUENCE.sub("", text)
        text = text.translate(_FATES)
        if not text.isascii():
            text = _without_floods(text)
    elif "  " not in text:
        return text.strip()
    return " ".join(text.split())


def without_sequences(text: str) -> str:
    """Return text without the terminal sequences in it that are complete."""
    return text if text.isprintable() else _SEQUENCE.sub("", text)


def _without_floods(text: str) -> str:
    """Return text without marks that have no letter and with few on each letter."""
    marks = {char for char in set(text) if unicodedata.category(char) in {"Mn", "Me"}}
    if not marks:
        return text
    kept: list[str] = []
    run = _MARKS  # at the beginning there is no letter to stand on
    for char in text:
        run = run + 1 if char in marks else 0
        if run <= _MARKS:
            kept.append(char)
    return "".join(kept)


_NAME = re.compile(r"(\S+(?: \S+){0,4}?) ?[:：](?= \S|(?<=：)\S)")
_NAME_LENGTH = 40


def name_span(title: str) -> int:
    """Return how many characters of "Name: what it is" are the name; 0 where there is none."""
    match = _NAME.match(title)
    return match.end(1) if match and match.end(1) <= _NAME_LENGTH else 0


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

_SIGNS = ("//", "/ /", "www.", "git", "huggingface.co", "hf.co", "bitbucket.org", "4open.science")
"""One of these stands in every address that is found; most abstracts have none."""

_TORN = re.compile(r"(?<=github|gitlab)\. com/ ?", re.IGNORECASE)
"""A host that a hyphenating tool has broken in two."""

_BODY = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%|^]|\\[_%#&~$-])+")
"""What an address can be made of; TeX writes some of it behind a backslash."""

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
    if not any(sign in lowered for sign in _SIGNS):
        return ()
    if ". com" in lowered:
        abstract = _TORN.sub(".com/", abstract)
    found: dict[str, Link] = {}
    at = 0
    while start := _START.search(abstract, at):
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


def _link(scheme: str, raw: str) -> Link | None:
    """Return the link that an address without its scheme makes, or None where it is none."""
    raw = _without_tail(re.sub(r"\\(.)", r"\1", raw))
    host, slash, path = raw.partition("/")
    host = host.lower()
    if len(raw) > _LONGEST or not _HOST.fullmatch(re.split("[?#]", host, maxsplit=1)[0]):
        return None
    return Link(f"{scheme}://{host}{slash}{path}", _kind(host))


def _without_tail(raw: str) -> str:
    """Return an address without what follows it: the sentence's own brackets and full stop."""
    depth = {")": 0, "]": 0}
    for at, char in enumerate(raw):
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
