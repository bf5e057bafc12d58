"""Papers known by title alone: looked for at arXiv, and at Crossref where that has none of it.

What is found is believed to be the paper only where the titles have one key and, where both sides
name authors, one family name is common.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from ...database.database import Database
from ...disk.hashes import sha256
from ...errors import FetchError, RefusedError
from ...identity.evidence import evidence_of
from ...identity.family_keys import family_key
from ...identity.titles import title_key
from ...pages.json_files.csl import read_csl_item
from ...pages.values import NoPaperError
from ...paper import Record
from ...records.lookup import find_meant
from ...records.says import PRESENT_RULE
from ...store.store import Store
from ...tex import readable
from ..believing import json_of, unbelievable
from ..client import Client
from ..gates import CROSSREF
from ..naming import Told, take_told
from .asking import query_arxiv

TOGETHER = 8
"""Titles that arXiv is asked for at once: more make no address that everybody takes."""

_MOST = 200
"""Papers of one answer; a title of few words may be the beginning of many others."""

_ROWS = 5
"""Papers that Crossref is asked for, the best first."""

_WEEK = 7 * 86_400.0
"""Seconds for which nobody is asked again for a title that nobody has."""

_MOST_REMEMBERED = 20_000

_BAD_REQUEST = 400
"""The status of HTTP for a question that is not understood."""

_NAME = "titles asked in vain"
"""Where these are remembered, in `session`: by the title's hash the moment."""

_TITLED = """SELECT p.pid, t.title, t.authors FROM papers p JOIN texts t USING(pid)
    WHERE p.hidden = 0 AND p.arxiv_id IS NULL AND p.doi IS NULL AND t.abstract = ''
    ORDER BY p.pid"""

_SHORTEST = 2
"""Words of a title that is looked for; one alone is no name of a paper."""

_WORD = re.compile(r"[\w'’]+")


class Titled(NamedTuple):
    """A paper of which no more is known than its title, perhaps with authors."""

    rowid: int
    title: str
    authors: tuple[str, ...]

    @property
    def words(self) -> str:
        """The title as services are asked for it."""
        return " ".join(_WORD.findall(readable(self.title)))

    @property
    def mark(self) -> str:
        """What its title is remembered by."""
        return sha256(title_key(self.title).encode()).hexdigest()[:16]


class TitlesFound(NamedTuple):
    """What became of papers that are known by title alone."""

    papers: int
    """How many there were."""
    filled: int
    missing: tuple[str, ...]
    """Titles that nobody has."""
    spared: int
    """How many were not asked for, since nobody had them a few days ago."""
    error: FetchError | None
    """Why some were not asked for, None where all were."""


class TitleSearch:
    """Looks for the papers of one library; what is found is in it after each question."""

    def __init__(
        self, store: Store, client: Client, progress: Callable[[int, int], object]
    ) -> None:
        """Tell `progress` of the titles that were looked for, and of how many in all."""
        self._store = store
        self._database = store.database
        self._client = client
        self._progress = progress
        self._filled, self._done = 0, 0.0

    def run(self) -> TitlesFound:
        """Look for all of them; raises StoreError and Interrupted, where what came before stays."""
        every = [
            Titled(rowid, title, tuple(self._database.parsed(authors)))
            for rowid, title, authors in self._database.rows(_TITLED)
        ]
        known = [one for one in every if len(one.words.split()) >= _SHORTEST]
        vain, now = _load_vain(self._database), self._client.clock.now()
        wanted = [one for one in known if not 0 <= now - vain.get(one.mark, -_WEEK) < _WEEK]
        missing: list[Titled] = []
        error: FetchError | None = None
        try:
            unknown: list[Titled] = []
            for start in range(0, len(wanted), TOGETHER):
                part = wanted[start : start + TOGETHER]
                left = self._take(part, self._arxiv(part), "arXiv", "atom")
                unknown += left
                self._tell(len(part) - len(left) / 2, len(wanted))
            for one in unknown:
                left = self._take([one], self._crossref(one), "Crossref", "csl-json")
                missing += left
                self._remember(left)
                self._tell(1 / 2, len(wanted))
        except FetchError as failed:
            error = failed
        titles = tuple(one.title for one in missing)
        return TitlesFound(len(every), self._filled, titles, len(known) - len(wanted), error)

    def _tell(self, more: float, total: int) -> None:
        self._done += more
        self._progress(int(self._done), total)

    def _arxiv(self, wanted: Sequence[Titled]) -> Iterator[Record]:
        """Yield what arXiv has for some titles; where that is too much, for each half of them.

        So it goes where it does not understand one of them, which keeps nobody from the others.
        """
        query = " OR ".join(f'ti:"{one.words}"' for one in wanted)
        try:
            total, records = query_arxiv(self._client, query, _MOST)
        except RefusedError as error:
            if error.status != _BAD_REQUEST:
                raise
            total, records = _MOST + 1, ()
        if total <= _MOST or len(wanted) == 1:
            yield from records
            return
        half = len(wanted) // 2
        yield from self._arxiv(wanted[:half])
        yield from self._arxiv(wanted[half:])

    def _crossref(self, one: Titled) -> Iterator[Record]:
        what = f"Crossref's answer about “{one.title[:60]}”"
        base = self._client.bases.crossref.rstrip("/")
        asked = quote(" ".join((one.words, *one.authors[:1])), safe="")
        url = f"{base}/works?query.bibliographic={asked}&rows={_ROWS}"
        try:
            answer = self._client.get(url, CROSSREF, accept="application/json")
        except RefusedError as error:
            if error.status != _BAD_REQUEST:
                raise
            return
        told = json_of(answer, what)
        message = told.get("message") if isinstance(told, dict) else None
        items = message.get("items") if isinstance(message, dict) else None
        if not isinstance(items, list):
            raise unbelievable(what, "It is no list of works.")
        for number, item in enumerate(items, 1):
            try:
                yield read_csl_item(item, number, 0)._replace(cite_key=None)
            except (NoPaperError, AttributeError):
                continue  # works of all kinds are found, some without a title

    def _take(
        self, wanted: Sequence[Titled], found: Iterable[Record], source: str, kind: str
    ) -> list[Titled]:
        """Take in which of the found are the wanted ones; return those that are not among them."""
        by_key: dict[str, list[Record]] = {}
        for record in found:
            by_key.setdefault(title_key(record.title), []).append(record)
        chosen: list[Record] = []
        left: list[Titled] = []
        for one in wanted:
            same = [record for record in by_key.get(title_key(one.title), ()) if _is(one, record)]
            names = {record.arxiv_id or record.doi for record in same}
            if len(names) == 1 and self._means(same[0], one.rowid):
                chosen.append(same[0]._replace(rank=len(chosen) + 1))
            else:
                left.append(one)
        if chosen:
            take_told(self._store, [Told(source, kind, tuple(chosen))], is_news=False)
            self._filled += len(chosen)
        return left

    def _means(self, record: Record, rowid: int) -> bool:
        """Whether the library would take a record for this paper, and not for a new one."""
        item = [*evidence_of(record), PRESENT_RULE]
        return find_meant(self._database, [item]) == [rowid]

    def _remember(self, missing: Sequence[Titled]) -> None:
        if not missing:
            return
        now = self._client.clock.now()
        with self._database.transaction():
            vain = _load_vain(self._database) | dict.fromkeys((one.mark for one in missing), now)
            fresh = {mark: at for mark, at in vain.items() if 0 <= now - at < _WEEK}
            latest = dict(list(fresh.items())[-_MOST_REMEMBERED:])
            self._database.execute(
                "INSERT OR REPLACE INTO session(name, value) VALUES (?, ?)",
                (_NAME, json.dumps(latest)),
            )


def _is(one: Titled, record: Record) -> bool:
    """Whether authors let two papers of one title be one, and the found one has a name."""
    if not (record.arxiv_id or record.doi):
        return False
    ours, theirs = _families(one.authors), _families(record.authors)
    return not (ours and theirs) or bool(ours & theirs)


def _families(authors: Iterable[str]) -> set[str]:
    return set(filter(None, map(family_key, authors)))


def _load_vain(database: Database) -> dict[str, float]:
    """Return which titles were asked for in vain, and when; what is damaged is forgotten."""
    text = database.value("SELECT value FROM session WHERE name = ?", (_NAME,))
    try:
        told = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(told, dict):
        return {}
    return {mark: float(at) for mark, at in told.items() if isinstance(at, (int, float))}
