"""arXiv and Hugging Face asked what they have for a query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from itertools import zip_longest
from typing import NamedTuple
from urllib.parse import quote

from ...errors import FetchError, SourceError
from ...pages.json_files.objects import read_object
from ...pages.kinds import open_records
from ...pages.values import NoPaperError
from ...paper import Record
from ..believing import json_of, outline, unbelievable
from ..client import Client
from ..gates import ARXIV, HUGGING_FACE
from ..naming import TOGETHER, Naming
from .questions import Question

MOST = 50
"""Papers that each service is asked for."""

ARXIV_NAME, HUGGING_FACE_NAME = "arXiv", "Hugging Face"


class FoundPaper(NamedTuple):
    """A paper that services have for a query."""

    records: tuple[Record, ...]
    """What each of them says, the service first in whose answer it stands higher."""
    services: tuple[str, ...]
    """Their names, in the same order."""
    kinds: tuple[str, ...]
    """The formats that these answers were read as."""


class Found(NamedTuple):
    """What services have for a query."""

    question: Question
    papers: tuple[FoundPaper, ...]
    """The best first; each once."""
    asked: tuple[str, ...]
    """The services that have answered."""
    errors: tuple[FetchError, ...]
    """Why others have not."""


class _Answered(NamedTuple):
    service: str
    kind: str
    records: Sequence[Record]


def ask_services(
    client: Client,
    question: Question,
    progress: Callable[[str], object] = lambda service: None,
) -> Found:
    """Return what services have; one that fails costs not the other's answer.

    `progress` is told who is asked. Raises FetchError where nobody has answered, and Interrupted.
    """
    answered: list[_Answered] = []
    errors: list[FetchError] = []
    wanted: list[tuple[str, Callable[[Client, Question], _Answered]]] = []
    if question.arxiv or question.ids:
        wanted.append((ARXIV_NAME, _ask_arxiv))
    if question.words:
        wanted.append((HUGGING_FACE_NAME, _ask_hugging_face))
    for service, ask in wanted:
        progress(service)
        try:
            answered.append(ask(client, question))
        except FetchError as error:
            errors.append(error)
    if errors and not answered:
        raise errors[0]
    papers = tuple(_united(answered))
    return Found(question, papers, tuple(one.service for one in answered), tuple(errors))


def _ask_arxiv(client: Client, question: Question) -> _Answered:
    if question.ids:
        told = Naming(client).arxiv(question.ids[:TOGETHER])
        return _Answered(ARXIV_NAME, told.kind, told.records)
    return _Answered(ARXIV_NAME, "atom", query_arxiv(client, question.arxiv, MOST)[1])


def query_arxiv(client: Client, query: str, most: int) -> tuple[int, tuple[Record, ...]]:
    """Return how many papers arXiv has for a query in its own language, and `most` of them.

    Raises FetchError, also where the answer is not whole.
    """
    what = "arXiv's answer"
    url = (
        f"{client.bases.export.rstrip('/')}/api/query?search_query={quote(query)}"
        f"&sortBy=relevance&sortOrder=descending&start=0&max_results={most}"
    )
    answer = client.get(url, ARXIV, accept="application/atom+xml")
    seen = outline(answer, what)
    total, came = seen.total, seen.counts.get("entry", 0)
    if seen.root != "feed" or total is None:
        raise unbelievable(what, "It does not say how many papers there are.")
    if came != min(total, most):
        raise unbelievable(what, f"It has {total:,} papers, and only {came} came.")
    try:
        file = open_records("atom", BytesIO(answer.data), what)
        records = tuple(file.records()) if came else ()
    except SourceError as error:  # an error that looks like a paper
        raise unbelievable(what, error.message) from error
    return total, records


def _ask_hugging_face(client: Client, question: Question) -> _Answered:
    what = "Hugging Face's answer"
    base = client.bases.huggingface.rstrip("/")
    url = f"{base}/api/papers/search?q={quote(question.words, safe='')}&limit={MOST}"
    told = json_of(client.get(url, HUGGING_FACE, accept="application/json"), what)
    if not isinstance(told, list):
        raise unbelievable(what, "It is no list.")
    try:
        records = [read_object(entry, rank, 0) for rank, entry in enumerate(told, 1)]
    except NoPaperError as error:
        raise unbelievable(what, f"An entry of it is no paper: {error}") from error
    return _Answered(HUGGING_FACE_NAME, "json", records)


def _united(answered: Iterable[_Answered]) -> Iterator[FoundPaper]:
    """Yield the papers of all answers in turn, each once, by its arXiv id."""
    lists = [[(one, record) for record in one.records if record.arxiv_id] for one in answered]
    places: dict[str, list[tuple[_Answered, Record]]] = {}
    for row in zip_longest(*lists):
        for entry in filter(None, row):
            told = places.setdefault(str(entry[1].arxiv_id), [])
            if entry[0].service not in (one.service for one, _ in told):
                told.append(entry)
    for told in places.values():
        yield FoundPaper(
            tuple(record for _, record in told),
            tuple(one.service for one, _ in told),
            tuple(one.kind for one, _ in told),
        )
