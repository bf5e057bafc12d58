"""Which papers carry which marks, kept in memory and kept up by the acts that come to the journal.

All marks are the fold of the journal's rows over the papers that these touch. So between two
moments of one library only those marks can differ that a new row names, or the row that it undoes
or redoes, and only of the papers that these rows touch. Whatever else can change them, above all
papers that are put together, counts up `rev`, as a restored library does; then all are read anew.
That they are the same again tell `rev` and the last known row: its number and its act, since acts
are random. It does not matter which process wrote the rows.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from ..database.database import Database
from ..database.numbers import read_numbers
from ..journal.acts import ADD, BUNDLED, CARRY, TAG, UNDONE, names
from ..journal.highlight_marks import HIGHLIGHT, IS_HIGHLIGHT
from .paper_bits import bits_of, read_bits
from .reading_lists import QUEUE

BOOKMARK, DONE, NOTE, READ = "bookmark", "done", "note", "read"

REJECTED = "rejected"
"""The mark of papers that are not for the reader."""

_SINGLE = (BOOKMARK, DONE, NOTE, QUEUE, READ, REJECTED)

HIGHLIGHTS = "highlights"
"""The name under which papers with any highlight are told."""

CARRIED = "carried"
"""The name under which papers are told that files have marked and the reader has not."""

KEEPING = (BOOKMARK, NOTE, QUEUE)
"""Marks but tags and highlights by which a reader keeps a paper."""

_MOST_ACTS = 200
"""New rows that are looked at one by one; after more, all marks are read anew."""

_MOST_MARKS = 20_000
"""Marks of papers that are looked up one by one."""

_LONGEST = 4_000_000
"""Bytes of what new rows set, above which it is not looked through."""

_NOW = """SELECT (SELECT value FROM meta WHERE key = 'rev'), (SELECT max(seq) FROM journal),
    (SELECT act FROM journal WHERE seq = ?)"""

_NAMES = "SELECT DISTINCT name FROM marks WHERE name >= 'tag:' AND name < 'tag;' AND value NOTNULL"

_HIGHLIGHTED = f"FROM marks WHERE {IS_HIGHLIGHT} AND value IS NOT NULL"

_MARKED = "FROM marks WHERE name = ? AND value IS NOT NULL"

# What an undo or a redo sets anew is what its act has set.
_NEW = """SELECT coalesce(o.seq, j.seq), length(coalesce(o.data, j.data)) FROM journal j
    LEFT JOIN journal o ON o.act = j.subject WHERE j.seq > ? LIMIT ?"""

_DATA = "SELECT data FROM journal WHERE seq IN (SELECT value FROM json_each(?))"

_TOUCHED = """SELECT DISTINCT pid FROM touched WHERE seq IN (SELECT value FROM json_each(?))
    LIMIT ?"""

# The sign keeps SQLite from going through all papers that carry the mark.
_ON = """SELECT m.name, m.pid FROM json_each(?) n CROSS JOIN json_each(?) j
    CROSS JOIN marks m ON m.pid = j.value AND m.name = n.value AND +m.value IS NOT NULL"""

_ON_HIGHLIGHTED = f"""SELECT DISTINCT m.pid FROM json_each(?) j CROSS JOIN marks m
    ON m.pid = j.value AND {IS_HIGHLIGHT} AND +m.value IS NOT NULL"""


_FILES = (ADD, BUNDLED, CARRY)
"""Kinds of acts that set what files mark, which says nothing of what the reader has seen."""

MARKING = (
    "bookmark",
    "done",
    "highlight",
    "highlight-note",
    "not-interested",
    "note",
    "queue",
    "tag",
)
"""Kinds of acts by which the reader marks papers. Not those that change where a mark stands or what
it is called: they leave open who has set it."""

# Acts first: what each touches need not be looked at to know of what kind it is.
_ALL_BY = f"""SELECT t.pid FROM journal j CROSS JOIN touched t USING(seq)
    WHERE j.kind IN {{}} AND NOT {UNDONE}"""

_BY = f"""SELECT DISTINCT t.pid FROM json_each(?) i CROSS JOIN touched t ON t.pid = i.value
    CROSS JOIN journal j USING(seq) WHERE j.kind IN {{}} AND NOT {UNDONE}"""


class Moment(NamedTuple):
    """The papers that carry each mark at one moment of the library."""

    rev: int
    seq: int
    act: str
    """The last row of the journal then."""
    papers: Mapping[str, int]
    """Sets of papers (see `paper_bits`) by the name of the mark; of a tag those of its own."""
    tags: Mapping[str, int]
    """Sets of papers by tag, with those of nested tags; a tag that others are nested in is one."""
    sizes: Mapping[str, int]
    """How many papers carry each mark but tags."""
    tag_sizes: Mapping[str, int]

    def of(self, mark: str) -> int:
        """Return the set of papers that carry a mark."""
        return self.papers.get(mark, 0)

    @property
    def kept(self) -> int:
        """The set of papers that are bookmarked, noted, highlighted, queued or tagged."""
        found = self.of(HIGHLIGHTS)
        for mark in KEEPING:
            found |= self.of(mark)
        for tag, papers in self.tags.items():
            if "/" not in tag:  # with those of the tags within it
                found |= papers
        return found

    @property
    def handled(self) -> int:
        """The set of papers that carry a mark of the reader's own, but that he has read them.

        Whatever he decided of a paper, he has seen it, on whichever machine and from wherever.
        """
        found = self.kept | self.of(DONE) | self.rejected
        return found and found & ~self.of(CARRIED)

    @property
    def rejected(self) -> int:
        """The set of papers that are not for the reader.

        Two machines that have not seen each other may both reject a paper and keep it: it is kept.
        """
        rejected = self.of(REJECTED)
        return rejected and rejected & ~(self.of(BOOKMARK) | self.of(QUEUE))


class MarkedPapers:
    """Tells which papers carry bookmarks, reads, dates, notes, highlights, tags, queue places."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Moment | None = None

    @property
    def is_known(self) -> bool:
        """Whether they were read before, so that they are brought up to date quickly."""
        return self._known is not None

    def now(self) -> Moment:
        """Return them as they are now, for the calling thread's view of the library.

        The first time it takes a fifth of a second for a million marks, then a millisecond.
        """
        known = self._known
        with self._database.moment():
            rev, seq, act = self._key(known.seq if known else 0)
            if known is not None and (known.rev, known.act) == (rev, act):
                if known.seq == seq:
                    return known
                found = self._kept_up(known, seq)
            else:
                found = None
            if found is None:
                found = self._read(rev, seq)
        self._known = found  # another thread's that is older is as good: both are brought on
        return found

    def _key(self, seq: int) -> tuple[int, int, str]:
        """Return the library's revision, its last row, and the act of the last known row."""
        rev, last, act = self._database.row(_NOW, (seq,))
        return int(rev), int(last or 0), act or ""

    def _read(self, rev: int, seq: int) -> Moment:
        """Return all marks, read anew."""
        database = self._database
        wanted = [*_SINGLE, *(name for (name,) in database.rows(_NAMES))]
        papers = {name: read_bits(database, _MARKED, (name,)) for name in wanted}
        papers[HIGHLIGHTS] = read_bits(database, _HIGHLIGHTED, ())
        papers[CARRIED] = self._carried()
        tags: dict[str, int] = {}
        for name, bits in papers.items():
            for tag in _with_parents([name]):
                tags[tag] = tags.get(tag, 0) | bits
        sizes = {name: papers[name].bit_count() for name in _SINGLE}
        tag_sizes = {tag: bits.bit_count() for tag, bits in tags.items()}
        return Moment(rev, seq, self._key(seq)[2], papers, tags, sizes, tag_sizes)

    def _kept_up(self, known: Moment, seq: int) -> Moment | None:
        """Return what the rows have left that came since; None where reading all is cheaper."""
        database = self._database
        rows = database.rows(_NEW, (known.seq, _MOST_ACTS + 1))
        if len(rows) > _MOST_ACTS or sum(length for _, length in rows) > _LONGEST:
            return None
        seqs = json.dumps([row for row, _ in rows])
        set_names: set[str] = set()
        for (text,) in database.rows(_DATA, (seqs,)):
            set_names |= names(database.parsed(text))
        changed = {name for name in set_names if name in _SINGLE or name.startswith(TAG)}
        is_highlighted = any(name.startswith(HIGHLIGHT) for name in set_names)
        if not changed and not is_highlighted:
            return known._replace(seq=seq, act=self._key(seq)[2])
        touched = read_numbers(database, _TOUCHED, (seqs, _MOST_MARKS + 1))
        if len(touched) * (len(changed) + is_highlighted) > _MOST_MARKS:
            return None
        papers, tags = dict(known.papers), dict(known.tags)
        sizes, tag_sizes = dict(known.sizes), dict(known.tag_sizes)
        kept = ~bits_of(touched)
        if is_highlighted:
            on = read_numbers(database, _ON_HIGHLIGHTED, (json.dumps(touched.tolist()),))
            papers[HIGHLIGHTS] = papers[HIGHLIGHTS] & kept | bits_of(on)
        papers[CARRIED] = papers[CARRIED] & kept | self._carried(touched)
        for name, bits in self._on(changed, touched).items():
            papers[name] = papers.get(name, 0) & kept | bits
            if name in _SINGLE:
                sizes[name] = papers[name].bit_count()
            elif not papers[name]:
                del papers[name]
        for tag in _with_parents(changed):
            bits = tags[tag] = _of_tag(papers, tag)
            tag_sizes[tag] = bits.bit_count()
            if not bits:
                del tags[tag], tag_sizes[tag]
        return Moment(known.rev, seq, self._key(seq)[2], papers, tags, sizes, tag_sizes)

    def _carried(self, rowids: array[int] | None = None) -> int:
        """Return the set of papers, of these or of all, that only files have marked."""
        sql, asked = _ALL_BY, list[str]()
        if rowids is not None:
            sql, asked = _BY, [json.dumps(rowids.tolist())]
        found = bits_of(read_numbers(self._database, sql.format(_FILES), asked))
        if found:
            found &= ~bits_of(read_numbers(self._database, sql.format(MARKING), asked))
        return found

    def _on(self, wanted: Collection[str], rowids: array[int]) -> dict[str, int]:
        """Return which of these papers carry each of these marks."""
        parameters = (json.dumps(sorted(wanted)), json.dumps(rowids.tolist()))
        found: dict[str, Any] = dict.fromkeys(wanted, 0)
        for name, rows in groupby(self._database.rows(_ON, parameters), itemgetter(0)):
            found[name] = bits_of([rowid for _, rowid in rows])
        return found


def _with_parents(marks: Collection[str]) -> set[str]:
    """Return the tags among marks, and those that they are nested in."""
    tags = {name.removeprefix(TAG) for name in marks if name.startswith(TAG)}
    return tags | {tag[:at] for tag in tags for at, sign in enumerate(tag) if sign == "/"}


def _of_tag(papers: Mapping[str, int], tag: str) -> int:
    """Return the papers of a tag and of those nested in it."""
    bits = papers.get(TAG + tag, 0)
    beginning = f"{TAG}{tag}/"
    for name, others in papers.items():
        if name.startswith(beginning):
            bits |= others
    return bits
