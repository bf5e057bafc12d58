"""Citation keys: made of what is known of a paper, safe in BibTeX, LaTeX, RIS, Pandoc and XML.

A key that a paper has been given is kept whatever is learned of it later, see `marking.citing`.
"""

from __future__ import annotations

import re
import unicodedata
from string import Formatter

from ..identity.names import family_name
from ..paper import Paper
from ..text import clean_key, name_span

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
    """Return a key of title and id alone, such as `git-re-basin-4fmbdg4sb2`."""
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


def made_key(paper: Paper, template: str) -> str:
    """Return the key that a template makes, before it is made the only one of its kind.

    Where no author is known, or nothing of a template, it is the one of title and id.
    """
    from anyascii import anyascii

    asked = {name for _, name, _, _ in Formatter().parse(template) if name}
    families = [_joined(family_name(name)) for name in paper.authors]
    families = list(filter(None, families))
    if not families and asked & {"author", "authors"}:
        return citation_key(paper.id, paper.title)
    words = _words(anyascii(paper.title))
    telling = [word for word in words if word not in _SMALL] or words
    year = paper.issued or ""
    told = {
        "author": families[0] if families else "",
        "authors": "".join(families[:_WORDS]) + ("etal" if len(families) > _WORDS else ""),
        "year": "" if year.startswith("-") else year[:4],
        "word": telling[0] if telling else "",
        "words": "".join(telling[:_WORDS]),
        "arxiv": paper.arxiv_id or "",
        "id": paper.id,
    }
    key = clean_key(template.format_map(told))
    if not any(told[name] for name in asked) or not key:
        return citation_key(paper.id, paper.title)
    return key


def _joined(name: str) -> str:
    from anyascii import anyascii

    return "".join(_words(anyascii(name)))[:_LONGEST]


def _words(text: str) -> list[str]:
    """Return the words of a text in plain ASCII letters and digits; other scripts have none."""
    folded = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).casefold()
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return _WORD.findall(bare)
