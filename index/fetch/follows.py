"""What can be followed: Hugging Face's daily papers, and categories of arXiv."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ..errors import RectoError
from ..text import clean

Kind = Literal["huggingface", "arxiv"]

_CATEGORY = re.compile(
    r"(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.(?P<field>[A-Za-z]{2}|[a-z]+(?:-[a-z]+)*))?"
)
_DAILY = ("huggingface", "hf", "daily", "hugging face")


class Follow(NamedTuple):
    """One source that is followed."""

    kind: Kind
    category: str = ""
    """Of arXiv, such as `cs.LG`."""

    @property
    def name(self) -> str:
        """What it is called, and what the names of its pages begin with."""
        return f"arxiv:{self.category}" if self.kind == "arxiv" else "huggingface"

    @property
    def title(self) -> str:
        """What sentences call it."""
        return f"arXiv {self.category}" if self.kind == "arxiv" else "Hugging Face"


def parse_follow(text: str) -> Follow:
    """Return what a person means by a name; raises RectoError where nothing goes by it."""
    name = clean(text)
    if name.lower() in _DAILY:
        return Follow("huggingface")
    begin, colon, rest = name.partition(":")
    if colon and begin.lower() == "arxiv" and (found := _CATEGORY.fullmatch(rest.strip())):
        field = found["field"] or ""
        field = field.upper() if len(field) == 2 else field
        return Follow("arxiv", ".".join(filter(None, (found["archive"], field))))
    raise RectoError(
        "Nothing can be followed by that name",
        f"{name[:100]!r} is none.",
        "Such names are huggingface and arxiv:cs.LG.",
    )
