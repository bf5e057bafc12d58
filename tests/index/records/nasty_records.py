"""Records whose evidence overlaps in many ways, and what of them must be the same everywhere."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from recto.index.paper import Record
from recto.index.records.components import Components
from recto.index.records.neighbours import load_kept
from recto.index.records.says import load_says
from recto.index.store.papers import load_papers
from recto.index.store.store import Store

from ..support.soundness import assert_is_sound

TITLES = ("Introduction", "Introduction.", "C++", "C", "C#", "Schrödinger", "Schrodinger", "Inks")
AUTHORS = ((), (), ("Ann Alpha",), ("Bob Beta", "Ann Alpha"), ("A. Álpha",))
DOIS = (None, None, None, "10.1000/a", "10.1000/b", "10.1101/123456v1", "10.1101/123456v2")
ARXIVS = (None, None, None, "2401.00001", "2401.00002")
DATES = (None, "2001", "2002-05", "2004-01-02", "2015")


def random_record(chance: random.Random, number: int) -> Record:
    return Record(
        chance.choice(TITLES),
        f"It says {number}.",
        1,
        1,
        authors=chance.choice(AUTHORS),
        published=chance.choice(DATES),
        arxiv_id=chance.choice(ARXIVS),
        doi=chance.choice(DOIS),
    )


def random_pages(chance: random.Random, count: int) -> list[tuple[str, list[Record]]]:
    """Return pages by name; each tells a few papers."""
    return [(f"page {number}", list(_records(chance, number))) for number in range(count)]


def _records(chance: random.Random, page: int) -> Iterator[Record]:
    for number in range(chance.randint(1, 3)):
        yield random_record(chance, 10 * page + number)


def shown(store: Store) -> list[Any]:
    """Return the papers in sight, field by field, in an order that does not depend on rows."""
    rows = store.database.rows("SELECT pid FROM papers WHERE NOT hidden")
    papers = []
    for paper in load_papers(store.database, [rowid for (rowid,) in rows]):
        told = paper.as_json()
        del told["id"]
        told["sources"].sort(key=lambda place: (place["name"], place["rank"]))
        papers.append(sorted((name, repr(value)) for name, value in told.items()))
    return sorted(papers)


def assert_is_grouped(store: Store) -> None:
    """Check that papers are those that all records make, looked at together."""
    assert_is_sound(store)
    pids = [pid for (pid,) in store.database.rows("SELECT pid FROM papers")]
    says = load_says(store.database)
    names: dict[int, set[str]] = {}
    for pid, key in store.database.rows("SELECT pid, key FROM titles WHERE key LIKE '~%'"):
        names.setdefault(pid, set()).add(key)
    parts = Components(load_kept(store.database, pids, says.apart), says, names).parts
    # Papers that no page has told stay as they are.
    wanted = {frozenset(kept.name for kept in part if kept.name != (0, 0)) for part in parts}
    wanted -= {frozenset()}
    present: dict[int, set[tuple[int, int]]] = {}
    for pid, gid, number in store.database.rows("SELECT pid, gid, number FROM records"):
        present.setdefault(pid, set()).add((gid, number))
    assert {frozenset(names) for names in present.values()} == wanted
    ids = [id for (id,) in store.database.rows("SELECT id FROM papers")]
    assert len(set(ids)) == len(ids)
    aliases = dict(store.database.rows("SELECT alias, pid FROM ids"))
    assert all(aliases[id] == pid for pid, id in store.database.rows("SELECT pid, id FROM papers"))
