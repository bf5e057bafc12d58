"""Papers as BibTeX, for bibtex and biber alike: UTF-8, each sign that TeX obeys escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..identity.names import parted
from ..paper import Paper
from .addresses import address
from .keys import citation_key
from .mapping import ARXIV, BIBTEX, BIBTEX_LINE_END, BIBTEX_SIGNS, MONTHS
from .papers import Papers

_SIGNS = str.maketrans(BIBTEX_SIGNS)
_AT_LINE_START = re.compile(r"(?m)^( *)@")
_SEAMS = re.compile(r"(\s+)")
_CASED = re.compile(r"[^\W\d_]")
_AROUND = re.compile(r"([(\[\"'“‘]*)(.*?)([)\]\"'”’.,:;!?]*)")
_SENTENCE_END = (":", ".", "?", "!", "–", "—")


def write_bibtex(papers: Papers) -> Iterator[str]:
    """Yield an entry for each paper."""
    for paper in papers:
        fields = ",\n".join(f"  {name} = {value}" for name, value in _fields(paper))
        yield f"@misc{{{citation_key(paper.id, paper.title)},\n{fields}\n}}\n\n"


def _fields(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield the name and the value of each field that something is known of."""
    yield BIBTEX["title"], f"{{{_title(paper.title)}}}"
    if paper.authors:
        yield BIBTEX["authors"], f"{{{' and '.join(map(_author, paper.authors))}}}"
    if paper.published and not paper.published.startswith("-"):
        year, *rest = paper.published.split("-")
        yield BIBTEX["year"], f"{{{year}}}"
        if rest:
            yield BIBTEX["month"], MONTHS[int(rest[0]) - 1]
        if rest[1:]:
            yield BIBTEX["day"], f"{{{int(rest[1])}}}"
    if paper.arxiv_id:
        yield BIBTEX["arxiv_id"], f"{{{paper.arxiv_id}}}"
        yield "archiveprefix", f"{{{ARXIV}}}"
        yield BIBTEX["url"], f"{{{paper.link}}}"
    if paper.links:
        yield BIBTEX["links"], f"{{{' '.join(address(link.url) for link in paper.links)}}}"
    if paper.abstract:
        yield BIBTEX["abstract"], f"{{{_escaped(paper.abstract)}}}"
    if paper.tags:
        yield BIBTEX["tags"], f"{{{', '.join(map(_escaped, paper.tags))}}}"
    if paper.note:
        lines = map(_escaped, paper.note.split("\n"))
        # Several readers end an entry at a line like the beginning of another, braces or not.
        told = _AT_LINE_START.sub(r"\1{@}", BIBTEX_LINE_END.join(lines))
        yield BIBTEX["note"], f"{{{told}}}"


def _escaped(text: str) -> str:
    return text.translate(_SIGNS)


def _author(name: str) -> str:
    """Return a name so that BibTeX takes it apart rightly, or not at all."""
    parts = parted(name)
    if parts is None:
        is_one = " " not in name and "," not in name and name.casefold() not in ("and", "others")
        return _escaped(name) if is_one else f"{{{_escaped(name)}}}"
    if parts.suffix:
        family = f"{parts.particle} {parts.family}".strip()
        return _escaped(f"{family}, {parts.suffix}, {parts.given}")
    return _escaped(name) if len(parts.family.split()) == 1 or parts.particle else f"{{{name}}}"


def _title(title: str) -> str:
    """Return a title whose capitals stay where a style writes titles small."""
    pieces = _SEAMS.split(title)
    names_stand_out = _is_sentence(pieces[2::2])
    begins = True
    for at in range(0, len(pieces), 2):
        word = pieces[at]
        pieces[at] = (
            _protected(word) if _is_cased(word, begins, names_stand_out) else _escaped(word)
        )
        begins = word.endswith(_SENTENCE_END)
    return "".join(pieces)


def _is_sentence(words: list[str]) -> bool:
    """Whether a title is written like a sentence, so that capitals in it are those of names."""
    cased = [word for word in words if len(word) > 4 and word[0].isalpha()]
    return 3 * sum(word[0].islower() for word in cased) > len(cased)


def _is_cased(word: str, begins: bool, names_stand_out: bool) -> bool:
    """Whether a word would be wrong if its capitals were written small."""
    letters = _CASED.findall(word)
    if any(letter.isupper() for letter in letters[1:]):
        parts = [part for part in re.split(r"[-/–—]", word) if part]
        # `Large-Scale` is two words of a title; `R-CNN`, `GANs` and `iPhone` are names.
        if any(_is_name(part) for part in parts):
            return True
    if not letters or not letters[0].isupper():
        return False
    is_lone = len(letters) == 1 and word.strip("()[]:,.?!'\"") not in ("A", "I", "a")
    return is_lone or (names_stand_out and not begins)


def _is_name(part: str) -> bool:
    letters = _CASED.findall(part)
    is_lone = len(letters) == 1 and letters[0].isupper() and letters[0] not in "AI"
    return is_lone or any(letter.isupper() for letter in letters[1:])


def _protected(word: str) -> str:
    """Return a word in braces, without the punctuation around it."""
    around = _AROUND.fullmatch(word)
    begin, core, end = around.groups() if around else ("", word, "")
    escaped = _escaped(core)
    # `{\` would begin what BibTeX takes for one accented letter, and writes small all the same.
    inner = f"{{{escaped}}}" if escaped.startswith("\\") else escaped
    return f"{_escaped(begin)}{{{inner}}}{_escaped(end)}"
