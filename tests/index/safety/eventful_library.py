"""A library in which everything has happened that can happen, and all that a library holds."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

from recto.index import Library

from ..support import on_disk

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
    "drafts": "SELECT id, text, wall, base FROM drafts JOIN papers USING(pid)",
}
"""All that a library holds, told without its row numbers."""


def content(library: Library, *, without: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    return {
        name: sorted(map(repr, on_disk.rows(library, sql)))
        for name, sql in TABLES.items()
        if name not in without
    }


def lines(path: Path) -> list[bytes]:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()
