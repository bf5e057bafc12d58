"""Texts from the network: arXiv's HTML, what Hugging Face has made of it, ar5iv, arXiv's PDF.

A service that has none is not asked again for a day. Every question goes through the gate of its
service, at the pace that it wants.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from ..errors import FetchError, OfflineError, RefusedError, RestingError
from ..fetch.client import Client
from ..fetch.gates import ARXIV as ARXIV_EXPORT
from ..fetch.gates import ARXIV_PAGES, HUGGING_FACE, Pace
from ..services import Bases
from .blocks import Text
from .deriving import UnreadableError, reads
from .keeping import TextFiles

DAY = 86_400.0
"""Seconds for which it is remembered that a service has no text of a paper."""

ARXIV = ARXIV_PAGES._replace(title="arXiv")
"""Its pages for people have one gate, whatever is asked for."""
AR5IV = Pace("ar5iv", "ar5iv", 15.0)

_MISSING = frozenset((404, 410))
"""What says that a service has no text; arXiv gives no page for one that cannot be converted."""
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
    has_versions: bool = False
    """Whether each version of a paper can be asked for."""
    what: str = "text"
    """What it has of a paper."""


_HTML = frozenset(("text/html", "application/xhtml+xml"))

SERVICES = (
    Service(
        "arxiv", "arXiv", ARXIV, "text/html", _HTML,
        lambda bases, _, versioned: f"{bases.arxiv.rstrip('/')}/html/{versioned}",
        has_versions=True, what="HTML",
    ),
    Service(
        "huggingface", "Hugging Face", HUGGING_FACE, "text/markdown",
        frozenset(("text/markdown", "text/plain")),
        lambda bases, id, _: f"{bases.huggingface.rstrip('/')}/papers/{id}.md",
    ),
    Service(
        "ar5iv", "ar5iv", AR5IV, "text/html", _HTML,
        lambda bases, id, _: f"{bases.ar5iv.rstrip('/')}/html/{id}",
        what="HTML",
    ),
    Service(
        "pdf", "arXiv", ARXIV_EXPORT, "application/pdf",
        frozenset(("application/pdf", "application/octet-stream")),
        lambda bases, _, versioned: f"{bases.export.rstrip('/')}/pdf/{versioned}",
        has_versions=True, what="PDF",
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
    tried: tuple[str, ...] = ()
    """What became of each source that gave none, as sentences."""
    is_out_of_reach: bool = False
    """Whether nobody has answered at all."""

    @property
    def told(self) -> str:
        """What was tried, as sentences."""
        return " ".join(self.tried)


AGAIN = "Who has none is asked again tomorrow."


def ask(
    client: Client,
    files: TextFiles,
    wanted: Wanted,
    notice: Callable[[str], object],
    services: Sequence[Service] = SERVICES,
    *,
    waits: bool = False,
    stopped: threading.Event | None = None,
    part: Callable[[Text], object] | None = None,
) -> Found:
    """Ask one service after the other until one has the text, and keep it.

    `notice` is told in a few words who is asked, `part` the beginning of the text. Raises
    OfflineError, StoreError and Interrupted, and RestingError where whoever asks `waits` for the
    best; what else keeps a service from answering is told in `tried`.
    """
    tried: list[str] = []
    missing = files.missing(wanted.key)
    has_answered = False
    for service in services:
        whose = f"{service.title} has no {service.what} of it"
        if missing.get(service.source, 0.0) > client.clock.now() - DAY:
            tried.append(f"{whose}, as it said within the last day.")
            has_answered = True
            continue
        if service.source == "pdf" and not reads("pdf"):
            tried.append("Its PDF is read with pip install 'recto[pdf]'.")
            continue
        id = quote(wanted.arxiv_id, safe="/")
        versioned = f"{id}v{wanted.version}" if wanted.version is not None else id
        url = service.address(client.bases, id, versioned)
        notice(f"asking {urlsplit(url).hostname}")
        try:
            return Found(_text(client, files, wanted, service, url, stopped, part), tuple(tried))
        except OfflineError:
            raise
        except _NoText as none:
            has_answered = True
            tried.append(f"{whose}{none}.")
            missing[service.source] = client.clock.now()
            files.remember_missing(wanted.key, missing)
        except FetchError as error:
            if waits and service.has_versions and isinstance(error, RestingError):
                raise
            has_answered |= isinstance(error, (RestingError, RefusedError))
            tried.append(f"{service.title}: {error.message or error.title}")
    if has_answered:
        tried.append(AGAIN)
    return Found(None, tuple(tried), not has_answered)


class _NoText(Exception):  # noqa: N818 - it is an answer
    """A service has no text of a paper."""


def _text(
    client: Client,
    files: TextFiles,
    wanted: Wanted,
    service: Service,
    url: str,
    stopped: threading.Event | None,
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
    if service.source == "pdf" and b"%PDF-" not in answer.data[:1024]:
        raise _NoText
    asked_version = wanted.version if service.has_versions else None
    try:
        return files.keep(
            wanted.key,
            answer.data,
            url,
            source=service.source,
            version=asked_version,
            license=wanted.license,
            stopped=stopped,
            part=part,
        )
    except UnreadableError as error:
        raise _NoText(" that can be read") from error
