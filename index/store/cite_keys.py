"""Keys that papers are cited by: each only once, whatever two machines or two files have given.

Of papers that were given one key, which BibTeX knows by its letters whatever their case, it is that
of the oldest act; the others are shown with a letter behind it, the same in every library that has
these acts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from ..database.database import Database
from ..journal.acts import KEY, changes, compact
from ..text import clean_key

_HELD = "m.name = 'key' AND m.value IS NOT NULL"
_MARKS = "marks m INDEXED BY marks_key"
"""Without statistics SQLite goes through all keys in place of looking one up."""

_SHARED = f"""SELECT lower(m.value), m.pid, m.value FROM json_each(?) j
    JOIN {_MARKS} ON lower(m.value) = j.value AND {_HELD}
    ORDER BY m.clock, m.act, (SELECT min(t.item) FROM touched t JOIN journal o USING(seq)
        WHERE t.pid = m.pid AND o.act = m.act), m.pid"""

_BEGUN = f"""SELECT m.pid, m.value FROM {_MARKS}
    WHERE lower(m.value) >= ? AND lower(m.value) < ? AND {_HELD}"""

_GIVEN = f"SELECT m.pid FROM {_MARKS} WHERE lower(m.value) = ? AND m.value = ? AND {_HELD}"

_FORMER = """SELECT t.pid, t.item, j.data FROM journal j JOIN touched t USING(seq)
    JOIN papers p USING(pid) WHERE j.subject IS NULL AND instr(j.data, ?) AND NOT p.hidden
    ORDER BY j.clock DESC, j.act DESC"""


def suffix(number: int) -> str:
    """Return what stands behind the key of one more paper, from 1: `a` to `z`, then `-27`."""
    return chr(ord("a") + number - 1) if number <= 26 else f"-{number}"


def shown_keys(database: Database, given: Mapping[int, object]) -> dict[int, str]:
    """Return by what papers are cited, from the keys that they were given."""
    keys = {rowid: clean_key(key) for rowid, key in given.items() if isinstance(key, str)}
    groups: dict[str, list[tuple[int, str]]] = {}
    wanted = json.dumps(sorted({folded_key(key) for key in keys.values()}))
    for folded, rowid, key in database.rows(_SHARED, (wanted,)):
        groups.setdefault(folded, []).append((rowid, key))
    shown = {rowid: key for rowid, key in keys.items() if key}
    for members in groups.values():
        if len(members) > 1:
            others = _apart(database, members)
            shown.update((rowid, key) for rowid, key in others.items() if rowid in keys)
    return shown


def find_key(database: Database, text: str) -> int | None:
    """Return the paper that is cited by a key, whatever the case of its letters.

    Where two keys differ in nothing else, as biber allows, each finds the paper that was given it.
    """
    wanted = text.strip()
    if not wanted or clean_key(text) != wanted:
        return None
    folded = folded_key(wanted)
    cited = {key: rowid for rowid, key in keys_with(database, text) if folded_key(key) == folded}
    if wanted in cited or not cited:
        return cited.get(wanted)
    given = database.rows(_GIVEN, (folded, wanted))
    return given[0][0] if len(given) == 1 else next(iter(cited.values()))


def find_former_key(database: Database, key: str) -> int | None:
    """Return the paper that was given a key which it has lost, as one does that two have made."""
    rows = database.rows(_FORMER, (compact({KEY: key}).strip("{}"),))
    given = (
        rowid for rowid, item, data in rows if changes(database.parsed(data), item).get(KEY) == key
    )
    return next(given, None)


def keys_with(database: Database, beginning: str) -> Iterable[tuple[int, str]]:
    """Yield the papers that are cited by keys which begin so, and the keys."""
    folded = folded_key(clean_key(beginning))
    # What is shown with a letter or a number behind it was given without.
    roots = {folded, folded[:-1], folded.rpartition("-")[0]} - {""} or {""}
    given: dict[int, object] = {}
    for root in sorted(roots):
        end = root + "\U0010ffff" if root == folded else root + "\0"
        given.update(database.rows(_BEGUN, (root, end)))
    for rowid, key in shown_keys(database, given).items():
        if folded_key(key).startswith(folded):
            yield rowid, key


def is_free(database: Database, key: str, rowid: int) -> bool:
    """Whether a key is given to no paper but this one, and shown for none."""
    sql = f"SELECT 1 FROM {_MARKS} WHERE lower(m.value) = ? AND m.pid <> ? AND {_HELD} LIMIT 1"
    if database.row(sql, (folded_key(key), rowid)) is not None:
        return False
    return find_key(database, key) in (None, rowid)


def load_given(database: Database, rowids: Iterable[int]) -> dict[int, object]:
    """Return the keys that papers were given, as they were given."""
    # The sign keeps SQLite from going through all keys for each paper.
    sql = (
        "SELECT m.pid, m.value FROM json_each(?) j CROSS JOIN marks m "
        "ON m.pid = j.value AND m.name = 'key' AND +m.value IS NOT NULL"
    )
    return dict(database.rows(sql, (json.dumps(list(rowids)),)))


def _apart(database: Database, members: list[tuple[int, str]]) -> dict[int, str]:
    """Return the keys of papers that were given the same one, the oldest first."""
    (first, key), *others = members
    apart = {first: key}
    number = 0
    sql = f"SELECT 1 FROM {_MARKS} WHERE lower(m.value) = ? AND {_HELD} LIMIT 1"
    for rowid, own in others:
        while True:
            number += 1
            if database.row(sql, (folded_key(own + suffix(number)),)) is None:
                break
        apart[rowid] = own + suffix(number)
    return apart


def folded_key(key: str) -> str:
    """Return a key as SQLite's `lower` does: BibTeX minds the case of ASCII letters as little."""
    return "".join(char.lower() if char.isascii() else char for char in key)
