"""Filters of a query to sets of papers; answered by SQLite, kept until the library changes."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from ...identifiers import arxiv_id, doi
from ...journal.acts import PRIVATE
from ...journal.highlight_marks import IS_HIGHLIGHT
from ...store.cite_keys import folded_key, keys_with
from ...store.listings import Listings
from ...store.papers import LOOKALIKES, kept_from
from ...store.reading_lists import QUEUE
from ...store.store import Store
from ...views import View
from ..analysis.words import fold, words
from ..query.effort import LOOKED_UP, Effort
from ..query.fields import CHOICES
from ..query.nodes import Age, And, FactLeaf, Filter, Inside, Node, Not, Or, Range
from .authors import written_by
from .facts import DOIS, Facts
from .field_cache import FieldCache
from .paper_set import ALL_PAPERS, PaperSet
from .whole_papers import Citing, NoTexts, Texts

_KEEP = 600_000
"""Row numbers in the sets that are kept, some 60 bytes each."""

_TOLD_APART = 2
"""Row numbers that are compared with a set in one unit of effort."""
_READ = 5
"""Units that it takes to read one."""

_STATES = {
    "bookmarked": "bookmark",
    "read": "read",
    "queued": QUEUE,
    "done": "done",
    "rejected": "rejected",
    "private": PRIVATE,
}


_OF_MARKS = frozenset(("tag", "note", "highlight", "via", "is", "source", "key"))
"""Fields whose answers change with any mark, not only with the papers."""

_NAME = "author's word"
"""A field of its own for one word of authors' names, whatever else they may be written like."""

_LISTED = frozenset((_NAME, "venue", "keyword", "cat", "type", "year"))
"""Fields that the index has lists for, which are asked where it is up to date."""

_VIA = (
    "SELECT pid, value FROM marks m WHERE name = 'via' AND value IS NOT NULL AND EXISTS ("
    "SELECT 1 FROM marks o WHERE o.pid = m.pid AND o.value IS NOT NULL AND "
    "(o.name IN ('bookmark', 'queue', 'done') OR (o.name >= 'tag:' AND o.name < 'tag;')))"
)

_TEXTS = "SELECT t.pid, t.title, t.abstract FROM json_each(?) j JOIN texts t ON t.pid = j.value"
_TOGETHER = 500
"""Papers whose texts are read together."""


class _SetCache(threading.local):
    """What one thread has asked for, since a thread's change marks are its own."""

    def __init__(self) -> None:
        self.sets: OrderedDict[FactLeaf, tuple[object, PaperSet, int]] = OrderedDict()
        self.size = 0


_FactLeaf = Filter | Range | Age
"""What is answered by the library alone."""


class Filters:
    """Answers filters; safe for threads."""

    def __init__(
        self,
        store: Store,
        listings: Listings,
        listed: Callable[[FactLeaf], frozenset[int] | None] = lambda _: None,
        texts: Texts | None = None,
        citing: Callable[[], Citing] | None = None,
    ) -> None:
        """Answer from the library, or as `listed` does, which has None for what it cannot tell.

        Without `texts` there are none, and without `citing` no paper cites any.
        """
        self._texts = texts or NoTexts()
        self._citing = citing
        self._store = store
        self._listed = listed
        self._database = store.database
        self._listings = listings
        self._facts = Facts(store.database)
        self._fields = FieldCache(store)
        self._kept = _SetCache()

    def members(self, node: Node, effort: Effort | None = None) -> PaperSet:
        """Return the papers that a node without words asks for.

        Raises what `effort` does, between any two filters.
        """
        effort = effort or Effort()
        match node:
            case And(nodes):
                found = ALL_PAPERS
                for child in nodes:
                    others = self.members(child, effort)
                    effort.spend((len(found.rowids) + len(others.rowids)) // _TOLD_APART)
                    found &= others
                return found
            case Or(nodes):
                found = ~ALL_PAPERS
                for child in nodes:
                    others = self.members(child, effort)
                    effort.spend((len(found.rowids) + len(others.rowids)) // _TOLD_APART)
                    found |= others
                return found
            case Not(child):
                return ~self.members(child, effort)
            case Inside():
                return self._texts.members(node, effort)
            case Filter() | Range() | Age():
                return self._remembered(node, effort)
        raise TypeError("words are looked up in the index")

    def texts(self, rowids: Sequence[int]) -> Iterator[tuple[int, str, str]]:
        """Yield row number, title and abstract of papers, in no order."""
        for start in range(0, len(rowids), _TOGETHER):
            part = json.dumps(list(rowids[start : start + _TOGETHER]))
            yield from self._database.rows(_TEXTS, (part,))

    def _remembered(self, leaf: _FactLeaf, effort: Effort) -> PaperSet:
        kept = self._kept
        key: object = self._store.rev
        if isinstance(leaf, Filter) and leaf.name == "has" and "text".startswith(leaf.value):
            # Texts come and go without a change of the library.
            key = self._database.change_mark, date.today(), self._texts.here()
        elif leaf.name in _OF_MARKS or leaf.name == "has":
            key = self._database.change_mark, date.today()  # what is new ends with its last day
        elif isinstance(leaf, Age):
            key = key, date.today()
        elif leaf.name == "citing" and self._citing is not None:
            key = key, self._citing().mark
        effort.read((leaf, "asked"), LOOKED_UP)
        known = kept.sets.get(leaf)
        if known is not None and known[0] == key:
            kept.sets.move_to_end(leaf)
            effort.read((leaf, "read"), _READ * len(known[1].rowids) + known[2])
            return known[1]
        listed = self._listed(leaf) if leaf.name in _LISTED else None
        # Counted apart, so that it costs the same when it is kept.
        own = Effort(effort)
        found = self._answer(leaf, own) if listed is None else PaperSet(listed)
        effort.read((leaf, "read"), _READ * len(found.rowids) + own.spent)
        kept.size += len(found.rowids) - (len(known[1].rowids) if known else 0)
        kept.sets[leaf] = key, found, own.spent
        kept.sets.move_to_end(leaf)
        while kept.size > _KEEP and len(kept.sets) > 1:
            kept.size -= len(kept.sets.popitem(last=False)[1][1].rowids)
        return found

    def _answer(self, leaf: _FactLeaf, effort: Effort) -> PaperSet:
        match leaf:
            case Filter("author", value, is_prefix):

                def with_word(word: str, is_begun: bool) -> frozenset[int]:
                    return self._remembered(Filter(_NAME, word, is_begun), effort).rowids

                papers = written_by(self._database, value, is_prefix, with_word, effort)
                return PaperSet(frozenset(papers))
            case Age(name, days, is_older):
                today = date.today()
                first = today.toordinal() - 1  # the calendar's first day is as old as it gets
                day = (today - timedelta(min(days, first))).isoformat()
                return self._in_range(Range(name, None, day) if is_older else Range(name, day))
            case Range():
                return self._in_range(leaf)
            case Filter("citing", value):
                if self._citing is None:
                    return ~ALL_PAPERS
                return PaperSet(self._citing().citing(value, effort.check))
            case Filter("is" | "has" as name, value):
                found = ~ALL_PAPERS
                for choice in CHOICES[name]:
                    if choice == value or (leaf.is_prefix and choice.startswith(value)):
                        found |= self._state(choice) if name == "is" else self._property(choice)
                return found
        return PaperSet(frozenset(self._named(leaf)))

    def _state(self, state: str) -> PaperSet:
        if state in ("new", "mine", "unread"):
            return PaperSet(frozenset(self._listings.members(View.parse(state))))
        found = self._facts.marked([_STATES[state]])
        # What two machines have both kept and rejected is kept.
        return found & ~self._facts.marked(["bookmark", QUEUE]) if state == "rejected" else found

    def _property(self, name: str) -> PaperSet:
        match name:
            case "note":
                return self._facts.marked(["note"])
            case "highlights":
                sql = f"SELECT DISTINCT pid FROM marks WHERE {IS_HIGHLIGHT} AND value IS NOT NULL"
                return self._facts.rowids(sql)
            case "tags":
                return self._facts.marked(self._facts.tags("", True))
            case "text":
                return self._texts.here()
            case "date":
                return self._facts.known("published")
            case "comments":
                return self._facts.rowids("SELECT pid FROM papers WHERE comments > 0")
        listed = self._listed(Filter("has", name))
        return self._fields.linked(name) if listed is None else PaperSet(listed)

    def _named(self, leaf: Filter) -> Iterable[int]:
        """Return the papers of a name: of an author, a tag, a source ..."""
        value, is_prefix = leaf.value, leaf.is_prefix
        match leaf.name:
            case "author's word":
                return self._fields.written_by([value], is_prefix)
            case "tag":
                return self._facts.marked(self._facts.tags(value, is_prefix)).rowids
            case "note":
                sql = "SELECT pid, value FROM marks WHERE name = 'note' AND value IS NOT NULL"
                notes, wanted = self._database.rows(sql), words(value)
                return [rowid for rowid, note in notes if _mentions(str(note), wanted)]
            case "highlight":
                return self._highlighted(words(value))
            case "via":
                found = [(rowid, kept_from(via)) for rowid, via in self._database.rows(_VIA)]
                wanted = words(value)
                return [
                    rowid
                    for rowid, via in found
                    if via and _mentions(f"{via.query} {via.view}", wanted)
                ]
            case "source":
                return self._facts.of_source(value).rowids
            case "venue":
                wanted = words(value)
                venues = self._fields.venues()
                return [rowid for rowid, venue in venues if _mentions(venue, wanted)]
            case "keyword":
                wanted = words(value)
                keywords = self._fields.keywords()
                return [rowid for rowid, keyword in keywords if _mentions(keyword, wanted)]
            case "cat":
                return self._fields.in_category(value, is_prefix)
            case "type":
                return self._fields.of_type(value, is_prefix)
            case "key":
                begun = keys_with(self._database, value)
                folded = folded_key(value)
                return [rowid for rowid, key in begun if is_prefix or folded_key(key) == folded]
            case "doi":
                beginning = doi(value) or value.lower()
                end = beginning + "\U0010ffff"
                return self._facts.rowids(
                    DOIS, beginning, end, f"doi:{beginning}", f"doi:{end}"
                ).rowids
            case "id":
                beginning = fold(value).translate(LOOKALIKES)
                sql = "SELECT pid FROM ids WHERE alias >= ? AND alias < ?"
            case _:
                beginning = arxiv_id(value) or value.lower()
                sql = "SELECT pid FROM papers WHERE arxiv_id >= ? AND arxiv_id < ?"
        return self._facts.rowids(sql, beginning, beginning + "{").rowids

    def _highlighted(self, wanted: list[str]) -> set[int]:
        """Return the papers with words in what is highlighted, or in a note on that."""
        from ...store.highlights import passage_in, words_of_highlights

        found = set()
        for rowid, passage, note in words_of_highlights(self._database):
            # Most have not got them, which is seen before the JSON is read.
            is_likely = "\\u" in passage or wanted[-1] in fold(passage)
            if _mentions(note, wanted) or (is_likely and _mentions(passage_in(passage), wanted)):
                found.add(rowid)
        return found

    def _in_range(self, wanted: Range) -> PaperSet:
        """Return the papers whose number or date is known and within a range."""
        low, high = wanted.low, wanted.high
        match wanted.name:
            case "authors":
                return self._fields.counted(low, high)
            case "added":
                return self._facts.added(low, high)
            case "year" | "date":
                return self._facts.published(str(low or "0"), str(high or "~"))
        return self._facts.counted(wanted.name, int(low or 0), None if high is None else int(high))


def _mentions(text: str, wanted: list[str]) -> bool:
    """Whether words stand in a text one behind the other, the last one perhaps begun."""
    if wanted[-1] not in fold(text):
        return False  # as most have it not: all their words need not be cut apart
    return f" {' '.join(wanted)}" in f" {' '.join(words(text))}"
