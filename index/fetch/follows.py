"""What can be followed: lists of a day, queries, feeds; and by which names these go."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ..addresses import web_address
from ..errors import RectoError
from ..stream_names import COMMAND, DAILY_NAMES
from ..text import clean

Kind = Literal["daily", "category", "query", "search", "feed", "command"]

_CATEGORY = re.compile(
    r"(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.(?P<field>[A-Za-z]{2}|[a-z]+(?:-[a-z]+)*))?"
)
_FORMAL = re.compile(r"\b(?:ti|au|abs|co|jr|cat|rn|id|all|submittedDate):|[()]")
"""What tells a query of arXiv's own language from words."""
_LIST = re.compile(
    r"https?://(?:www\.|export\.)?arxiv\.org/(?:list|archive|catchup)/"
    r"(?P<category>[A-Za-z.-]+)(?:[/?#].*)?"
)
_DAILY = re.compile(
    r"https?://(?:www\.)?huggingface\.co/papers(?:/(?:date|week|month)/.*)?/?(?:[?#].*)?"
)
"""The pages that people have open when they want to follow what is on them."""
_IS_QUERY = re.compile(r"[\s\":]")
_LONGEST = 250
"""Characters of a search, as Hugging Face takes them."""


class Follow(NamedTuple):
    """One source that is followed."""

    kind: Kind
    text: str = ""
    """A category such as `cs.LG`, the words of a query, the address of a feed, or the name of a
    command of the settings."""

    @property
    def name(self) -> str:
        """What it is called, and what the names of its pages begin with."""
        match self.kind:
            case "daily":
                return "huggingface"
            case "category":
                return f"arxiv:{self.text}"
            case "query":
                return f'arxiv:"{self.text}"'
            case "search":
                return f'hf:"{self.text}"'
            case "command":
                return f"{COMMAND}{self.text}"
        return self.text

    @property
    def is_formal(self) -> bool:
        """Whether a query is in arXiv's own language, such as `au:hinton`."""
        return _FORMAL.search(self.text) is not None


def parse_follow(text: str) -> Follow:
    """Return what a person means by a name; raises RectoError where nothing goes by it."""
    name = clean(text)
    if name.lower() in DAILY_NAMES or _DAILY.fullmatch(name):
        return Follow("daily")
    if page := _LIST.fullmatch(name):
        name = f"arxiv:{page['category']}"
    begin, colon, rest = name.partition(":")
    begin, rest = begin.lower(), rest.strip()
    if colon and begin == "arxiv" and (found := _CATEGORY.fullmatch(rest)):
        field = found["field"] or ""
        field = field.upper() if len(field) == 2 else field
        return Follow("category", ".".join(filter(None, (found["archive"], field))))
    if colon and begin in ("http", "https") and web_address(name):
        return Follow("feed", name)
    words = rest
    if len(rest) > 1 and rest[0] == rest[-1] == '"':
        words = rest[1:-1].strip()
    elif rest.count('"') == 1:  # that was not closed
        words = rest.strip('"').strip()
    if colon and words and len(words) <= _LONGEST:
        if begin == "arxiv" and _IS_QUERY.search(rest):
            return Follow("query", words)
        if begin in ("hf", "huggingface"):
            return Follow("search", words)
    if name.startswith(COMMAND):
        raise RectoError(
            "Commands are not followed",
            f"{name[:100]!r} is one if it stands under [[fetch.command]] in the settings.",
            "`recto config --edit` opens them.",
        )
    raise RectoError(
        "Nothing can be followed by that name",
        f"{name[:100]!r} is none.",
        "Such names are huggingface, arxiv:cs.LG, 'arxiv:\"graph neural\"', 'hf:\"graph neural\"' "
        "and the address of a feed.",
    )
