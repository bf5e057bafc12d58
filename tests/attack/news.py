"""What is new, in two windows and a library elsewhere: every number is that of its list.

What is passed is remembered beside, title by title, and has to be in the register whatever is done
to sources, papers and libraries meanwhile.
"""

from __future__ import annotations

import io
import json
import random
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from recto.index import Library, RectoError, View

from .commands import Commands
from .ground import FaultError, Figures, Ground, check_soundness

SHORT, TOGETHER = 25, 120
"""Acts in one library."""

PLACES = {
    **{"new": "is:new", "unread": "is:unread", "read": "is:read", "bookmarks": "is:bookmarked"},
    **{"queue": "is:queued", "done": "is:done", "mine": "is:mine"},
}
"""Numbers in the sidebar, and the queries that find the same."""

QUERIES = ("", "net", "is:new", "is:unread net", "-is:read", "tag:a", "is:mine", "a*", "NOT net")
"""What is looked for."""

WORDS = ("net", "graph", "pruning", "survey", "attention", "token", "sparse", "kernel")


class News:
    """Does a bit of everything, and counts."""

    def __init__(self, ground: Ground, commands: Commands) -> None:
        self._ground = ground
        self._together = TOGETHER

    def shorten(self) -> None:
        """Do less in each library."""
        self._together = SHORT

    def round(self, chance: random.Random, figures: Figures) -> None:
        """Do something in one of the windows, look in both, and so on."""
        directory = self._ground.directory / "windows"
        shutil.rmtree(directory, ignore_errors=True)
        with ExitStack() as stack:
            acts = _Acts(chance, directory, stack)
            try:
                for _ in range(self._together):
                    acts.do_one()
                    figures["acts"] += 1
                    acts.check()
                check_soundness(acts.windows[0])
            except Exception as error:
                error.add_note("\n".join(acts.steps))
                raise


class _Acts:
    """Two windows on one library, and a library elsewhere."""

    def __init__(self, chance: random.Random, directory: Path, stack: ExitStack) -> None:
        self._chance = chance
        self._directory = directory
        self._stack = stack
        self.windows = [self._open("here", f"w{number}") for number in range(2)]
        self._away = self._open("away", "w")
        self._passed: dict[Path, set[str]] = {}
        self._apart: set[str] = set()
        """Titles that several papers may have, not all of them passed."""
        self._count = 0
        self.steps: list[str] = []
        """What was done."""
        for library in (self.windows[0], self._away):
            self._page(library)

    def _open(self, name: str, window: str) -> Library:
        library = Library.open(self._directory / name, seeds=False, window=window)
        return self._stack.enter_context(library)

    def do_one(self) -> None:
        """Do something; what is refused with a sentence has not happened."""
        library = self._chance.choice((*self.windows, *self.windows, self._away))
        acts: list[Callable[[Library], object]] = [
            *[self._page, self._page_of_one_s_own, self._grown, self._pass, self._pass, self._pass],
            *[self._mark, self._mark, self._undo, self._undo, self._redo, self._remove],
            *[self._rename, self._merge, self._split, self._exchange, self._save, self._tags],
            *[self._reopen, self._restore, self._rebuild],
        ]
        act = self._chance.choice(acts)
        name = "away" if library is self._away else str(self.windows.index(library))
        self.steps.append(f"{name}: {act.__name__.strip('_')}")
        try:
            told = act(library)
            self.steps[-1] += f" {told or ''}"
        except RectoError as error:
            self.steps[-1] += f" refused: {error}"

    def _titles(self) -> list[str]:
        numbers = [self._chance.randrange(60) for _ in range(self._chance.choice((1, 4, 12)))]
        return [f"{WORDS[one % len(WORDS)]} of kind {one}" for one in dict.fromkeys(numbers)]

    def _page(self, library: Library) -> str:
        self._count += 1
        titles = self._titles()
        name = f"page {self._count}"
        library.add_text(name, json.dumps([{"title": title} for title in titles]).encode())
        return f"{name} {titles}"

    def _grown(self, library: Library) -> str:
        names = [source.name for source in library.counts().sources if "page" in source.name]
        name, titles = self._chance.choice(names or ["page 0"]), self._titles()
        library.add_text(name, json.dumps([{"title": title} for title in titles]).encode())
        return f"{name} {titles}"

    def _page_of_one_s_own(self, library: Library) -> str:
        titles = self._titles()[:3]
        entries = (f"@misc{{k{at}, title = {{{title}}}}}" for at, title in enumerate(titles))
        library.add_text("my.bib", "\n".join(entries).encode())
        return f"{titles}"

    def _some(self, library: Library, view: str = "all") -> list[int]:
        rowids = library.listing("", view=View.parse(view)).rowids
        return self._chance.sample(list(rowids), min(len(rowids), self._chance.choice((1, 2, 9))))

    def _pass(self, library: Library) -> str:
        rowids = self._some(library, self._chance.choice(("new", "new", "all")))
        new = set(library.listing("", view=View("new")).rowids)
        unpassed = library.news.signs().unpassed
        passed = library.news.pass_over(rowids)
        if passed != len(new & set(rowids)):
            raise FaultError("passed", f"{passed} of {rowids}, where {sorted(new)} are new")
        # What is marked is passed, too, so that it is not new when the mark goes.
        gone = [one for one in rowids if unpassed >> one & 1]
        titles = {paper.title for paper in library.rows(gone)}
        self._of(library).update(titles)
        return f"{sorted(titles)}"

    def _of(self, library: Library) -> set[str]:
        """Return what was passed in a library."""
        return self._passed.setdefault(library.locations.data, set())

    def _mark(self, library: Library) -> str:
        rowids, on = self._some(library), self._chance.random() < 0.7
        mark = self._chance.choice(("read", "bookmark", "queue", "done", "tag", "note"))
        if not rowids:
            return ""
        if mark == "tag":
            name = self._chance.choice(("a", "a/b", "c"))
            library.tag(rowids=rowids, add=[name] * on, remove=[name] * (not on))
        elif mark == "note":
            library.note(library.rows(rowids[:1])[0], "a note on net" if on else None)
        else:
            getattr(library, {"read": "mark_read"}.get(mark, mark))(rowids=rowids, on=on)
        return f"{mark} {on} {[paper.title for paper in library.rows(rowids)]}"

    def _undo(self, library: Library) -> str:
        return str(library.undo(self._chance.choice((1, 1, 3))))[:80]

    def _redo(self, library: Library) -> str:
        return str(library.redo())[:80]

    def _remove(self, library: Library) -> str:
        names = [source.name for source in library.counts().sources]
        return library.sources.remove(self._chance.choice(names or ["none"])).sentence

    def _rename(self, library: Library) -> str:
        names = [source.name for source in library.counts().sources]
        new = self._chance.choice(("A name", "", "net"))
        return library.sources.rename(self._chance.choice(names or ["none"]), new).sentence

    def _tags(self, library: Library) -> str:
        if self._chance.random() < 0.3:
            return library.tags.delete("a").sentence
        return library.tags.rename(*self._chance.choice((("a", "c"), ("c", "a")))).sentence

    def _merge(self, library: Library) -> str:
        return library.identities.merge(rowids=self._some(library)[:2]).sentence

    def _split(self, library: Library) -> str:
        papers = library.rows(self._some(library)[:1])
        told = library.identities.split(papers[0]).sentence if papers else ""
        self._apart.update(paper.title for paper in papers)
        return told

    def _exchange(self, library: Library) -> str:
        one, other = self._chance.sample((self._chance.choice(self.windows), self._away), 2)
        stream = io.BytesIO()
        one.export_library(stream)
        stream.seek(0)
        report = other.import_library(stream)
        self._of(other).update(self._of(one))
        return str(report)

    def _save(self, library: Library) -> str:
        text = self._chance.choice((*QUERIES, "tag:a OR net", "is:bookmarked", "my:note"))
        view = View.parse(self._chance.choice(("all", "new", "unread", "mine")))
        return library.searches.save(self._chance.choice("xyz"), text, view).sentence

    def _reopen(self, library: Library) -> None:
        if library is self._away:
            return
        at = self.windows.index(library)
        library.close()
        self.windows[at] = self._open("here", f"w{at}")

    def _restore(self, library: Library) -> None:
        path = self._directory / f"backup{self._count}"
        path.unlink(missing_ok=True)
        library.backup(path)
        self._mark(library)
        library.restore(path)

    def _rebuild(self, library: Library) -> None:
        if self._chance.random() < 0.5:
            library.journal.rebuild()
        else:
            library.index.rebuild()

    # What must hold

    def check(self) -> None:
        """Check both windows, and that they agree."""
        found = [self._numbers(library) for library in (*self.windows, self._away)]
        if found[0] != found[1]:
            raise FaultError("two windows do not agree", f"{found[0]}\n{found[1]}")

    def _numbers(self, library: Library) -> dict[str, object]:
        counts = library.counts()
        kinds = ("all", "new", "unread", "bookmarks", "queue", "done", "mine")
        listed = {kind: View.parse(kind) for kind in kinds}
        query = self._chance.choice(QUERIES)
        whole = library.listing(query, wait=True)
        within = library.counts.within(counts, set(whole.rowids))

        def same(what: str, *numbers: int) -> None:
            if len(set(numbers)) != 1:
                raise FaultError("numbers differ", f"{what}: {numbers}")

        for name, view in listed.items():
            rowids = list(library.listing("", view=view).rowids)
            same(f"twice in {name}", len(rowids), len(set(rowids)))
            asked = library.listing(query, view=view, wait=True)
            if asked.is_wide == whole.is_wide:  # a list with few of them looks further by itself
                same(f"{name} of {query!r}", getattr(within, name), len(asked.rowids))
            numbers = [getattr(counts, name), len(rowids)]
            if name in PLACES:
                numbers.append(library.search(PLACES[name], limit=None).total)
            same(name, *numbers)
        same("read", counts.read, library.search("is:read", limit=None).total)
        for tag, size in counts.tags:
            same(f"tag {tag}", size, len(library.listing("", view=View("tag", tag)).rowids))
            same(f"tag {tag}", size, library.search(f"tag:{tag}", limit=None).total)
        for at, source in enumerate(counts.sources):
            view = View("source", source.name)
            same(f"source {source.name}", source.count, len(library.listing("", view=view).rowids))
            asked = library.listing(query, view=view, wait=True)
            if asked.is_wide == whole.is_wide:
                number = within.sources[at].count
                same(f"source {source.name} of {query!r}", number, len(asked.rowids))
        new = set(library.listing("", view=View("new")).rowids)
        for search in library.searches.all(wait=True):
            opened = library.listing("", view=View("search", search.name), wait=True).rowids
            same(f"search {search.name}: {search.text!r}", search.new, len(new & set(opened)))
        told = {section.kind: section for section in library.digest("1d", top=1000).sections}
        named = told["new"].items if "new" in told else ()
        if not {item.paper.rowid for item in named} <= new:
            raise FaultError("the digest tells what is not new", "")
        titles = {paper.title for paper in library.rows(list(new))}
        if again := (titles & self._of(library)) - self._apart:
            raise FaultError("new again", f"{again}")
        return {
            **library.counts.by_name(),
            "titles": sorted(titles),
            "searches": [one.new for one in library.searches.all(wait=True)],
            "day": date.today().isoformat(),
        }
