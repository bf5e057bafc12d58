"""Texts from the network: arXiv's HTML, what Hugging Face has made of it, ar5iv.

A service that has none is not asked again for a day. Every question goes through the gate of its
service, at the pace that it wants.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from ..errors import FetchError, OfflineError, RefusedError
from ..fetch.client import Client
from ..fetch.gates import ARXIV_PAGES, HUGGING_FACE, Pace
from ..services import Bases
from .blocks import Text
from .deriving import UnreadableError
from .keeping import TextFiles

DAY = 86_400.0
"""Seconds for which it is remembered that a service has no text of a paper."""

ARXIV = ARXIV_PAGES._replace(title="arXiv")
"""Its pages for people have one gate, whatever is asked for."""
AR5IV = Pace("ar5iv", "ar5iv", 15.0)

_MISSING = frozenset((404, 410))
_LATEXML = b"ltx_document"


class Service(NamedTuple):
    """Where texts are asked for."""

    source: str
    """What a text says where it is from."""
    title: str
    pace: Pace
    accept: str
    kinds: frozenset[str]
    """What an answer must be; Hugging Face gives a page about the paper where it has no text."""
    address: Callable[[Bases, str, str], str]
    """Of the services, the arXiv id and the same with its version."""


_HTML = frozenset(("text/html", "application/xhtml+xml"))

SERVICES = (
    Service(
        "arxiv", "arXiv", ARXIV, "text/html", _HTML,
        lambda bases, _, versioned: f"{bases.arxiv.rstrip('/')}/html/{versioned}",
    ),
    Service(
        "huggingface", "Hugging Face", HUGGING_FACE, "text/markdown",
        frozenset(("text/markdown", "text/plain")),
        lambda bases, id, _: f"{bases.huggingface.rstrip('/')}/papers/{id}.md",
    ),
    Service(
        "ar5iv", "ar5iv", AR5IV, "text/html", _HTML,
        lambda bases, id, _: f"{bases.ar5iv.rstrip('/')}/html/{id}",
    ),
)  # fmt: skip
"""In the order in which they are asked: the first tells most."""


class Wanted(NamedTuple):
    """The paper whose text is wanted."""

    key: str
    """The id under which it is kept."""
    arxiv_id: str
    version: int | None = None
    license: str = ""


class Found(NamedTuple):
    """What came of asking."""

    text: Text | None
    tried: tuple[str, ...]
    """What became of each service that gave none, as sentences."""


def ask(
    client: Client,
    files: TextFiles,
    wanted: Wanted,
    notice: Callable[[str], object],
    part: Callable[[Text], object] | None = None,
) -> Found:
    """Ask one service after the other until one has the text, and keep it.

    `notice` is told in a few words who is asked, `part` the beginning of the text. Raises
    OfflineError, StoreError and Interrupted; what else keeps a service from answering is told in
    `tried`.
    """
    tried: list[str] = []
    missing = files.missing(wanted.key)
    for service in SERVICES:
        if missing.get(service.source, 0.0) > client.clock.now() - DAY:
            tried.append(f"{service.title} had none within the last day.")
            continue
        id = quote(wanted.arxiv_id, safe="/")
        versioned = f"{id}v{wanted.version}" if wanted.version is not None else id
        url = service.address(client.bases, id, versioned)
        notice(f"asking {urlsplit(url).hostname}")
        try:
            return Found(_text(client, files, wanted, service, url, part), tuple(tried))
        except OfflineError:
            raise
        except _NoText as none:
            tried.append(f"{service.title} has none{none}.")
            missing[service.source] = client.clock.now()
            files.remember_missing(wanted.key, missing)
        except FetchError as error:
            tried.append(f"{service.title}: {error.message or error.title}")
    return Found(None, tuple(tried))


class _NoText(Exception):  # noqa: N818 - it is an answer
    """A service has no text of a paper."""


def _text(
    client: Client,
    files: TextFiles,
    wanted: Wanted,
    service: Service,
    url: str,
    part: Callable[[Text], object] | None,
) -> Text:
    try:
        answer = client.get(url, service.pace, accept=service.accept)
    except RefusedError as error:
        if error.status in _MISSING:
            raise _NoText from error
        raise
    if answer.kind not in service.kinds:
        raise _NoText
    if service.kinds == _HTML and _LATEXML not in answer.data:
        raise _NoText  # a page that offers the parts of a paper, or one about it
    asked_version = wanted.version if service.source == "arxiv" else None
    try:
        return files.keep(
            wanted.key,
            answer.data,
            url,
            source=service.source,
            version=asked_version,
            license=wanted.license,
            part=part,
        )
    except UnreadableError as error:
        raise _NoText(" that can be read") from error
