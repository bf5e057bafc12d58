"""Leaves of a query with what each says of a paper, and a library on which they differ."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from recto.index import Kept, Library, Paper

from ..support.on_disk import store_of

PEOPLE = ["Geoffrey Hinton", "Yann LeCun", "José García", "Fei-Fei Li", "Liang Lin", "A. N. Other"]


@pytest.fixture(scope="module")
def rich(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library with every kind of mark and fact on some papers, not to be changed."""
    path = tmp_path_factory.mktemp("rich") / "recto"
    shutil.copytree(seeded, path)
    library = Library.open(path)
    rowids = list(library.listing("").rowids)
    ids = [paper.id for paper in library.rows(rowids)]
    chance = random.Random(1)
    library.bookmark(rowids=rowids[:40], via=Kept("lottery tickets", "unread"))
    library.bookmark(rowids=rowids[:5], on=False)
    library.mark_read(rowids=chance.sample(rowids, 200))
    library.queue(rowids=chance.sample(rowids, 30))
    library.done(rowids=chance.sample(rowids, 30))
    library.not_interested(rowids=rowids[300:320])
    for name in ("ml", "ml/pruning", "ML/vision", "mlops", "done", "ünder"):
        library.tag(rowids=chance.sample(rowids, 25), add=[name])
    for paper_id in chance.sample(ids, 12):
        library.note(paper_id, chance.choice(["An idea, for later", "compare with\nthe baseline"]))
    with store_of(library) as store, store.database.transaction():
        execute = store.database.execute
        for rowid in rowids:
            when = chance.choice(
                [
                    None,
                    f"{chance.randint(2019, 2025)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
                    "--05-03",
                ]
            )
            execute(
                "UPDATE papers SET published = ?, comments = ?, upvotes = ?, arxiv_id = ? "
                "WHERE pid = ?",
                (
                    when,
                    chance.choice([None, 0, 1, 4, 12]),
                    chance.choice([None, 0, 9, 10, 50]),
                    chance.choice([None, f"23{chance.randint(10, 12)}.{rowid:05}"]),
                    rowid,
                ),
            )
            authors = str(chance.sample(PEOPLE, chance.randint(0, 4))).replace("'", '"')
            execute("UPDATE texts SET authors = ? WHERE pid = ?", (authors, rowid))
        execute("UPDATE papers SET rev = ?", (store.next_rev(),))
    return library


def tagged(paper: Paper, name: str) -> bool:
    return any(f"{tag}/".casefold().startswith(f"{name}/") for tag in paper.tags)


def is_marked(paper: Paper) -> bool:
    is_placed = paper.queue is not None or paper.done is not None
    return paper.bookmarked or is_placed or paper.rejected or bool(paper.tags) or bool(paper.note)


def dated(paper: Paper) -> str:
    return paper.published if paper.published and paper.published[0] != "-" else ""


def number_of_authors(paper: Paper) -> int:
    return paper.author_count or len(paper.authors)


def has(text: str, pattern: str) -> bool:
    return bool(re.search(pattern, text, re.IGNORECASE))


LEAVES: dict[str, Callable[[Paper], bool]] = {
    "is:bookmarked": lambda p: p.bookmarked,
    "is:read": lambda p: p.read,
    "is:unread": lambda p: not p.read and not p.rejected,
    "is:queued": lambda p: p.queue is not None,
    "is:done": lambda p: p.done is not None,
    "is:rejected": lambda p: p.rejected,
    "is:new": lambda p: not p.read and not is_marked(p),
    "has:note": lambda p: p.note is not None,
    "has:tags": lambda p: bool(p.tags),
    "has:date": lambda p: p.published is not None,
    "has:comments": lambda p: (p.comments or 0) > 0,
    "has:link": lambda p: bool(p.links),
    "has:code": lambda p: any(link.kind == "code" for link in p.links),
    "tag:ml": lambda p: tagged(p, "ml"),
    "tag:ML/vision": lambda p: tagged(p, "ml/vision"),
    "tag:ml*": lambda p: any(tag.casefold().startswith("ml") for tag in p.tags),
    "tag:#done": lambda p: "done" in p.tags,
    "tag:none": lambda p: False,
    "note:idea": lambda p: "idea" in (p.note or ""),
    'note:"with the"': lambda p: "with\nthe" in (p.note or ""),
    "via:ticket": lambda p: p.kept_from is not None,
    "via:unread": lambda p: p.kept_from is not None,
    "source:002": lambda p: any(place.name.startswith("002") for place in p.sources),
    "author:hinton": lambda p: "Geoffrey Hinton" in p.authors,
    "author:garcia": lambda p: "José García" in p.authors,
    "author:li": lambda p: "Fei-Fei Li" in p.authors,
    "author:li*": lambda p: bool({"Fei-Fei Li", "Liang Lin"} & set(p.authors)),
    'author:"yann lecun"': lambda p: "Yann LeCun" in p.authors,
    'author:"hinton yann"': lambda p: False,
    "authors:>2": lambda p: number_of_authors(p) > 2,
    "authors:<2": lambda p: number_of_authors(p) == 1,
    "comments:>3": lambda p: p.comments is not None and p.comments > 3,
    "comments:<=1": lambda p: p.comments is not None and p.comments <= 1,
    "comments:0": lambda p: p.comments == 0,
    "upvotes:>=10": lambda p: p.upvotes is not None and p.upvotes >= 10,
    "upvotes:1..20": lambda p: p.upvotes is not None and 1 <= p.upvotes <= 20,
    "year:2022": lambda p: dated(p).startswith("2022"),
    "year:2023..": lambda p: dated(p) >= "2023",
    "date:2021-03..2022-04": lambda p: "2021-03" <= dated(p) < "2022-05",
    "date:>2023": lambda p: dated(p) >= "2024",
    "date:<2021-05-15": lambda p: "2" <= dated(p) < "2021-05-15",
    "date:>=2021-05-15": lambda p: dated(p) >= "2021-05-15",
    "arxiv:2311": lambda p: (p.arxiv_id or "").startswith("2311"),
    "added:1d": lambda p: True,
    "added:>1y": lambda p: False,
    "id:b": lambda p: p.id.startswith("b"),
    # Words
    "lottery": lambda p: has(f"{p.title} {p.abstract}", r"\blotter(y|ies)\b"),
    "title:pruning": lambda p: has(p.title, r"\b(un)?prun(e[drs]?|ing)\b"),
    '"neural networks"': lambda p: has(f"{p.title}\n{p.abstract}", r"\bneural\W+networks\b"),
    'abstract:"we propose"': lambda p: has(p.abstract, r"\bwe\W+propose\b"),
    "=trained": lambda p: has(f"{p.title}\n{p.abstract}", r"\btrained\b"),
    "quokka": lambda p: False,
}
