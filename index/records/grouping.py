"""Which records are one paper: the tables made to say what the rule says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from ..database.database import Database
from ..identifiers import paper_id
from ..identity.meaning import FORMER
from ..journal.fold import NOTE_SEAM
from ..journal.projection import Projection
from .components import Components, owners
from .description import describe
from .ids import free_id, id_names
from .loose import write_loose
from .meant_papers import Items, Misplaced
from .neighbours import Area, load_area
from .says import concerned_among, has_says
from .shelf import load_records, write_papers
from .telling import Fields, Told

_PART = 1000
"""Papers that are looked at together with what evidence joins them with."""

_AMONG = "IN (SELECT value FROM json_each(?))"

_DOUBTFUL = f"""
SELECT pid FROM records WHERE pid {_AMONG} GROUP BY pid HAVING count(*) > 1
UNION SELECT t.pid FROM titles t JOIN titles u ON u.key = t.key AND u.pid <> t.pid
    WHERE t.pid {_AMONG}
UNION SELECT pid FROM evidence WHERE pid {_AMONG}
UNION SELECT p.pid FROM papers p JOIN papers q ON q.arxiv_id = p.arxiv_id AND q.pid <> p.pid
    WHERE p.pid {_AMONG}
UNION SELECT p.pid FROM papers p JOIN evidence e ON e.key = 'arxiv:' || p.arxiv_id
    WHERE p.pid {_AMONG}
UNION SELECT p.pid FROM papers p JOIN papers q ON q.doi = p.doi AND q.pid <> p.pid
    WHERE p.pid {_AMONG}
UNION SELECT p.pid FROM papers p JOIN evidence e ON e.key = 'doi:' || p.doi WHERE p.pid {_AMONG}
UNION SELECT t.pid FROM titles t JOIN loose l ON l.key = t.key WHERE t.pid {_AMONG}
UNION SELECT p.pid FROM papers p JOIN loose l ON l.key = 'arxiv:' || p.arxiv_id
    WHERE p.pid {_AMONG}
UNION SELECT p.pid FROM papers p JOIN loose l ON l.key = 'doi:' || p.doi WHERE p.pid {_AMONG}
UNION SELECT t.pid FROM loose l JOIN touched t ON t.seq = l.seq AND t.item = l.item
    WHERE t.pid {_AMONG}
"""
"""Papers that may have to be divided, or to become one with others, or that may be meant by acts
which are about others."""

_VANISH = (
    "UPDATE OR IGNORE titles SET pid = :kept, is_main = 0 WHERE pid = :gone",
    "DELETE FROM titles WHERE pid = :gone",
    "UPDATE ids SET pid = :kept WHERE pid = :gone",
    "UPDATE touched SET pid = :kept WHERE pid = :gone",
    "DELETE FROM places WHERE pid = :gone",
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
    # Of two places in texts the later one, also of those with one letter.
    "UPDATE positions SET marks = (SELECT json_group_object(key, json(value)) FROM "
    "(SELECT e.key, e.value, max(json_extract(e.value, '$[4]') || e.value) "
    "FROM positions p, json_each(p.marks) e WHERE p.pid IN (:kept, :gone) "
    "GROUP BY e.key ORDER BY e.key)) WHERE pid = :kept "
    "AND EXISTS(SELECT 1 FROM positions WHERE pid = :gone AND marks IS NOT NULL)",
    "INSERT INTO positions SELECT :kept, block, letter, words, part, wall, marks FROM positions "
    "WHERE pid = :gone ON CONFLICT DO UPDATE SET block = excluded.block, letter = excluded.letter, "
    "words = excluded.words, part = excluded.part, wall = excluded.wall WHERE excluded.wall > wall",
    "DELETE FROM positions WHERE pid = :gone",
    "DELETE FROM texts WHERE pid = :gone",
    "INSERT INTO gone SELECT :gone, value FROM meta WHERE key = 'rev'",
    "DELETE FROM papers WHERE pid = :gone",
)


def regroup(database: Database, pids: Collection[int]) -> set[int]:
    """Let the records of these papers, and of those they touch, be the papers that they make.

    Returns the papers whose records are others now. Inside a transaction.
    """
    changed: set[int] = set()
    items = Items(database)
    for area, components, homes, moving in _areas(database, pids):
        acts = items.look(area, components, homes)
        if moving or acts.misplaced:
            changed |= _Regrouping(database, components, homes, moving).done(acts.misplaced)
        if acts.loose:
            write_loose(database, acts.loose)
    return changed


def is_grouped(database: Database) -> bool:
    """Tell whether all records are the papers that they make, and acts about those they mean.

    Changes nothing.
    """
    everything = [pid for (pid,) in database.rows("SELECT pid FROM papers ORDER BY pid")]
    items = Items(database)
    return not any(
        moving or any(items.look(area, components, homes))
        for area, components, homes, moving in _areas(database, everything)
    )


def _areas(
    database: Database, pids: Collection[int]
) -> Iterator[tuple[Area, Components, list[int], set[int]]]:
    """Yield what the records of these papers make, with which papers lose records, or get some."""
    done: set[int] = set()
    for part in _parts(sorted(_doubtful(database, pids))):
        left = set(part) - done
        if not left:
            continue
        area = load_area(database, left)
        done |= area.pids
        components = Components(area.records, area.says, _names(database, area))
        homes = owners(components.parts)
        moving: set[int] = set()
        for records, home in zip(components.parts, homes, strict=True):
            for kept in records:
                if kept.pid != home:
                    moving |= {kept.pid, home}
        yield area, components, homes, moving - {0}


def _doubtful(database: Database, pids: Collection[int]) -> set[int]:
    found: set[int] = set()
    is_said = has_says(database)
    for part in _parts(pids):
        told = json.dumps(part)
        found.update(pid for (pid,) in database.rows(_DOUBTFUL, (told,) * 11))
        if is_said:
            found |= concerned_among(database, part)
    return found


def _parts(pids: Collection[int]) -> Iterator[list[int]]:
    rest = iter(pids)
    while part := list(islice(rest, _PART)):
        yield part


def _names(database: Database, area: Area) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    # Other titles that are no record's differ from library to library.
    sql = f"SELECT pid, key FROM titles WHERE key LIKE '{FORMER}%' AND pid {_AMONG}"
    for pid, key in database.rows(sql, (json.dumps(list(area.pids)),)):
        found.setdefault(pid, set()).add(key)
    return found


class _Regrouping:
    """Records on their way to other papers, and what goes with them."""

    def __init__(
        self, database: Database, components: Components, homes: list[int], moving: set[int]
    ) -> None:
        self._database = database
        self._components = components
        self._homes = homes
        """Filled in where papers are made."""
        self._moving = moving
        self._rev = 0

    def done(self, wrong: Sequence[Misplaced]) -> set[int]:
        """Move them, and what acts say to the papers that they mean; return those that changed."""
        database = self._database
        database.execute("UPDATE meta SET value = value + 1 WHERE key = 'rev'")
        self._rev = database.value("SELECT value FROM meta WHERE key = 'rev'")
        told = {
            one.name: one
            for those in load_records(database, self._moving).values()
            for one in those
        }
        records: dict[int, list[Told]] = {}
        for place, part in enumerate(self._components.parts):
            home = self._homes[place]
            if home and home not in self._moving:
                continue
            those = [told[kept.name] for kept in part if kept.name in told]
            if not home:
                home = self._homes[place] = self._make(those)
            records[home] = those
        write_papers(database, records, self._rev)
        self._forget_titles(records)
        gone = self._moving - set(self._homes)
        for pid in gone:
            names = {"kept": self._heir(pid), "gone": pid, "seam": NOTE_SEAM}
            for step in _VANISH:
                database.execute(step, names)
        changed = set(records)
        # A search for words that went elsewhere has to miss them: they are indexed anew.
        database.execute(
            f"UPDATE papers SET rev = ? WHERE pid {_AMONG}", (self._rev, json.dumps(list(changed)))
        )
        moved = [(self._homes[one.part], one.seq, one.item) for one in wrong]
        database.execute_many("UPDATE touched SET pid = ? WHERE seq = ? AND item = ?", moved)
        changed |= {pid for pid, _, _ in moved} | {one.pid for one in wrong} - gone
        Projection(database).refold(changed)
        return changed

    def _heir(self, pid: int) -> int:
        """Return the paper that most records of one went to which is no more."""
        shares: Counter[int] = Counter()
        for part, home in zip(self._components.parts, self._homes, strict=True):
            shares[home] += sum(kept.weight for kept in part if kept.pid == pid)
        return min(shares, key=lambda home: (-shares[home], home))

    def _make(self, those: Sequence[Told]) -> int:
        """Make the row of a new paper that has these records; return its number."""
        database = self._database
        last = "SELECT max(pid) FROM (SELECT pid FROM papers UNION ALL SELECT pid FROM gone)"
        pid = (database.value(last) or 0) + 1
        ident = self._id(describe(those))
        database.execute(
            "INSERT INTO papers(pid, id, import_no, score, rev) VALUES (?, ?, 0, 0.0, ?)",
            (pid, ident, self._rev),
        )
        database.execute("INSERT OR REPLACE INTO ids(alias, pid) VALUES (?, ?)", (ident, pid))
        return int(pid)

    def _id(self, shown: Fields) -> str:
        """Return the id of a new paper: one that it had before it was joined, or a new one."""
        names = id_names(shown)
        for name in names:
            ident = paper_id(name)
            row = self._database.row(
                "SELECT i.pid, p.id FROM ids i JOIN papers p USING(pid) WHERE i.alias = ?", (ident,)
            )
            if row is None or (row[0] in self._moving and row[1] != ident):
                return ident
        return free_id(self._database, names[-1])

    def _forget_titles(self, records: Mapping[int, Sequence[Told]]) -> None:
        """Let papers go no more by titles whose records have gone to others."""
        owned = {
            pid: {kept.evidence.title for kept in part}
            for part, pid in zip(self._components.parts, self._homes, strict=True)
            if pid in records
        }
        everyone = set[str | None]().union(*owned.values())
        self._database.execute_many(
            "DELETE FROM titles WHERE pid = ? AND key = ? AND NOT is_main",
            ((pid, key) for pid, keys in owned.items() for key in everyone - keys if key),
        )
