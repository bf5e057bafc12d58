"""Papers of an answer into the library, because the reader has marked them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ...adding.checksums import checksum
from ...adding.imports import Importer, Source
from ...identifiers import stub_title
from ...journal.acts import ADD
from ...paper import Record
from ...store.store import Store
from .asking import FoundPaper

_FIRST_IMPORT = 1
"""The import that they are of, so that none of them is new."""


def take_found(store: Store, source: str, papers: Sequence[FoundPaper]) -> str:
    """Take papers in as what the reader has named, in one act; return its step.

    Inside a transaction.
    """
    records: dict[str, list[Record]] = {}
    for paper in papers:
        for kind, record in zip(paper.kinds, paper.records, strict=True):
            told = records.setdefault(kind, [])
            told.append(record._replace(rank=len(told) + 1))
    # A list of their ids makes them papers that were brought in by hand.
    ids = [str(paper.records[0].arxiv_id) for paper in papers]
    records["arxiv"] = [
        Record(stub_title(id), "", rank, rank, arxiv_id=id) for rank, id in enumerate(ids, 1)
    ]
    pages = [Source(source, _digest(told), told, None, kind) for kind, told in records.items()]
    importer = Importer(store, _FIRST_IMPORT, ADD, pages)
    for page in pages:
        importer.take(page)
    importer.finish()
    return importer.step


def _digest(records: Sequence[Record]) -> str:
    return checksum([json.dumps(record, ensure_ascii=False).encode() for record in records], None)
