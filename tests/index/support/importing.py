"""Made-up papers, and pages of them that are taken into a store."""

from __future__ import annotations

import os
from typing import Any

from recto.index import Library, Paper
from recto.index.adding.imports import Source, Taken, next_import, take_in
from recto.index.paper import Record
from recto.index.store.listings import Listings
from recto.index.store.papers import load_papers
from recto.index.store.store import Store

from .on_disk import store_of

LONG = "A long abstract with code at https://github.com/x/y."


def made_up(title: str, abstract: str = "Short.", arxiv: str | None = None, **more: Any) -> Record:
    return Record(title, abstract, 1, 1, arxiv_id=arxiv, **more)


def add_page(
    library: Library | Store, name: str, *records: Record, checksum: str = "", kind: str = "add"
) -> Taken:
    """Add a page of these records, ranked in their order, as an import of its own."""
    ranked = [one._replace(rank=rank) for rank, one in enumerate(records, 1)]
    source = Source(name, checksum or os.urandom(8).hex(), ranked)
    with store_of(library) as store, store.database.transaction():
        return take_in(store, [source], next_import(store), kind=kind)[0]


def every(store: Store) -> list[Paper]:
    """Return all papers in their order."""
    return load_papers(store.database, Listings(store).order("relevance"))
