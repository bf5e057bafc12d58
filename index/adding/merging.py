"""Two papers that turned out to be one: marks, places, titles and ids follow."""

from __future__ import annotations

from ..journal.fold import NOTE_SEAM
from ..paper import title_key
from ..records.shelf import describe_papers, load_records, write_papers
from ..store.store import Store
from .known_papers import place_score

_STEPS = (
    "INSERT OR IGNORE INTO titles SELECT key, :kept, 0 FROM titles WHERE key = :key "
    "UNION SELECT key, :kept, 0 FROM titles WHERE pid = :gone AND NOT is_main",
    "DELETE FROM titles WHERE key = :key AND pid = :gone",
    "DELETE FROM titles WHERE pid = :gone AND NOT is_main",
    "UPDATE ids SET pid = :kept WHERE pid = :gone",
    # An item of a journal row is one paper, so the acts of both never collide.
    "UPDATE touched SET pid = :kept WHERE pid = :gone",
    "DELETE FROM marks WHERE pid = :gone",
    "INSERT INTO remembered SELECT :kept, day, upvotes, comments FROM remembered WHERE pid = :gone "
    "ON CONFLICT DO UPDATE SET upvotes = max(coalesce(upvotes, excluded.upvotes), "
    "coalesce(excluded.upvotes, upvotes)), comments = max(coalesce(comments, excluded.comments), "
    "coalesce(excluded.comments, comments))",
    "DELETE FROM remembered WHERE pid = :gone",
    "DELETE FROM seen WHERE pid = :gone",
    "DELETE FROM evidence WHERE pid = :gone",
    # Of two half-typed notes both texts stay.
    "INSERT INTO drafts SELECT :kept, text, wall, base FROM drafts WHERE pid = :gone "
    "ON CONFLICT DO UPDATE SET text = text || :seam || excluded.text, "
    "wall = max(wall, excluded.wall)",
    "DELETE FROM drafts WHERE pid = :gone",
    "DELETE FROM texts WHERE pid = :gone",
    "INSERT INTO gone SELECT :gone, value FROM meta WHERE key = 'rev'",
    "DELETE FROM papers WHERE pid = :gone",
)


def merge(store: Store, kept: int, gone: int, rev: int) -> tuple[int, float]:
    """Make everything of paper `gone` belong to paper `kept`, inside a transaction.

    Returns the newest import in sight that holds the paper now, and its score there.
    """
    records = load_records(store.database, [kept, gone])
    write_papers(
        store.database, {kept: [told for those in records.values() for told in those]}, rev
    )
    title = store.database.value("SELECT title FROM texts WHERE pid = ?", (gone,))
    names = {"kept": kept, "gone": gone, "key": title_key(title), "seam": NOTE_SEAM}
    for step in _STEPS:
        store.database.execute(step, names)
    store.journal.projection.refold([kept])
    describe_papers(store.database, [kept], rev)
    # A search for the other title's words has to miss it: it is indexed anew.
    store.database.execute("UPDATE papers SET rev = ? WHERE pid = ?", (rev, kept))
    ranks = store.database.rows(
        "SELECT g.import_no, l.rank FROM places l JOIN pages g USING(gid) "
        "WHERE l.pid = ? AND NOT g.hidden",
        (kept,),
    )
    newest = max((import_no for import_no, _ in ranks), default=0)
    return newest, sum(place_score(rank) for import_no, rank in ranks if import_no == newest)
