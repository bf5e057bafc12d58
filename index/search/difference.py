"""What an index lacks of the library: everything, what is new or has changed, or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from ..store.papers import load_gone, load_texts
from ..store.store import Store
from .postings.fields import kinds_of
from .segments.documents import Document
from .segments.extending import Extension
from .segments.stamp import Stamp

_WORTH_A_NOTICE = 500
"""Papers from which indexing takes long enough to be spoken of."""

_TOGETHER = 500
"""Papers whose authors are folded together."""

_MOST_REPLACED = 0.5
"""Share of papers told anew above which a new index is made rather than the old one extended."""


class Difference:
    """Compares an index, as its stamp describes it, with the library."""

    def __init__(self, store: Store, tell: Callable[[str], None]) -> None:
        self._store = store
        self._tell = tell

    def everything(self) -> Extension:
        """Return what an index lacks that is not there."""
        rev, total = self._store.text_rev, self._count()
        self._announce(total)
        return Extension(self._documents(), rev, total=total, is_anew=True)

    def lacking(self, stamp: Stamp | None) -> Extension | None:
        """Return what an index lacks, one that was interrupted too; None for nothing."""
        rev = self._store.text_rev
        if stamp is None:
            return self.everything()
        if stamp.rev >= rev and not stamp.upto:
            return None
        # Papers up to the one it has got to are known to it, but for what has changed since.
        known = self._count(after_rev=stamp.seen, to_rowid=stamp.upto)
        begun = self._count(after_rev=stamp.rev, to_rowid=stamp.upto) - known
        new = self._count(after_rev=stamp.rev, after_rowid=stamp.upto)
        total = self._count()
        if stamp.documents + new - total > _MOST_REPLACED * total:
            return self.everything()._replace(is_whole=True)
        self._announce(known + new)
        return Extension(
            chain(
                self._documents(after_rev=stamp.seen, to_rowid=stamp.upto),
                self._documents(after_rev=stamp.rev, after_rowid=stamp.upto),
            ),
            rev,
            load_gone(self._store.database, after_rev=stamp.rev),
            together=known,
            begun=begun,
            total=begun + known + new,
        )

    def _documents(self, **bounds: int) -> Iterator[Document]:
        rows = load_texts(self._store.database, **bounds)
        while part := list(islice(rows, _TOGETHER)):
            yield from documents_of(part)

    def _count(self, *, after_rev: int = 0, after_rowid: int = -1, to_rowid: int = 2**62) -> int:
        sql = "SELECT count(*) FROM papers WHERE rev > ? AND pid > ? AND pid <= ?"
        return int(self._store.database.value(sql, (after_rev, after_rowid, to_rowid)))

    def _announce(self, papers: int) -> None:
        if papers >= _WORTH_A_NOTICE:
            self._tell(f"Indexing {papers:,} papers for search.")


def documents_of(
    rows: Sequence[tuple[int, str, str, str, str, str | None, str]],
) -> Iterator[Document]:
    """Yield what the index is told of papers, of their rows as `load_texts` has them."""
    for (rowid, title, abstract, _, details, published, links), names in zip(
        rows, _lines([row[3] for row in rows]), strict=True
    ):
        year = published[:4] if published else ""
        document = Document(
            rowid,
            title,
            abstract,
            names,
            year=year if year.isdecimal() else "",
            links=kinds_of(links) if links != "[]" else (),
        )
        yield document if details == "{}" else _detailed(document, details)


def _lines(authors: Sequence[str]) -> list[str]:
    """Return names as they are kept as lines of words; of damaged ones nothing is known."""
    from .analysis.names import plain_lines  # the first screen does without

    try:
        return plain_lines(authors).split("\n")[:-1]
    except (ValueError, TypeError):
        if len(authors) == 1:
            return [""]
        return [line for kept in authors for line in _lines([kept])]


def _detailed(document: Document, details: str) -> Document:
    """Return a document with what few papers have, kept as JSON; damage costs only that."""
    try:
        told: Any = json.loads(details)
    except ValueError:
        return document
    if not isinstance(told, dict):
        return document
    venue, kind = told.get("venue"), told.get("type")
    return document._replace(
        venue=venue if isinstance(venue, str) else "",
        kind=kind if isinstance(kind, str) else "",
        categories=_texts(told.get("categories")),
        keywords=_texts(told.get("keywords")),
    )


def _texts(told: object) -> tuple[str, ...]:
    return tuple(map(str, told)) if isinstance(told, list) else ()
