"""Records and descriptions in the tables; all functions that write are called in a transaction.

What is kept of a record is what its paper's description does not say, so whoever changes a
description goes by `write_papers`, which keeps what every record says as it is.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ..database.database import Database
from ..paper import DETAILS
from .corrections import load_corrections
from .description import describe
from .evidence.rows import write_names
from .keeping import RANK, pack, unpack
from .seen_numbers import load_remembered, write_seen
from .telling import Fields, Told, find_all_links

_AMONG = "IN (SELECT value FROM json_each(?))"

_RECORDS = f"""SELECT r.gid, r.number, r.pid, r.said, s.name, g.digest, g.day, g.kind, g.hidden
    FROM records r JOIN pages g USING(gid) JOIN sources s USING(sid)
    WHERE r.pid {_AMONG} ORDER BY r.gid, r.number"""

_SHOWN = f"""SELECT p.pid, t.title, t.abstract, t.authors, t.author_count, t.organisation,
    p.published, p.comments, p.upvotes, p.arxiv_id, p.doi, t.details
    FROM papers p JOIN texts t USING(pid) WHERE p.pid {_AMONG}"""

GIVEN = "given"
"""The name in `texts.details` of the links that records give besides those of the abstract."""

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

_LONG = ("title", "abstract", "links")
_SHORT = ("authors", "author_count", "organisation", *DETAILS)
_INDEXED = ("title", "abstract", "authors", "venue", "categories", "type", "keywords", "links")
_FACTS = ("published", "comments", "upvotes", "arxiv_id", "doi")

Records = dict[int, list[Told]]
"""Records by the row numbers of their papers."""


def load_records(database: Database, pids: Collection[int]) -> Records:
    """Return all records of these papers, in force or not, each as its page says it."""
    return _expanded(database, pids, load_shown(database, pids))


def _expanded(database: Database, pids: Collection[int], shown: Mapping[int, Fields]) -> Records:
    found: Records = {}
    rows = database.rows(_RECORDS, (json.dumps(list(pids)),))
    for gid, number, pid, text, source, checksum, day, kind, is_hidden in rows:
        said, rank = dict(shown.get(pid, {})), None
        if text:
            said, rank = unpack(database.parsed(text), said)
        found.setdefault(pid, []).append(
            Told(
                gid,
                number,
                said,
                rank=number if rank is None else rank,
                source=source,
                checksum=checksum,
                day=day,
                kind=kind,
                is_in_force=not is_hidden,
                pid=pid,
            )
        )
    return found


def load_shown(database: Database, pids: Collection[int]) -> dict[int, Fields]:
    """Return what is shown of these papers, by field."""
    rows = database.rows(_SHOWN, (json.dumps(list(pids)),))
    return {row[0]: _shown(database, row[1:]) for row in rows}


def _shown(database: Database, row: Sequence[Any]) -> Fields:
    title, abstract, authors, count, organisation, published, comments, upvotes, *rest = row
    arxiv, doi, details = rest
    shown: Fields = {"title": title}
    if abstract:
        shown["abstract"] = abstract
    if authors != "[]":
        shown["authors"] = database.parsed(authors)
    if count:
        shown["author_count"] = count
    if organisation:
        shown["organisation"] = organisation
    if published:
        shown["published"] = published
    if comments is not None:
        shown["comments"] = comments
    if upvotes is not None:
        shown["upvotes"] = upvotes
    if arxiv:
        shown["arxiv_id"] = arxiv
    if doi:
        shown["doi"] = doi
    if details != "{}":
        told = database.parsed(details)
        if GIVEN in told:
            shown["links"] = told.pop(GIVEN)
        shown.update(told)
    return shown


def write_papers(
    database: Database,
    records: Mapping[int, Sequence[Told]],
    rev: int = 0,
    *,
    is_retold: bool = False,
) -> set[int]:
    """Let these papers have exactly these records, and describe them by what they say.

    Papers have their rows by now; records of none of them keep their papers. What follows from
    records is written too: places, other titles and ids, and the numbers that were seen. `rev` is
    the library's where it was counted up; `is_retold` where records say what they did not say
    before. Returns the papers whose descriptions have changed.
    """
    pids = list(records)
    before = load_shown(database, pids)
    moved = [pid for pid, those in records.items() if any(told.pid != pid for told in those)]
    left = {told.pid for those in records.values() for told in those if told.pid}
    changed = _describe(database, records, before, rev, is_retold=is_retold)
    _place(database, sorted({*moved, *(left - {0})}))
    return set(changed)


def describe_papers(database: Database, pids: Collection[int], rev: int = 0) -> set[int]:
    """Describe papers by what their records in force say now; return those that have changed."""
    before = load_shown(database, pids)
    return set(_describe(database, _expanded(database, pids, before), before, rev))


def learn_records(
    database: Database,
    records: Mapping[int, Sequence[Told]],
    before: Mapping[int, Fields],
    rev: int,
) -> dict[int, Fields]:
    """Add records to papers of which so much is shown; return what is shown of them then."""
    known = _expanded(database, list(records), before)
    together = {pid: [*known.get(pid, ()), *those] for pid, those in records.items()}
    return {**before, **_describe(database, together, before, rev)}


def _describe(
    database: Database,
    records: Mapping[int, Sequence[Told]],
    before: Mapping[int, Fields],
    rev: int,
    *,
    is_retold: bool = False,
) -> dict[int, Fields]:
    """Describe papers by these records and write it; return what has changed."""
    records = {pid: those for pid, those in records.items() if those}
    if not records:
        return {}
    among = json.dumps(list(records))
    corrections = load_corrections(database, records)
    remembered = load_remembered(database, records)
    after = {
        pid: describe(those, corrections.get(pid), remembered.get(pid, ()))
        for pid, those in records.items()
    }
    changed = {pid: shown for pid, shown in after.items() if before.get(pid) != shown}
    if changed:
        if not rev:
            database.execute("UPDATE meta SET value = value + 1 WHERE key = 'rev'")
            rev = database.value("SELECT value FROM meta WHERE key = 'rev'")
        write_shown(database, changed, before, rev)
    keep_records(
        database,
        (
            (told, pid, after[pid])
            for pid, those in records.items()
            for told in those
            if is_retold or pid in changed or told.pid != pid
        ),
    )
    named = {
        pid: those
        for pid, those in records.items()
        if is_retold or not _is_named(those, pid, before.get(pid, {}), after[pid])
    }
    if named:
        write_names(database, named, after)
    write_seen(database, records, remembered, among)
    for pid, those in records.items():
        for told in those:
            told.pid = pid
    return changed


_NAMING = ("title", "arxiv_id", "doi")


def _is_named(those: Sequence[Told], pid: int, before: Fields, after: Fields) -> bool:
    """Tell whether a paper surely goes by what its records say already."""
    return all(
        before.get(name) == after.get(name)
        and all(told.pid == pid or told.said.get(name) in (None, after.get(name)) for told in those)
        for name in _NAMING
    )


def write_shown(
    database: Database, papers: Mapping[int, Fields], before: Mapping[int, Fields], rev: int
) -> None:
    """Write what is shown of papers that have rows; some of it has to be indexed anew."""
    database.execute_many(
        "UPDATE papers SET published = ?, comments = ?, upvotes = ?, arxiv_id = ?, doi = ? "
        "WHERE pid = ?",
        ((*map(shown.get, _FACTS), pid) for pid, shown in papers.items()),
    )
    texts, authors = {}, {}
    reread = []
    for pid, shown in papers.items():
        known = before.get(pid, {})
        if any(known.get(name) != shown.get(name) for name in _LONG):
            texts[pid] = shown
        elif any(known.get(name) != shown.get(name) for name in _SHORT):
            authors[pid] = shown
        if _indexed(known) != _indexed(shown):
            reread.append(pid)
    write_texts(database, texts)
    database.execute_many(
        "UPDATE texts SET authors = ?, author_count = ?, organisation = ?, details = ? "
        "WHERE pid = ?",
        ((*_others(shown), pid) for pid, shown in authors.items()),
    )
    database.execute_many("UPDATE papers SET rev = ? WHERE pid = ?", ((rev, pid) for pid in reread))


def _indexed(shown: Fields) -> list[object]:
    """Return what the full-text index is told of a paper: of its date the year."""
    return [*map(shown.get, _INDEXED), (shown.get("published") or "")[:4]]


def write_texts(database: Database, papers: Mapping[int, Fields]) -> None:
    """Write the long texts of papers, new or not."""
    database.execute_many(
        "INSERT INTO texts(pid, title, abstract, authors, author_count, organisation, links, "
        "details) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(pid) DO UPDATE SET "
        "title = excluded.title, abstract = excluded.abstract, authors = excluded.authors, "
        "author_count = excluded.author_count, organisation = excluded.organisation, "
        "links = excluded.links, details = excluded.details",
        ((pid, *_texts(shown)) for pid, shown in papers.items()),
    )


def _texts(shown: Fields) -> tuple[object, ...]:
    links = find_all_links(shown)
    authors, count, organisation, details = _others(shown)
    return (
        shown["title"],
        shown.get("abstract", ""),
        authors,
        count,
        organisation,
        _COMPACT.encode(links) if links else "[]",
        details,
    )


def _others(shown: Fields) -> tuple[object, ...]:
    """Return what changes oftener than what is indexed."""
    details = {name: shown[name] for name in DETAILS if name in shown}
    if "links" in shown:
        details[GIVEN] = shown["links"]
    return (
        _COMPACT.encode(shown["authors"]) if "authors" in shown else "[]",
        shown.get("author_count"),
        shown.get("organisation"),
        _COMPACT.encode(details) if details else "{}",
    )


def keep_records(database: Database, records: Iterable[tuple[Told, int, Fields]]) -> None:
    """Keep records with the papers of these row numbers, of which so much is shown."""
    database.execute_many(
        "INSERT INTO records(gid, number, pid, said) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET pid = excluded.pid, said = excluded.said",
        ((told.gid, told.number, pid, pack(told, shown)) for told, pid, shown in records),
    )


def _place(database: Database, pids: Collection[int]) -> None:
    """Let papers stand where their records do, on each page at the best of them."""
    if not pids:
        return
    among = json.dumps(list(pids))
    database.execute(f"DELETE FROM places WHERE pid {_AMONG}", (among,))
    database.execute(
        "INSERT INTO places(gid, pid, rank) SELECT gid, pid, "
        f"min(coalesce(json_extract(said, '$.\"{RANK}\"'), number)) FROM records "
        f"WHERE pid {_AMONG} GROUP BY gid, pid",
        (among,),
    )
