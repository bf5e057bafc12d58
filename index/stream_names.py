"""Names of streams, which come by fetching: each day of one is a page, a stream is all of them.

A stream is called `huggingface`, `arxiv:cs.LG`, `arxiv:"words"`, `hf:"words"`, `command:NAME` or by
the address of a feed, and its pages `arxiv:cs.LG/2026-11-27`: the name alone tells, in every
library, whether somebody follows it there or not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

HUGGING_FACE = "huggingface"
"""The daily papers."""

DAILY_NAMES = (HUGGING_FACE, "hf", "daily", "hugging face")
"""How people call them, in small letters."""

COMMAND = "command:"
"""What the names of streams begin with that a command of the settings brings."""

_BEGINNINGS = ("arxiv:", "hf:", "http:", "https:", COMMAND)
_DAY = "[0-9]" * 4 + "-" + "[0-9]" * 2 + "-" + "[0-9]" * 2
_FORMS = (HUGGING_FACE, *(f"{begin}?*" for begin in _BEGINNINGS))
_PAGE = re.compile(
    rf"(?P<stream>{HUGGING_FACE}|(?:{'|'.join(_BEGINNINGS)}).+)/(?P<day>{_DAY})", re.S
)

IS_DAY = "(" + " OR ".join(f"{{0}} GLOB '{form}/{_DAY}'" for form in _FORMS) + ")"
"""Whether a column of SQLite names a day of a stream, as `day_of` tells it."""

RENEWED = "renewed"
"""What stands in the place of the day where there is another version of papers of before.

Such a page tells more of papers and holds none of them: they are of the library as long as others
show them.
"""

VERSIONS = "versions"
"""The same for papers of mine, of which it is news."""

IS_VERSIONS = "(" + " OR ".join(f"{{0}} GLOB '{form}/{VERSIONS}'" for form in _FORMS) + ")"
"""Whether a column of SQLite names such a page."""

IS_RENEWED = (
    "(" + " OR ".join(f"{{0}} GLOB '{form}/{RENEWED}'" for form in _FORMS) + f" OR {IS_VERSIONS})"
)
"""Whether a column of SQLite names a page of either kind."""

DAY_LENGTH = len("/2026-11-27")
"""Characters of such a name behind that of the stream."""


@lru_cache(1 << 12)
def day_of(source: str) -> tuple[str, str] | None:
    """Return the stream and the ISO day of which a source is; None where it is of none."""
    found = _PAGE.fullmatch(source)
    return (found["stream"], found["day"]) if found else None


def is_renewed(source: str) -> bool:
    """Whether a source only tells more of papers, see `RENEWED` and `VERSIONS`."""
    stream, _, rest = source.rpartition("/")
    return rest in (RENEWED, VERSIONS) and is_stream(stream)


def is_stream(name: str) -> bool:
    """Whether a name is one that a stream has."""
    return day_of(f"{name}/0000-00-00") == (name, "0000-00-00")


def stream_title(stream: str) -> str:
    """Return what a stream is called in a sentence, such as `arXiv cs.LG`."""
    if stream == HUGGING_FACE:
        return "Hugging Face"
    if stream.startswith(COMMAND):
        return stream.removeprefix(COMMAND)
    begin, _, rest = stream.partition(":")
    service = {"arxiv": "arXiv", "hf": "Hugging Face"}.get(begin)
    return f"{service} {rest}" if service else urlsplit(stream).hostname or stream
