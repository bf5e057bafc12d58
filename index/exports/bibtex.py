"""Papers as BibTeX, for bibtex and biber alike: UTF-8, each sign that TeX obeys escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..identity.names import parted
from ..paper import Paper
from .addresses import address
from .formulas import pieces
from .mapping import (
    ARXIV,
    BIBTEX,
    BIBTEX_LINE_END,
    BIBTEX_PUBLISHERS,
    BIBTEX_SIGNS,
    BIBTEX_TYPES,
    BIBTEX_VENUES,
    MONTHS,
)
from .own_mark import own_mark
from .papers import Papers

_SIGNS = str.maketrans(BIBTEX_SIGNS)
_AT_START = re.compile(r"^( *)@")
_SEAMS = re.compile(r"(\s+)")
_CASED = re.compile(r"[^\W\d_]")
_AROUND = re.compile(r"([(\[\"'“‘]*)(.*?)([)\]\"'”’.,:;!?]*)")
_SENTENCE_END = (":", ".", "?", "!", "–", "—")
_PAGE_SEAM = re.compile(r"(?<=\w)\s*[-–—]+\s*(?=\w)")
_BRACES = re.compile(r"[{}\\]")
_HOLDER = 0xE000
"""The first character that stands for a formula meanwhile; no text keeps private ones."""
_MOST_FORMULAS = 0x1900

Field = tuple[str, str]


def write_bibtex(papers: Papers) -> Iterator[str]:
    """Yield an entry for each paper."""
    for paper in papers:
        for key in papers.keys(paper):
            yield bibtex_entry(paper, key)


def bibtex_entry(paper: Paper, key: str) -> str:
    """Return a paper as an entry of this key."""
    kind = BIBTEX_TYPES.get(paper.type or "", "misc")
    told = [*_basics(paper), *_publication(paper, kind), *_addresses(paper), *_texts(paper)]
    told.append((BIBTEX["mark"], f"{{{own_mark(paper)}}}"))
    fields = ",\n".join(f"  {name} = {value}" for name, value in told)
    return f"@{kind}{{{key},\n{fields}\n}}\n\n"


def _basics(paper: Paper) -> Iterator[Field]:
    """Yield the name and the value of each field about title, people and time."""
    yield BIBTEX["title"], f"{{{_title(paper.title)}}}"
    if paper.authors:
        names = [*map(_author, paper.authors), *(["others"] if paper.has_more_authors else [])]
        yield BIBTEX["authors"], f"{{{' and '.join(names)}}}"
    if paper.issued and not paper.issued.startswith("-"):
        year, *rest = paper.issued.split("-")
        yield BIBTEX["year"], f"{{{year}}}"
        if rest:
            yield BIBTEX["month"], MONTHS[int(rest[0]) - 1]
        if rest[1:]:
            yield BIBTEX["day"], f"{{{int(rest[1])}}}"


def _publication(paper: Paper, kind: str) -> Iterator[Field]:
    """Yield the fields about where a paper was published."""
    told = {
        BIBTEX_VENUES[kind]: paper.venue,
        BIBTEX["volume"]: paper.volume,
        BIBTEX["issue"]: paper.issue,
        BIBTEX["pages"]: _PAGE_SEAM.sub("--", paper.pages or ""),
        BIBTEX_PUBLISHERS.get(kind, "publisher"): paper.publisher,
        BIBTEX["subtype"]: _subtype(paper, kind),
    }
    for name, value in told.items():
        if value:
            yield name, f"{{{_with_formulas(value)}}}"
    if paper.doi:
        yield BIBTEX["doi"], f"{{{_BRACES.sub(_percent, paper.doi)}}}"


def _percent(sign: re.Match[str]) -> str:
    return f"%{ord(sign[0]):02X}"


def _subtype(paper: Paper, kind: str) -> str:
    """Return what the type of an entry does not say about that of its paper."""
    meant = next((name for name, entry in BIBTEX_TYPES.items() if entry == kind), None)
    if kind == "misc" and paper.arxiv_id:
        meant = "article"
    if paper.type in (None, meant):
        return ""
    return paper.type.removeprefix("article-") if kind == "article" else paper.type


def _addresses(paper: Paper) -> Iterator[Field]:
    """Yield the fields whose values are taken as they stand."""
    if paper.arxiv_id:
        yield BIBTEX["arxiv_id"], f"{{{paper.arxiv_id}}}"
        yield "archiveprefix", f"{{{ARXIV}}}"
        if paper.categories:
            yield BIBTEX["category"], f"{{{_escaped(paper.categories[0])}}}"
        yield BIBTEX["url"], f"{{{paper.link}}}"
    if paper.links:
        yield BIBTEX["links"], f"{{{' '.join(address(link.url) for link in paper.links)}}}"
    files = [path for path in paper.files if not set(path) & set("{}\\%;")]
    if files:
        yield BIBTEX["files"], f"{{{';'.join(files)}}}"


def _texts(paper: Paper) -> Iterator[Field]:
    """Yield the fields that hold text."""
    if paper.abstract:
        yield BIBTEX["abstract"], f"{{{_with_formulas(paper.abstract)}}}"
    keywords = dict.fromkeys((*paper.tags, *paper.keywords))
    if keywords:
        yield BIBTEX["keywords"], f"{{{', '.join(map(_escaped, keywords))}}}"
    lists = {
        BIBTEX["arxiv_comment"]: paper.arxiv_comment or "",
        BIBTEX["license"]: paper.license or "",
        # The primary one alone stands where everyone looks for it.
        BIBTEX["categories"]: ", ".join(paper.categories) if paper.categories[1:] else "",
    }
    for name, value in lists.items():
        if value:
            yield name, f"{{{_escaped(value)}}}"
    for name, text in ((BIBTEX["remark"], paper.remark), (BIBTEX["note"], paper.note)):
        if text:
            escape = _with_formulas if text == paper.remark else _escaped
            # Several readers end an entry at a line like the beginning of another, braces or not,
            # and programs break lines where they like.
            lines = (_AT_START.sub(r"\1{@}", escape(line)) for line in text.split("\n"))
            yield name, f"{{{BIBTEX_LINE_END.join(lines)}}}"


def _with_formulas(text: str) -> str:
    """Return a text escaped but for its formulas."""
    if "$" not in text:
        return _escaped(text)
    return "".join(
        f"{{{piece}}}" if is_formula else _escaped(piece) for piece, is_formula in pieces(text)
    )


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
    formulas: dict[int, str] = {}
    if "$" in title:
        parts = []
        for piece, is_formula in pieces(title):
            holder = _HOLDER + len(formulas)
            if is_formula and len(formulas) < _MOST_FORMULAS:
                formulas[holder] = f"{{{piece}}}"
                parts.append(chr(holder))
            else:
                parts.append(piece)
        title = "".join(parts)
    return _cased(title).translate(formulas)


def _cased(title: str) -> str:
    parts = _SEAMS.split(title)
    names_stand_out = _is_sentence(parts[2::2])
    begins = True
    for at in range(0, len(parts), 2):
        word = parts[at]
        is_cased = _is_cased(word, begins, names_stand_out)
        parts[at] = _protected(word) if is_cased else _escaped(word)
        begins = word.endswith(_SENTENCE_END)
    return "".join(parts)


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
