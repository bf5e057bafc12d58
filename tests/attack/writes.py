"""Every command that writes, drawn at random, with what must hold once it is acknowledged."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from recto.index import Library, Paper

from .ground import acts_of


class Write(NamedTuple):
    """A command that writes."""

    words: tuple[str, ...]
    holds: Callable[[Library], bool]
    """Whether what it did is in force."""
    replaces: tuple[str, ...] | None = None
    """The acts that are in the library afterwards, where it puts another library in its place."""
    stdin: str = ""
    begins: Callable[[Library], bool] | None = None
    """Whether an act of its own is there wholly that it records before it does what it is for."""

    @property
    def name(self) -> str:
        return self.words[0]


class Writes:
    """Draws commands that can succeed, for a library whose state it looks up each time."""

    def __init__(self, chance: random.Random, path: Path) -> None:
        self._chance = chance
        self._path = path
        self._count = 0
        self.outside = path.parent / "outside"
        """Where files for other programs, and copies, are written."""
        self.outside.mkdir(exist_ok=True)

    def draw(self, name: str) -> Write:
        """Return a command of this name."""
        self._count += 1
        with Library.open(self._path, seeds=False) as library:
            papers = library.rows(library.listing("").rowids)
            draw: Callable[[Library, list[Paper]], Write]
            draw = getattr(self, f"_{name.replace('-', '_')}")
            return draw(library, papers)

    def _some(self, papers: list[Paper]) -> list[str]:
        return [paper.id for paper in self._chance.sample(papers, self._chance.choice((1, 3, 20)))]

    def _marked(
        self, word: str, papers: list[Paper], is_so: Callable[[Paper], bool], *more: str
    ) -> Write:
        ids = self._some(papers)
        return Write(
            (word, *ids, *more),
            lambda library: all(is_so(library.paper(ident)) for ident in ids),
        )

    def _bookmark(self, _: Library, papers: list[Paper]) -> Write:
        return self._marked("bookmark", papers, lambda paper: paper.bookmarked)

    def _unbookmark(self, _: Library, papers: list[Paper]) -> Write:
        return self._marked("unbookmark", papers, lambda paper: not paper.bookmarked)

    def _read(self, _: Library, papers: list[Paper]) -> Write:
        return self._marked("read", papers, lambda paper: paper.read)

    def _unread(self, _: Library, papers: list[Paper]) -> Write:
        return self._marked("unread", papers, lambda paper: not paper.read)

    def _queue(self, _: Library, papers: list[Paper]) -> Write:
        return self._marked("queue", papers, lambda paper: paper.queue is not None)

    def _unqueue(self, _: Library, papers: list[Paper]) -> Write:
        return self._marked("unqueue", papers, lambda paper: paper.queue is None)

    def _done(self, _: Library, papers: list[Paper]) -> Write:
        return self._marked("done", papers, lambda paper: paper.done is not None)

    def _tag(self, _: Library, papers: list[Paper]) -> Write:
        name = f"t{self._count}"
        return self._marked("tag", papers, lambda paper: name in paper.tags, f"+{name}")

    def _note(self, _: Library, papers: list[Paper]) -> Write:
        ident, text = self._some(papers)[0], f"note {self._count} " + "word " * self._count * 20
        return Write(
            ("note", ident, "-"),
            lambda library: (library.paper(ident).note or "").strip() == text.strip(),
            stdin=text,
        )

    def _retraced(self, word: str) -> Write:
        acts = acts_of(self._path)
        return Write((word,), lambda _: len(acts_of(self._path)) == len(acts) + 1)

    def _undo(self, library: Library, papers: list[Paper]) -> Write:
        library.bookmark(papers[0].id, on=not papers[0].bookmarked)
        return self._retraced("undo")

    def _redo(self, library: Library, papers: list[Paper]) -> Write:
        library.bookmark(papers[0].id, on=not papers[0].bookmarked)
        library.undo()
        return self._retraced("redo")

    def _tags(self, library: Library, papers: list[Paper]) -> Write:
        old, new = f"old{self._count}", f"new{self._count}"
        library.tag(self._some(papers), add=[old])
        words = self._chance.choice((("rename", old, new), ("delete", old)))

        def holds(library: Library) -> bool:
            names = {name for name, _ in library.counts().tags}
            return old not in names and (words[0] == "delete" or new in names)

        return Write(("tags", *words), holds)

    def _searches(self, library: Library, _: list[Paper]) -> Write:
        name = f"s{self._count % 3}"
        words: tuple[str, ...] = ("save", name, "merging", f"word{self._count}")
        there = {saved.name for saved in library.searches.all()}
        if name in there and self._chance.random() < 0.4:
            words = ("delete", name)

        def holds(library: Library) -> bool:
            now = {saved.name: saved.text for saved in library.searches.all()}
            return now.get(name) == (None if words[0] == "delete" else " ".join(words[2:]))

        return Write(("searches", *words), holds)

    def _page(self, count: int) -> Path:
        page = self.outside / f"page{self._count}.jsonl"
        lines = (
            json.dumps({"title": f"Number {at} of page {self._count}", "abstract": "word " * 80})
            for at in range(count)
        )
        page.write_text("".join(f"{line}\n" for line in lines))
        return page

    def _add(self, library: Library, papers: list[Paper]) -> Write:
        count = self._chance.choice((3, 200, 1500))
        page, before = self._page(count), len(papers)
        return Write(("add", str(page)), lambda library: library.counts().all == before + count)

    def _remove(self, library: Library, papers: list[Paper]) -> Write:
        page = self._page(30)
        library.add(page)
        return Write(("remove", page.name), lambda library: library.counts().all == len(papers))

    def _sources(self, library: Library, _: list[Paper]) -> Write:
        name, new = library.counts().sources[0].name, f"Source {self._count}"
        return Write(
            ("sources", "rename", name, new),
            lambda library: new in {source.label for source in library.counts().sources},
        )

    def _id(self, _: Library, papers: list[Paper]) -> Write:
        paper = self._chance.choice([paper for paper in papers if not paper.arxiv_id])
        arxiv = f"2301.{self._chance.randrange(10**5):05}"
        return Write(
            ("id", paper.id, arxiv), lambda library: library.paper(arxiv).title == paper.title
        )

    def _backup(self, library: Library, _: list[Paper]) -> Write:
        target, acts = self.outside / "backup", acts_of(self._path)

        def holds(_: Library) -> bool:
            with closing(sqlite3.connect(target)) as connection:
                found = connection.execute("SELECT act FROM journal ORDER BY seq").fetchall()
                is_whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return is_whole and [act for (act,) in found] == acts

        return Write(("backup", str(target)), holds)

    def _restore(self, library: Library, papers: list[Paper]) -> Write:
        target = self.outside / f"restored{self._count}"
        library.copies.backup(target)
        acts = acts_of(self._path)
        library.bookmark(papers[-1].id, on=not papers[-1].bookmarked)
        return Write(
            ("restore", str(target)), lambda _: acts_of(self._path)[: len(acts)] == acts, (*acts,)
        )

    def _export_library(self, library: Library, _: list[Paper]) -> Write:
        target = self.outside / self._chance.choice(("library.jsonl", "library.jsonl.gz"))
        acts = set(acts_of(self._path))

        def holds(_: Library) -> bool:
            with Library.open(self.outside / f"again{self._count}", seeds=False) as again:
                again.copies.import_library(target)
            return acts <= set(acts_of(self.outside / f"again{self._count}"))

        return Write(("export-library", str(target)), holds)

    def _import_library(self, library: Library, papers: list[Paper]) -> Write:
        target, there = self.outside / f"other{self._count}.jsonl", self.outside / "there"
        with Library.open(there, seeds=False) as other:
            other.add_text(f"there{self._count}", self._page(40).read_bytes())
            other.bookmark([paper.id for paper in other.rows(other.listing("").rowids)])
            other.copies.export_library(target)
        acts = set(acts_of(there))
        return Write(
            ("import-library", str(target)), lambda library: acts <= set(acts_of(self._path))
        )

    def _export(self, library: Library, papers: list[Paper]) -> Write:
        name = self._chance.choice(("bib", "ris", "csv", "html", "jsonl", "md"))
        target = self.outside / f"papers.{name}"
        return Write(
            ("export", "--force", "-o", str(target)),
            lambda _: target.exists() and papers[-1].title[:4] in target.read_text("utf-8"),
            # Papers keep the keys that they are cited by, whether the file comes to be or not.
            begins=lambda library: all(
                library.paper(paper.id).cite_key is not None for paper in papers
            ),
        )

    def _reindex(self, library: Library, papers: list[Paper]) -> Write:
        return Write(("reindex",), lambda library: library.search("page", limit=None) is not None)

    def _rebuild_marks(self, library: Library, papers: list[Paper]) -> Write:
        return Write(("rebuild-marks",), lambda library: library.journal.agrees())


NAMES = [
    *("bookmark", "unbookmark", "read", "unread", "queue", "unqueue", "done", "tag", "note"),
    *("undo", "redo", "tags", "searches", "add", "remove", "sources", "id", "backup", "restore"),
    *("export-library", "import-library", "export", "reindex", "rebuild-marks"),
]
"""The commands that write, each with a method of `Writes`."""
