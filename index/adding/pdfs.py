"""PDF files into the library: each joins the paper that it is, told by its name or first page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from ..database.database import Database
from ..disk.hashes import sha256
from ..errors import RectoError
from ..identifiers import doi, stub_title
from ..identity.titles import former_title_key, title_key
from ..pages.contents import Problem
from ..pages.pdf.evidence import Evidence, evidence_of
from ..pages.pdf.first_pages import MISSING, FirstPages
from ..paper import Paper, Record
from ..store.papers import load_papers, resolve
from ..text import clean
from .checksums import DIGITS

_SHORTEST = 12
"""Letters and digits of a title that says which paper it is."""
_SHORTEST_BEGINNING = 30
"""The same of a title that is cut off in the name of a file."""

_MOST_PROBLEMS = 100


class Matched(NamedTuple):
    """What files turned out to be."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...]

    @property
    def checksum(self) -> str:
        """What tells them from others, in hexadecimal."""
        return sha256(b"pdf" + json.dumps(self.records).encode()).hexdigest()[:DIGITS]


def match_pdfs(
    database: Database,
    paths: Iterable[Path],
    tell: Callable[[int, int], object] = lambda count, size: None,
) -> Matched:
    """Find out which papers files are; `tell` is told how many are done, and how many bytes."""
    records: list[Record] = []
    unknown: list[Problem] = []
    size = 0
    with FirstPages() as pages:
        for number, path in enumerate(paths, 1):
            record, reason = _match(database, path, pages, len(records) + 1)
            if record is not None:
                records.append(record)
            else:
                unknown.append(Problem(0, f"{clean(path.name)}: {reason}"))
            size += _size(path)
            tell(number, size)
        remarks = () if pages.can_read else (MISSING,)
    if len(unknown) > _MOST_PROBLEMS:
        left = len(unknown) - _MOST_PROBLEMS
        unknown[_MOST_PROBLEMS:] = [Problem(0, f"And {left:,} more.")]
    return Matched(tuple(records), tuple(unknown), remarks)


def _match(
    database: Database, path: Path, pages: FirstPages, rank: int
) -> tuple[Record | None, str]:
    """Return the record of a file, or why it has none."""
    stem = clean(path.stem)
    evidence = evidence_of(stem)
    paper = _by_id(database, evidence)
    if paper is None:
        page = pages.read(path)
        if not isinstance(page, str):
            evidence = evidence_of(stem, page)
            paper = _by_id(database, evidence)
        paper = paper or _by_title(database, evidence)
        if paper is None and (own := _own_doi(evidence)):
            paper = _paper_of(database, own)
        reason = f" {page}" if isinstance(page, str) and page != MISSING else ""
        if paper is None and not _is_enough(evidence):
            return None, f"Neither its name nor its first page says which paper it is.{reason}"
    place = str(path.absolute())
    arxiv = next(iter(evidence.arxiv_ids), None)
    if paper is None:
        name = None if arxiv else _own_doi(evidence)
        title = evidence.own_title or stub_title(arxiv or "")
        record = Record(title, "", rank, rank, arxiv_id=arxiv, doi=name, files=(place,))
        return record._replace(type="article" if arxiv else None), ""
    known = paper.arxiv_id or paper.doi
    return Record(
        paper.title,
        "",
        rank,
        rank,
        # Where there is no id the authors are what tells a paper from others of its title.
        authors=() if known else paper.authors,
        arxiv_id=paper.arxiv_id or arxiv,
        doi=paper.doi,
        files=(place,),
    ), ""


def _is_enough(evidence: Evidence) -> bool:
    """Whether a paper can be made of it that the library does not have."""
    return bool(evidence.arxiv_ids or (evidence.own_title and _own_doi(evidence)))


def _own_doi(evidence: Evidence) -> str | None:
    """Return the DOI that can only be the file's own."""
    mentioned = [name for name in evidence.mentioned if doi(name)]
    if evidence.dois:
        return evidence.dois[0]
    return mentioned[0] if len(mentioned) == 1 else None


def _by_id(database: Database, evidence: Evidence) -> Paper | None:
    """Return the paper of the library that an id names which can only be the file's own.

    One that stands on its first page is, where the title of its paper stands there too.
    """
    for name in (*evidence.arxiv_ids, *evidence.dois):
        if paper := _paper_of(database, name):
            return paper
    for name in evidence.mentioned:
        paper = _paper_of(database, name)
        if paper is not None and former_title_key(paper.title) in evidence.page_key:
            return paper
    return None


def _paper_of(database: Database, name: str) -> Paper | None:
    try:
        return load_papers(database, resolve(database, [name]))[0]
    except RectoError:  # there is none, or several
        return None


def _by_title(database: Database, evidence: Evidence) -> Paper | None:
    """Return the one paper of the library whose title stands there, the longest that does."""
    for titles in ((evidence.own_title,), evidence.page_titles, evidence.name_titles):
        keys = sorted({title_key(title) for title in titles}, key=len, reverse=True)
        for key in keys:
            if len(key) >= _SHORTEST and (found := _papers_called(database, key)):
                return load_papers(database, found)[0] if len(found) == 1 else None
    for title in evidence.name_titles:
        key = title_key(title)
        if len(key) >= _SHORTEST_BEGINNING:
            rows = database.rows(
                "SELECT DISTINCT pid FROM titles WHERE key > ? AND key < ? LIMIT 2",
                (key, f"{key}\U0010ffff"),
            )
            if len(rows) == 1:
                return load_papers(database, [rows[0][0]])[0]
    return None


def _papers_called(database: Database, key: str) -> list[int]:
    rows = database.rows("SELECT DISTINCT pid FROM titles WHERE key = ? LIMIT 2", (key,))
    return [rowid for (rowid,) in rows]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
