"""Papers in one format, for other programs and for people."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import chain
from pathlib import Path

from ..errors import RectoError
from ..paper import Paper
from .formats import CITING, EXPORT_FIELDS, WITH_FIELDS, WITHHELD
from .papers import Papers

_WRITERS = {
    "bibtex": ("bibtex", "write_bibtex"),
    "ris": ("ris", "write_ris"),
    "csl-json": ("csl", "write_csl"),
    "markdown": ("markdown", "write_markdown"),
    "csv": ("table", "write_csv"),
    "jsonl": ("json_lines", "write_json_lines"),
    "html": ("page", "write_page"),
    "atom": ("feed", "write_feed"),
}
"""The module and the function that write each format; loaded when one is asked for."""


class Export:
    """Papers in one format, written as they are asked for: any number takes the same memory."""

    def __init__(self, papers: Papers, format: str, fields: Sequence[str]) -> None:
        self.format = format
        self._papers = papers
        self._fields = tuple(fields)

    @property
    def count(self) -> int:
        """How many papers it has."""
        return len(self._papers)

    @property
    def pieces(self) -> Iterator[str]:
        """The text in pieces, to be gone through once; each time it is asked for, from anew."""
        module, name = _WRITERS[self.format]
        write = getattr(import_module(f".{module}", __package__), name)
        pieces: Iterator[str] = (
            write(self._papers, self._fields) if self.format in WITH_FIELDS else write(self._papers)
        )
        return pieces

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.pieces)

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write it to a file, wholly or not at all, and return which; only `force` replaces one.

        A table begins with the mark by which spreadsheets know UTF-8. Raises RectoError.
        """
        from .files import write_file

        target = Path(path)
        begin = ["\ufeff"] if self.format == "csv" else []
        write_file(target, chain(begin, self.pieces), force=force)
        return target

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences about what those who cite these papers will miss, and what helps."""
        if self.format not in CITING:
            return ()
        return tuple(_remarks(self._papers))


def check_fields(format: str, fields: Sequence[str]) -> None:
    """Raise RectoError for fields that a format has not, or papers have not."""
    if fields and format not in WITH_FIELDS:
        raise RectoError(
            f"The format {format} has no fields to choose",
            hint=f"{' and '.join(WITH_FIELDS)} have.",
        )
    for field in fields:
        if field not in EXPORT_FIELDS:
            from difflib import get_close_matches

            near = get_close_matches(field, EXPORT_FIELDS, n=1)
            raise RectoError(
                f"Papers have no field {field!r}",
                f"There are {', '.join(EXPORT_FIELDS)}.",
                f"Did you mean {near[0]}?" if near else "",
            )


def check_including(names: Iterable[str]) -> set[str]:
    """Return the attributes of what an export is to have besides; RectoError for a wrong name."""
    attributes = set()
    for name in names:
        singular = name.removesuffix("s")
        found = [told for word, told in WITHHELD.items() if word.removesuffix("s") == singular]
        if not found:
            raise RectoError(
                f"{name!r} is nothing that exports leave out",
                f"Of {', '.join(WITHHELD)} they have what is named.",
            )
        attributes.update(found)
    return attributes


def _remarks(papers: Iterable[Paper]) -> Iterator[str]:
    lacking: Counter[str] = Counter()
    total = 0
    for paper in papers:
        total += 1
        lacking["authors"] += not paper.authors
        lacking["a year"] += not paper.issued or paper.issued.startswith("-")
    if lacking["authors"]:
        yield _lack(lacking["authors"], total, "authors") + (
            " `recto add` a listing of arXiv or Hugging Face that names them fills them in."
        )
    if lacking["a year"]:
        yield _lack(lacking["a year"], total, "a year") + (
            " A listing with full dates fills it in; so does `recto add --year YEAR` with a page "
            "whose dates have none."
        )


def _lack(number: int, total: int, what: str) -> str:
    if total == 1:
        return f"The paper lacks {what}."
    return (
        f"{number:,} of {total:,} papers lack {what}."
        if number > 1
        else (f"1 of {total:,} papers lacks {what}.")
    )
