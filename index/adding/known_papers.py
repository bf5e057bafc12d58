"""Papers while an import changes them: loaded, taught and saved a thousand at a time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..database.database import Database
from ..journal.visibility import DAMPING
from ..records.description import describe
from ..records.evidence.rows import write_names
from ..records.neighbours import evidence_keys
from ..records.shelf import keep_records, learn_records, load_shown, write_texts
from ..records.telling import Fields, Told


@dataclass(slots=True)
class KnownPaper:
    """One paper's row in memory, and what of it is to be written."""

    rowid: int
    id: str
    rev: int
    arxiv_id: str | None = None
    """By which it is found; what is shown follows from its records."""
    import_no: int = 0
    score: float = 0.0
    shown: Fields | None = None
    """What is shown of it; None for a new one."""
    told: list[Told] = field(default_factory=list)
    """Records that it has got since, which are to be kept."""
    is_new: bool = True
    """It has no row yet."""
    is_lost: bool = False
    """No page in sight shows it: it is described by records that count no more."""
    is_moved: bool = False
    """Its place in the default order is to be written."""
    new_keys: list[str] = field(default_factory=list)
    """Title keys that it goes by from now on."""

    def learn(self, told: Told) -> None:
        """Take a record as one of this paper."""
        self.told.append(told)

    def place(self, import_no: int, rank: int) -> None:
        """Count a place on a page of this import; places of older imports count no more.

        A page that is taken in part by part may be the older one by now.
        """
        if self.import_no > import_no:
            return
        if self.import_no != import_no:
            self.import_no, self.score = import_no, 0.0
        self.score += place_score(rank)
        self.is_moved = True


def place_score(rank: int) -> float:
    """Return what a place on a page is worth in the default order."""
    return 1.0 / (DAMPING + rank)


def load_known_papers(database: Database, rowids: Collection[int]) -> dict[int, KnownPaper]:
    """Return the rows of these papers, to be changed."""
    shown = load_shown(database, rowids)
    rows = database.rows(
        "SELECT pid, id, rev, arxiv_id, import_no, score FROM papers "
        "WHERE pid IN (SELECT value FROM json_each(?))",
        (json.dumps(list(rowids)),),
    )
    return {row[0]: _known(row, shown[row[0]]) for row in rows if row[0] in shown}


def _known(row: Sequence[Any], shown: Fields) -> KnownPaper:
    paper = KnownPaper(*row)
    paper.shown, paper.is_new, paper.is_lost = shown, False, not paper.import_no
    return paper


def save_known_papers(database: Database, papers: Iterable[KnownPaper], rev: int) -> None:
    """Write papers that are new, and what others have learnt.

    A record that tells nothing but what is shown of its paper changes nothing else; only where one
    tells more are the others read.
    """
    papers = list(papers)
    made = [paper for paper in papers if paper.is_new]
    for paper in made:
        if paper.told:
            paper.shown = describe(paper.told)
    _make(database, made)
    database.execute_many(
        "UPDATE papers SET import_no = ?, score = ? WHERE pid = ?",
        (
            (paper.import_no, paper.score, paper.rowid)
            for paper in papers
            if paper.is_moved and not paper.is_new
        ),
    )
    database.execute_many(
        "INSERT OR IGNORE INTO titles(key, pid, is_main) VALUES (?, ?, ?)",
        (
            (key, paper.rowid, paper.is_new and not place)
            for paper in papers
            for place, key in enumerate(paper.new_keys)
        ),
    )
    database.execute_many(
        "INSERT OR IGNORE INTO evidence(key, pid) VALUES (?, ?)",
        (
            (key, paper.rowid)
            for paper in made
            for told in paper.told
            for key in evidence_keys(told.said, paper.shown or {})
        ),
    )
    learnt: dict[int, KnownPaper] = {}
    several: dict[int, KnownPaper] = {}
    kept: list[tuple[Told, int, Fields]] = []
    for paper in papers:
        shown = paper.shown or {}
        if paper.told and not paper.is_new and _is_open(paper, shown):
            learnt[paper.rowid] = paper
        else:
            kept += ((told, paper.rowid, shown) for told in paper.told)
            if paper.is_new and len(paper.told) > 1:
                several[paper.rowid] = paper
    keep_records(database, kept)
    if several:
        # They may have other titles and ids than those that are shown.
        write_names(
            database,
            {rowid: paper.told for rowid, paper in several.items()},
            {rowid: paper.shown or {} for rowid, paper in several.items()},
        )
    if learnt:
        shown_now = learn_records(
            database,
            {rowid: paper.told for rowid, paper in learnt.items()},
            {rowid: paper.shown or {} for rowid, paper in learnt.items()},
            rev,
        )
        for rowid, paper in learnt.items():
            paper.shown = shown_now[rowid]
    for paper in papers:
        paper.is_new = paper.is_moved = paper.is_lost = False
        paper.told = []
        paper.new_keys = []


def _is_open(paper: KnownPaper, shown: Fields) -> bool:
    """Tell whether it takes a look at all records to know what a paper is to be described as."""
    return paper.is_lost or any(_tells(told, shown) for told in paper.told)


def _tells(told: Told, shown: Fields) -> bool:
    """Tell whether a record says anything that is not shown of its paper."""
    said = told.said
    if "authors" in said and said.get("has_more_authors") != shown.get("has_more_authors"):
        return True
    return any(shown.get(name) != value for name, value in said.items())


def _make(database: Database, papers: Collection[KnownPaper]) -> None:
    """Write the rows of new papers, which say what they were described as."""
    database.execute_many(
        "INSERT INTO papers(pid, id, rev, import_no, score, arxiv_id, published, comments, "
        "upvotes, doi) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                paper.rowid,
                paper.id,
                paper.rev,
                paper.import_no,
                paper.score,
                *map((paper.shown or {}).get, _FACTS),
            )
            for paper in papers
        ),
    )
    database.execute_many(
        "INSERT INTO ids(alias, pid) VALUES (?, ?)", ((paper.id, paper.rowid) for paper in papers)
    )
    write_texts(database, {paper.rowid: paper.shown or {} for paper in papers})


_FACTS = ("arxiv_id", "published", "comments", "upvotes", "doi")
