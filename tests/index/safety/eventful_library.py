"""A library in which everything has happened that can happen, and all that a library holds."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

from recto.index import Library, Position, View

from ..support import on_disk
from ..support.importing import add_page, made_up
from ..support.soundness import assert_is_sound

TABLES = {
    "papers": "SELECT id, arxiv_id, import_no, round(score, 9), hidden, published, comments, "
    "upvotes, doi, title, abstract, authors, author_count, organisation, links, details "
    "FROM papers JOIN texts USING(pid)",
    "records": "SELECT name, digest, number, id, said FROM records JOIN papers USING(pid) "
    "JOIN pages USING(gid) JOIN sources USING(sid)",
    "evidence": "SELECT key, id FROM evidence JOIN papers USING(pid)",
    "seen": "SELECT id, day, s.upvotes, s.comments FROM seen s JOIN papers USING(pid)",
    "remembered": "SELECT id, day, s.upvotes, s.comments FROM remembered s JOIN papers USING(pid)",
    "ids": "SELECT alias, id FROM ids JOIN papers USING(pid)",
    "titles": "SELECT key, id, is_main FROM titles JOIN papers USING(pid)",
    "sources": "SELECT name, label, papers FROM sources",
    "pages": "SELECT name, digest, import_no, hidden, day, kind FROM pages JOIN sources USING(sid)",
    "places": "SELECT name, digest, id, l.rank FROM places l JOIN papers USING(pid) "
    "JOIN pages USING(gid) JOIN sources USING(sid)",
    "journal": "SELECT act, machine, window, clock, wall, kind, subject, data FROM journal",
    "touched": "SELECT act, item, id FROM touched JOIN journal USING(seq) JOIN papers USING(pid)",
    "pending": "SELECT act, item, key, arxiv_id FROM pending JOIN journal USING(seq)",
    "marks": "SELECT id, name, value, clock, act FROM marks JOIN papers USING(pid)",
    "settings": "SELECT name, value, clock, act FROM settings",
    "brought": "SELECT source, digest, act FROM brought",
    "positions": "SELECT id, block, letter, words, part, wall, marks FROM positions "
    "JOIN papers USING(pid)",
    "drafts": "SELECT id, text, wall, base FROM drafts JOIN papers USING(pid)",
}
"""All that a library holds, told without its row numbers."""


def content(library: Library, *, without: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    return {
        name: sorted(map(repr, on_disk.rows(library, sql)))
        for name, sql in TABLES.items()
        if name not in without
    }


def let_everything_happen(library: Library) -> None:
    """Do on a library of bundled pages what puts something into each of its tables."""
    ids = [paper.id for paper in library.rows(library.listing("").rowids[:20])]
    add_page(
        library,
        "more.txt",
        made_up("Twin", arxiv="2401.00001", authors=("A. B.", "C. D."), author_count=9),
        made_up("Twin", arxiv="2401.00002", published="--05-02", organisation="Lab Ω"),
        made_up("One Name", arxiv="2401.00003", doi="10.1000/one"),
        made_up("Another Name", upvotes=3, comments=0, venue="Journal of Names", volume="7"),
        made_up("∞∞", abstract="Signs alone; see https://github.com/a/b."),
    )
    library.bookmark(ids[3:5])
    twin = library.paper("2401.00002").id
    library.tag([twin, *ids[:4]], add=["ml/pruning", "to-read"])
    another = next(
        one.id for one in library.rows(library.listing("").rowids) if one.title == "Another Name"
    )
    library.note(another, "On the paper that is merged below.\n\n  * indented")
    add_page(
        library,
        "late.txt",
        made_up("Another Name", arxiv="2401.00003"),
        made_up("Twin", arxiv="2401.00004"),
    )
    library.note(ids[0], "first")
    library.note(ids[0], "second")
    library.queue(ids[5:9])
    library.done(ids[6:7])
    library.tag(ids[:2], remove=["to-read"])
    library.undo()
    library.tags.rename("to-read", "later")
    library.searches.save("mine", "graph neural", View("tag", "ml"), "newest")
    library.sources.rename("late.txt", "My Late Papers")
    library.sources.remove("more.txt")
    library.notes.save_draft(ids[10], "half\ntyped ✎")
    rowid = library.paper(ids[11]).rowid
    library.positions.give_letter(rowid, "a", Position(7, 0, "Nets agree", 9))
    library.positions.keep(rowid, Position(40, 12, "Rows that are shuffled", 34))
    around = {"section": "1 Ink", "before": "It is said that", "after": "See below."}
    _, ident = library.highlights.add(rowid, "Ink dries\nslowly $x^2$.", **around, note="so?")
    library.highlights.set_note(rowid, ident, "so it is\n  indented")
    _, gone = library.highlights.add(rowid, "Ink is wet.")
    library.highlights.remove(rowid, gone)
    library.marks.mark_all_read(library.listing("").rowids[:50])
    library.undo()
    library.redo()
    assert_is_sound(library)


def lines(path: Path) -> list[bytes]:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()
