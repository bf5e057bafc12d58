"""Which answers are believed: those that are what was asked for, and are so to their end.

What is not raises UnbelievableError, so that it changes nothing and is no quiet day.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple
from xml.parsers import expat

from ..errors import UnbelievableError
from ..pages.refusals import asks_for_person, tells_limit
from ..text import clean
from .answers import Answer

HTML = ("text/html", "application/xhtml+xml")
JSON = ("application/json",)
XML = ("application/xml", "text/xml", "application/atom+xml", "application/rss+xml")

_HEAD = 1 << 15
_DEEPEST = 60
"""Elements within each other, in any feed or record."""
_LARGEST_JSON = 1 << 23
"""Bytes; a hundred papers of Hugging Face take one million."""
_MOST_NAMES = 500
"""Names of elements, more than all formats of feeds have together."""
_LONGEST_MARK = 1 << 20
"""Bytes of a tag or a comment, about."""
_PIECE = 1 << 16
_DIGITS = 9
"""Those of a count."""


def refuse_strange(answer: Answer, kinds: Sequence[str], what: str) -> None:
    """Raise UnbelievableError for what is not of one of these media types, named for what it is.

    `what` is what was asked for, such as `arXiv's list of cs.LG`.
    """
    head = answer.data[:_HEAD].decode("utf-8", "replace").lower()
    if tells_limit(head):
        raise unbelievable(what, "The answer says that it is asked too often.")
    if asks_for_person(head):
        raise unbelievable(what, "A page came that asks whether you are a person.")
    if not head.strip():
        raise unbelievable(what, "The answer is empty.")
    if answer.kind not in kinds:
        named = clean(answer.kind)[:60] or "of no kind that it tells"
        raise unbelievable(what, f"The answer is {named}, not {kinds[0]}.")


def unbelievable(what: str, why: str) -> UnbelievableError:
    """Return the error that an answer is not what it should be."""
    return UnbelievableError(
        f"{what} is not believed", why, "Nothing was changed; try again later."
    )


def json_of(answer: Answer, what: str) -> Any:
    """Return the value that an answer in JSON is."""
    refuse_strange(answer, JSON, what)
    if len(answer.data) > _LARGEST_JSON:  # as values it may take forty times as much
        raise unbelievable(what, f"It is larger than {_LARGEST_JSON >> 20} MB.")
    try:
        return json.loads(answer.data)
    except (ValueError, RecursionError) as error:
        raise unbelievable(what, "It is no JSON, or only the beginning of some.") from error


class Outline(NamedTuple):
    """What an answer in XML is made of, told without making a tree of it."""

    root: str
    """The name of the outermost element, without its namespace."""
    counts: dict[str, int]
    """How often elements of each name are in it."""
    texts: dict[str, str]
    """What stands in the first element of a name, where that is short."""
    attributes: dict[str, dict[str, str]]
    """Those of the first element of a name."""

    @property
    def total(self) -> int | None:
        """How many papers there are in all, as OpenSearch tells it; None where it is not told."""
        told = self.texts.get("totalResults", "")
        return int(told) if told.isdecimal() and len(told) <= _DIGITS else None


def outline(answer: Answer, what: str, kinds: Sequence[str] = XML) -> Outline:
    """Return what an answer in XML is made of; refuses a DOCTYPE, and what is not well-formed."""
    refuse_strange(answer, kinds, what)
    counts: dict[str, int] = {}
    texts: dict[str, str] = {}
    attributes: dict[str, dict[str, str]] = {}
    open_names: list[str] = []
    words: list[str] = []

    def begin(name: str, told: dict[str, str]) -> None:
        name = name.rpartition("}")[2]
        if name not in counts:
            if len(counts) >= _MOST_NAMES:
                raise unbelievable(what, "It has more kinds of elements than any list of papers.")
            attributes[name] = {key: value[:1000] for key, value in told.items()}
        counts[name] = counts.get(name, 0) + 1
        open_names.append(name)
        words.clear()
        if len(open_names) > _DEEPEST:
            raise unbelievable(what, "It is nested more deeply than any list of papers.")

    def end(_: str) -> None:
        name = open_names.pop()
        if name not in texts:
            texts[name] = clean("".join(words))
        words.clear()

    def take(text: str) -> None:
        if len(words) < 100:
            words.append(text[:1000])

    def refuse(*_: object) -> None:
        raise unbelievable(what, "It has a DOCTYPE, as no feed of papers has.")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = take
    parser.StartDoctypeDeclHandler = refuse
    root = ""
    try:
        for start in range(0, len(answer.data), _PIECE):
            parser.Parse(answer.data[start : start + _PIECE])
            if start - parser.CurrentByteIndex > _LONGEST_MARK:  # it has not come to its end yet
                raise unbelievable(what, "It has a tag that is longer than any list of papers has.")
        parser.Parse(b"", True)
        root = next(iter(counts), "")
    except expat.ExpatError as error:
        raise unbelievable(what, "It is no XML, or only the beginning of some.") from error
    except (ValueError, LookupError) as error:  # as it declares it
        raise unbelievable(what, "It is in an encoding that is not known.") from error
    return Outline(root, counts, texts, attributes)
