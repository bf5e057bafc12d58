"""The orders of the whole library, against SQLite's own sorting."""

from __future__ import annotations

import random

import pytest
from recto.index.journal.acts import REMOVED
from recto.index.store import orders
from recto.index.store.listings import Listings
from recto.index.store.store import Store

from ..support.importing import add_page, made_up

ORDERS = {
    "newest": "ORDER BY published DESC, import_no DESC, score DESC, pid",
    "oldest": "ORDER BY published IS NULL, published < '0', published, import_no DESC, "
    "score DESC, pid",
    "comments": "ORDER BY comments DESC, import_no DESC, score DESC, pid",
    "upvotes": "ORDER BY upvotes DESC, import_no DESC, score DESC, pid",
    "relevance": "ORDER BY import_no DESC, score DESC, pid",
    "title": "JOIN titles t USING(pid) WHERE t.is_main AND p.hidden = 0 ORDER BY t.key, pid",
    "added": "LEFT JOIN (SELECT l.pid, min(g.import_no) AS first FROM places l "
    "JOIN pages g USING(gid) WHERE g.hidden = 0 GROUP BY l.pid) f USING(pid) WHERE p.hidden = 0 "
    "ORDER BY f.first DESC, p.import_no DESC, p.score DESC, pid",
}

DATES = ("2024-05-01", "2024-05", "2024", "--05-01", "--12-31", "1999-01-01", None)


@pytest.mark.parametrize("seed", range(8))
def test_each_order_is_sqlites(store: Store, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "_TOGETHER", 3)
    rng = random.Random(seed)
    listings = Listings(store)
    for page in range(4):
        titles = rng.sample(range(40), rng.randint(1, 15))
        add_page(store, f"{page}.txt", *(made_up(f"Paper {title}") for title in titles))
        rowids = [rowid for (rowid,) in store.database.rows("SELECT pid FROM papers")]
        with store.database.transaction():
            store.database.execute_many(
                "UPDATE papers SET published = ?, comments = ?, upvotes = ? WHERE pid = ?",
                (
                    (rng.choice(DATES), rng.choice((None, 0, 3, 7)), rng.choice((0, 5)), rowid)
                    for rowid in rng.sample(rowids, len(rowids) * 2 // 3)
                ),
            )
            if rng.random() < 0.5:
                removed = {f"{REMOVED}{rng.randint(0, page)}.txt": True}
                store.journal.record("remove-source", library=removed)
            if rng.random() < 0.5:
                store.journal.record("bookmark", rng.sample(rowids, 1), {"bookmark": 1})
            store.next_rev()
        for sort, sql in ORDERS.items():
            where = "" if "WHERE p" in sql or "WHERE t" in sql else "WHERE p.hidden = 0"
            wanted = store.database.rows(f"SELECT p.pid FROM papers p {where} {sql}")
            assert list(listings.order(sort)) == [rowid for (rowid,) in wanted], sort
