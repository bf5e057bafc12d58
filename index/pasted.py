"""Papers that a pasted text names: ids, links and DOIs, titles, references of a bibliography.

Pure text: which of them a library has is asked elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import Literal, NamedTuple
from urllib.parse import unquote

from .identifiers import arxiv_id, doi

MOST_CHARACTERS = 20_000
"""Characters of a text in which names are looked for."""
MOST_NAMES = 500
"""Names that are taken from one text."""

_LONGEST_REFERENCE = 1500
"""Characters of one reference; a longer text is a page and names nothing as a whole."""
_FEWEST_WORDS = 6
"""Words from which a text can be a reference: two of a name, three of a title, a year."""
_MOST_PLACES = 60
"""Places of a reference at which a title may begin or end."""
_FEWEST_LETTERS = 8
"""Letters and digits of a title that is recognised within a reference."""


class Name(NamedTuple):
    """What a paper is called everywhere."""

    kind: Literal["arxiv", "doi"]
    value: str
    """The id without version, or the DOI in small letters."""


_AROUND = "<>()[]{}\"'“”„‘’«»`"
_BEHIND = ".,;:!?"
_MORE_SITES = (
    r"(?:https?://)?(?:www\.)?(?:"
    r"(?:api\.)?semanticscholar\.org/(?:arxiv/|arxiv:)|papers\.cool/arxiv/|scirate\.com/arxiv/|"
    r"arxiv-vanity\.com/papers/|alphaxiv\.org/[a-z]{2}/(?:abs|pdf|html|overview)/|"
    r"huggingface\.co/(?:[a-z]{2}/)?papers/)"
)
"""Pages about papers of arXiv, beside those that feeds and exports link to (`paper.arxiv_id`)."""

_LED = r"\b(arxiv|doi)(?:\s+(?:id|preprint))?\s*[:.]?\s+(?=[a-z-]*[./]?\d|[a-z.-]+/\d)"
_CATEGORY = r"\s\[[a-z-]+(?:\.[a-z-]+)?\](?=[\s,;.)]|$)"
_IGNORED = re.compile(r"(?:[-*•–·]|\[?\d{1,3}[].)]|and|und|et|y|e|&)", re.IGNORECASE)
"""What stands between or before names in a list."""
_RESOLVER = r"(?:https?://)?(?:dx\.|www\.)?doi\.org/"
_LINK = (
    r"(?:https?://|\b(?:www\.)?(?:arxiv|doi|alphaxiv)\.org/|\bhf\.co/|\bhuggingface\.co/papers/)\S+"
)
_EMBEDDED = (
    _LINK
    + r"|\barxiv(?:\s+preprint)?(?:\s+arxiv)?\s*[:.]?\s*(?P<arxiv>\d{4}\.\d{4,5}|[a-z.-]+/\d{7})"
    r"|\bdoi\s*[:.]?\s*(?P<doi>10\.\d{4,9}/\S+)"
)
"""A name of a paper within other words, which say what it is."""
_ASKING = re.compile(
    r"(?:^|\s)(?:-\S|#[^\W\d]|(?:OR|AND|NOT)(?=\s)|(?!(?i:https?|arxiv|doi):)[A-Za-z]+:(?=\S))"
)
"""What stands in queries and seldom in a letter."""

_BOUNDARY = re.compile(r"[.?!,;:]['\"”’»]?(?=\s)|[\"“”„«»‘’`]+|\(|\)|\n|$")
"""Where a title can begin or end within a reference."""
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def name_of(text: str) -> Name | None:
    """Return the one paper that a text names by id, link or DOI; None for any other text."""
    text = text.strip()
    if not any(map(str.isdigit, text)):
        return None
    name = _named(text)
    if name is None:
        name = _named(_without_sentence(text))
    return name


def _without_sentence(text: str) -> str:
    """Return a name without the brackets and points of the sentence that it stood in."""
    text = text.lstrip(_AROUND)
    while text and text[-1] in _AROUND + _BEHIND:
        begin = {")": "(", "]": "[", "}": "{"}.get(text[-1])
        if begin is not None and text.count(begin) >= text.count(text[-1]):
            break  # it is one of the name's own
        text = text[:-1]
    return text


def _named(text: str) -> Name | None:
    arxiv = arxiv_id(text)
    if arxiv is None and (site := _compiled(_MORE_SITES).match(text)):
        arxiv = arxiv_id(text[site.end() :])
    if arxiv is not None:
        return Name("arxiv", arxiv)
    resolved = _compiled(_RESOLVER).match(text)
    if resolved:
        # A link has its signs written as codes, and tells behind `?` whence one came.
        text = unquote(re.split(r"[?#](?=[\w-]*=|$)", text[resolved.end() :], maxsplit=1)[0])
    named = doi(text)
    return Name("doi", named) if named else None


def names_in(text: str) -> list[Name]:
    """Return the papers that a text names one after the other; none if it says anything else.

    Ids, links and DOIs, parted by blanks, commas or lines; each once, in their order.
    """
    if len(text) > MOST_CHARACTERS or not any(map(str.isdigit, text)):
        return []
    text = _compiled(_LED).sub(r"\1:", text)
    text = _compiled(_CATEGORY).sub(" ", text)
    found: dict[Name, None] = {}
    for token in text.split():
        told = _names_of_token(token)
        if not told and not _IGNORED.fullmatch(token.strip(_BEHIND) or token[:1]):
            return []
        found.update(dict.fromkeys(told))
    return list(found)[:MOST_NAMES]


def _names_of_token(token: str) -> list[Name]:
    """Return the names in a piece of text without blanks, of which commas may part several."""
    if "," in token or ";" in token:
        parts = [part for part in re.split("[,;]", token) if part.strip(_AROUND + _BEHIND)]
        names = [name_of(part) for part in parts]
        if all(names):
            return [name for name in names if name]
    name = name_of(token)
    return [name] if name else []


def names_within(text: str) -> list[Name]:
    """Return the papers that are named within other words which say so: `arXiv:…`, a link."""
    found: dict[Name, None] = {}
    for match in _compiled(_EMBEDDED).finditer(text[:MOST_CHARACTERS]):
        told = match["arxiv"] or match["doi"] or match[0]
        name = name_of(told) or name_of(re.sub(r"v\d+$", "", told))
        if name is not None:
            found[name] = None
    return list(found)[:MOST_NAMES]


def names_among(text: str) -> list[Name]:
    """Return the papers that ids and links among other words name."""
    if not any(map(str.isdigit, text)):
        return []
    found = dict.fromkeys(names_within(text))
    found.update(dict.fromkeys(name for token in text.split() for name in _names_of_token(token)))
    return list(found)[:MOST_NAMES]


def links_within(text: str) -> list[Name]:
    """Return the papers to which links lead that stand among other words."""
    names = (name_of(match[0]) for match in _compiled(_LINK).finditer(text[:MOST_CHARACTERS]))
    return list(dict.fromkeys(name for name in names if name))[:MOST_NAMES]


def asks_for_fields(text: str) -> bool:
    """Whether a text is written in the language of queries, and not as a sentence."""
    return bool(_ASKING.search(text))


def may_be_title(line: str) -> bool:
    """Whether a line says enough to be looked up as the title of a paper."""
    return sum(map(str.isalnum, line)) >= _FEWEST_LETTERS


def is_reference(text: str) -> bool:
    """Whether a text may be one reference of a bibliography: many words, parted, with a year."""
    if len(text) > _LONGEST_REFERENCE or len(text.split()) < _FEWEST_WORDS:
        return False
    parts = sum(1 for _ in re.finditer(r"[.,;:?!\"“”](?=\s)", text))
    return parts >= 2 and (bool(_YEAR.search(text)) or parts >= 3)


def references(text: str) -> list[str]:
    """Return the lines of a list of references, or the one that the whole text is."""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    if len(lines) > 1 and all(map(is_reference, lines)):
        return lines[:MOST_NAMES]
    joined = joined_lines(text)
    return [joined] if is_reference(joined) else []


def joined_lines(text: str) -> str:
    """Return a text of several lines as one, with the words whole that lines have broken."""
    text = re.sub(r"(?<=[^\W\d_])[-‐\u00ad]\s*\n\s*(?=[^\W\d_])", "-", text)
    return " ".join(unicodedata.normalize("NFKC", text).split())


def stretches(reference: str) -> Iterator[str]:
    """Yield the pieces of a reference between the places where its title may begin or end."""
    start = 0
    for match in _BOUNDARY.finditer(reference):
        if piece := reference[start : match.start()].strip():
            yield piece
        start = match.end()


def titles_within(reference: str) -> Iterator[str]:
    """Yield each stretch of a reference that may be its title, the longest first."""
    starts, ends = [0], []
    for match in _BOUNDARY.finditer(reference):
        ends.append(match.start())
        starts.append(match.end())
        if len(ends) >= _MOST_PLACES:
            break
    spans = sorted(
        ((end - start, start, end) for start in starts for end in ends if end > start), reverse=True
    )
    letters = list(accumulate(map(str.isalnum, reference), initial=0))
    for _, start, end in spans:
        if letters[end] - letters[start] >= _FEWEST_LETTERS:
            yield reference[start:end].strip()
