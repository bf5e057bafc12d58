"""Pages of days around a digest's own, with papers that have upvotes."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from recto.index import Library
from recto.index.adding.imports import Source, next_import, take_in
from recto.index.paper import Record

from ..support.on_disk import store_of

NOW = datetime(2024, 5, 28, 7, 30, tzinfo=timezone(timedelta(hours=2)))
"""Long before these tests are run, so that whatever they add is new."""


def page(library: Library, name: str, *papers: str | Record, day: str = "2024-05-27") -> None:
    """Take in a page of a day; `Title=3` is a paper with upvotes."""
    records = []
    for rank, paper in enumerate(papers, 1):
        if isinstance(paper, Record):
            records.append(paper)
            continue
        title, _, upvotes = paper.partition("=")
        number = int(upvotes) if upvotes else None
        records.append(Record(title, f"About {title}.", rank, rank, upvotes=number))
    with store_of(library) as store, store.database.transaction():
        number = next_import(store)
        take_in(store, [Source(name, f"{name} {number}", records, day)], number)
