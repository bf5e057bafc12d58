"""What the reader says of a paper against its sources, and what those say."""

from __future__ import annotations

import datetime
import io
import json
import re
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from ..errors import RectoError
from ..journal.acts import ARXIV, EDIT, KEY, compact
from ..parts.context import Context
from ..text import clean
from .recording import marked

if TYPE_CHECKING:
    from ..journal.acts import Act
    from ..journal.fold import Value
    from ..paper import Paper, Record
    from ..records.explaining import FieldSources
    from ..results import Marked

EDITABLE = (
    "title",
    "abstract",
    "authors",
    "organisation",
    "published",
    "updated",
    "published_journal",
    "arxiv_id",
    "arxiv_version",
    "arxiv_comment",
    "categories",
    "doi",
    "venue",
    "volume",
    "issue",
    "pages",
    "publisher",
    "license",
    "type",
    "keywords",
    "remark",
    "links",
    "cite_key",
)
"""Fields that can be corrected; the others are counted or seen."""

_FORMS = {
    "published": "a date such as 2024, 2024-05 or 2024-05-28",
    "updated": "a date such as 2024, 2024-05 or 2024-05-28",
    "published_journal": "a date such as 2024, 2024-05 or 2024-05-28",
    "arxiv_id": "an arXiv id such as 2405.15738, or a link to one",
    "arxiv_version": "a number",
    "doi": "a DOI such as 10.1000/182, or a link to one",
    "links": "web addresses",
    "cite_key": "a key without spaces, commas and braces",
}

_DATES = ("published", "updated", "published_journal")
_MORE = re.compile(r"(?i)(?:et al\.?|and others|others|…)")
_BETWEEN_NAMES = re.compile(r"\s*;\s*|\s+and\s+|\n")
_BETWEEN_WORDS = re.compile(r"\s*[;,\n]\s*")
_KEY = re.compile(r"[^\s{}\"#%'(),=~\\]{1,200}")


class Corrections:
    """The reader's own word on papers: acts of the journal, which beat all sources."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database
        self._journal = context.store.journal

    def sources(self, paper: str | Paper) -> tuple[FieldSources, ...]:
        """Return each field with who says what of it, and by which rule one counts.

        Raises NotFoundError.
        """
        from ..records.explaining import explain

        return tuple(explain(self._database, self._context.one(paper)))

    def edit(self, paper: str | Paper, changes: Mapping[str, Any]) -> Marked:
        """Correct fields of a paper, `EDITABLE`, in one act.

        An empty value goes back to what the sources say, None says that there is no such thing.
        Lists may be texts: names with `;` or `and` between them, others with commas. Raises
        NotFoundError, and RectoError for what a field cannot be, before anything is changed.
        """
        said: dict[str, Any] = {}
        for name, value in changes.items():
            said |= _said(name, value)
        with self._database.transaction():
            rowid = self._context.one_to_mark(paper)
            marks = self._marks(rowid, said)
            act = self._record(rowid, marks)
        told = marked(self._context, act)
        return replace(told, papers=tuple(self._context.rows(self._papers(act, rowid))))

    def as_bibtex(self, paper: str | Paper) -> str:
        """Return a paper as BibTeX for the reader to correct, without tags and note."""
        from ..exports.bibtex import write_bibtex
        from ..exports.papers import Papers

        def load(rowids: Sequence[int]) -> list[Paper]:
            return [replace(one, tags=(), note=None) for one in self._context.rows(rowids)]

        chosen = array("q", [self._context.one(paper)])
        return "".join(write_bibtex(Papers(chosen, load, lambda _: {}, ""))).rstrip() + "\n"

    def take_bibtex(self, paper: str | Paper, before: str, after: str) -> Marked:
        """Correct what has changed between two texts of `as_bibtex`.

        A field that is gone is corrected to nothing. Raises RectoError for what is not one entry.
        """
        was, now = _entry(before), _entry(after)
        old, new = _fields(was), _fields(now)
        changes = {
            name: new.get(name)
            for name in EDITABLE
            if old.get(name) != new.get(name) and (name in new or name != "cite_key")
        }
        if "authors" in changes and new.get("has_more_authors"):
            changes["authors"] = [*(new["authors"] or ()), "et al."]
        return self.edit(paper, changes)

    def _marks(self, rowid: int, said: Mapping[str, Any]) -> dict[str, Value]:
        """Return the marks that say so, without those that the paper has."""
        from ..records.shelf import load_shown

        held = dict(
            self._database.rows(
                "SELECT name, value FROM marks WHERE pid = ? AND value IS NOT NULL", (rowid,)
            )
        )
        shown = load_shown(self._database, [rowid]).get(rowid, {})
        marks: dict[str, Value] = {}
        for name, value in said.items():
            mark = EDIT + name
            if name == "cite_key":
                marks[KEY] = value or None
            elif name == "arxiv_id":
                marks |= {ARXIV: value or None, mark: "null" if value is None else None}
            elif value == "":
                marks[mark] = None
            elif mark in held or value != shown.get(name):
                marks[mark] = compact(value)
        return {name: value for name, value in marks.items() if held.get(name) != value}

    def _record(self, rowid: int, marks: Mapping[str, Value]) -> Act:
        from ..journal.acts import Act

        if not marks:
            return Act("", "edit", [rowid])
        from ..journal.pending import apply_pending

        act = self._journal.record("edit", [rowid], marks)
        if marks.get(ARXIV):
            apply_pending(self._journal)
        return act

    def _papers(self, act: Act, rowid: int) -> list[int]:
        """Return the paper that an act is about by now: an arXiv id may have made one of two."""
        sql = "SELECT t.pid FROM touched t JOIN journal j USING(seq) WHERE j.act = ?"
        return [pid for (pid,) in self._database.rows(sql, (act.id,))] or [rowid]


def _said(name: str, value: Any) -> dict[str, Any]:
    """Return what is said of a field and of those that go with it, in the form of descriptions.

    Raises RectoError.
    """
    if name not in EDITABLE:
        raise RectoError(
            "There is no such field",
            f"{clean(name)!r} cannot be corrected.",
            f"Choose one of {', '.join(EDITABLE)}.",
        )
    more: dict[str, Any] = {"has_more_authors": ""} if name == "authors" else {}
    if isinstance(value, str) and not value.strip():
        return {name: "", **more}
    if value is None or value == ():
        if name == "title":
            raise _refusal(name, value)
        return {name: None, **more}
    from ..records.forms import checked

    if name == "cite_key":
        if not isinstance(value, str) or not _KEY.fullmatch(value.strip()):
            raise _refusal(name, value)
        return {name: value.strip()}
    given = _parted(name, value) if isinstance(value, str) else value
    if name == "authors" and isinstance(given, list):
        names = [one for one in given if not (isinstance(one, str) and _MORE.fullmatch(one))]
        if len(names) < len(given):
            more["has_more_authors"] = True
        given = names
    found = checked(name, given)
    if found is None or (isinstance(given, list) and len(found) != len(given)):
        raise _refusal(name, value)
    if name in _DATES and not _is_day(found):
        raise _refusal(name, value)
    return {name: found, **more}


def _is_day(date: str) -> bool:
    """Whether there is such a day, month or year; a date may lack its year, `--05-28`."""
    whole = f"2000{date[1:]}" if date.startswith("--") else f"{date}-01-01"[:10]
    try:
        datetime.date.fromisoformat(whole)
    except ValueError:
        return False
    return True


def _parted(name: str, text: str) -> Any:
    """Return what a text says of a field, before it is checked."""
    from ..links import find_links
    from ..records.telling import LISTS

    if name == "arxiv_version":
        return int(text) if text.strip().isascii() and text.strip().isdigit() else None
    if name == "links":
        return [list(link) for link in find_links(text)] or None
    if name == "authors":
        return [one for one in _BETWEEN_NAMES.split(text.strip()) if one]
    if name in LISTS:
        return [one for one in _BETWEEN_WORDS.split(text.strip()) if one]
    return text


def _refusal(name: str, value: Any) -> RectoError:
    told = clean(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    form = _FORMS.get(name)
    return RectoError(
        f"{told!r} cannot be the {name}",
        f"It is {form}." if form else "",
        "Nothing was changed.",
    )


def _entry(text: str) -> Record:
    """Return the only entry of a BibTeX file. Raises RectoError."""
    from ..errors import SourceError
    from ..pages.kinds import open_records

    records: list[Record] = []
    problems: list[str] = []
    try:
        file = open_records("bibtex", cast(Any, io.BytesIO(text.encode())), "the entry")
        records = list(file.records())
        problems = [one.reason for one in file.problems]
    except SourceError as error:
        problems = [error.message]
    if len(records) != 1:
        reason = problems[0] if problems else f"It has {len(records)} entries in place of one."
        raise RectoError("That is no BibTeX entry", reason, "Nothing was changed.")
    return records[0]


def _fields(record: Record) -> dict[str, Any]:
    from ..records.telling import fields_of

    return {**fields_of(record), **({"cite_key": record.cite_key} if record.cite_key else {})}
