"""Citation keys that people can read and that stay as they are for good.

A key is made of a paper's title and id alone, which nothing changes: authors and dates that a page
brings one day would, and the texts that cite it would lose it. Ids are unique, so keys are.
"""

from __future__ import annotations

import re
import unicodedata

from ..text import name_span

_WORDS = 3
_LONGEST = 36
"""Words and characters of a title that stand in its key."""

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = re.compile("['’`]")

_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by can do does for from how in into is it its of on or over the "
        "their to toward towards under using via we what when where which who why with without",
    )
)
"""Words that say little about a title."""


def citation_key(id: str, title: str) -> str:
    """Return a key such as `git-re-basin-4fmbdg4sb2`, safe in BibTeX, RIS, Pandoc and XML."""
    name = _words(title[: name_span(title)])
    if not name or len("-".join(name)) > _LONGEST:
        words = _words(title)
        name = [word for word in words if word not in _SMALL] or words
        name = name[:_WORDS]
    readable = "-".join(name)[:_LONGEST].strip("-")
    # What begins with a digit is no name in XML and no key to some programs.
    return (
        f"{readable}-{id}"
        if readable[:1].isalpha()
        else f"paper-{readable}-{id}".replace("--", "-")
    )


def _words(text: str) -> list[str]:
    """Return the words of a text in plain ASCII letters and digits; other scripts have none."""
    folded = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).casefold()
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return _WORD.findall(bare)
