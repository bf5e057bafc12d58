"""Several machines that meet in a folder, each with a replica that is carried to the others."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from recto.index import Library, Position, RectoError, View
from recto.index.safety.canonical import tell_canonically
from recto.index.safety.opening import open_store
from recto.index.store.passed import pass_papers
from recto.index.sync.exchanging import Exchange, Exchanged
from recto.index.sync.git.addresses import read_address
from recto.index.sync.git.rounds import Round
from recto.index.sync.layout import ROOT, find_files
from recto.index.sync.logs import load
from recto.index.sync.telling import Way

from ..support.importing import add_page, made_up


class Killed(BaseException):
    """A process that was killed, at a step of its writing."""


class Machine:
    """A library, its replica of the folder, and a second way if there is one."""

    def __init__(self, place: Path, name: str, *, papers: str = "all") -> None:
        self.name = name
        self.folder = place / f"{name}-folder"
        self.folder.mkdir(parents=True)
        self.second: Path | None = None
        self.repository: Path | None = None
        self.is_far = False
        """Whether it meets the others in the repository alone."""
        self._papers = papers
        self.library = Library.open(place / name, seeds=False)
        self.store = open_store(self.library.locations.database)
        self.store.database.execute("PRAGMA synchronous=OFF")

    @property
    def id(self) -> str:
        return str(self.store.database.value("SELECT value FROM meta WHERE key = 'machine'"))

    def sync(
        self, step: Callable[[str], object] = lambda name: None, *, folder: Path | None = None
    ) -> Exchanged:
        folder = folder or self.folder
        way = Way(f"folder:{folder}", folder, self._papers)
        return Exchange(self.store, way, step=step).run()

    def meet(
        self, step: Callable[[str], object] = lambda name: None, repository: Path | None = None
    ) -> Exchanged:
        address = read_address(str(repository or self.repository))
        data = self.library.locations.data
        return Round(self.store, data, address, self._papers, step=step).run()

    def canonical(self) -> str:
        return "".join(tell_canonically(self.store.database, papers=self._papers == "all"))

    def rowids(self) -> list[int]:
        rows = self.store.database.rows("SELECT pid FROM papers WHERE NOT hidden ORDER BY pid")
        return [pid for (pid,) in rows]

    def log_files(self, owner: str | None = None) -> list[Path]:
        """Return the files that are logs, of one machine or of all, from the folder on."""
        found = sorted(self.folder.glob(f"{ROOT}/{owner or '*'}/*"))
        return [path.relative_to(self.folder) for path in found if path.is_file()]


@contextmanager
def machines(place: Path, *names: str, papers: str = "all") -> Iterator[list[Machine]]:
    """Open an empty library of each name."""
    found: list[Machine] = []
    try:
        for name in names:
            found.append(Machine(place, name, papers=papers))
        yield found
    finally:
        for machine in found:
            machine.library.close()
            machine.store.close()


def carry(source: Path, target: Path, names: list[Path] | None = None) -> None:
    """Copy files that a replica does not have, or has otherwise, as they are."""
    for path in sorted(source.glob(f"{ROOT}/*/*")):
        name = path.relative_to(source)
        if path.is_file() and (names is None or name in names):
            there = target / name
            there.parent.mkdir(parents=True, exist_ok=True)
            if not there.exists() or there.read_bytes() != path.read_bytes():
                shutil.copy2(path, there)


def heal(machines: list[Machine]) -> None:
    """Let every replica have what each machine has written, as its own replica has it."""
    for source in machines:
        own = source.log_files(source.id)
        for target in machines:
            if target != source:
                carry(source.folder, target.folder, own)
                for name in target.log_files(source.id):
                    if name not in own and "conflict" not in name.name:
                        (target.folder / name).unlink()


def in_step(machines: list[Machine], most: int = 20) -> None:
    """Let all read and write until nothing is left to do; AssertionError where that never is.

    What one tells in the repository alone goes a long way: to whoever is in both, to the folder,
    and there papers may become others, of which more is told.
    """
    quiet = 0
    for _ in range(most):
        done = []
        for machine in machines:
            if not machine.is_far:
                done.append(machine.sync())
            if machine.second is not None:
                done.append(machine.sync(folder=machine.second))
            if machine.repository is not None:
                done.append(machine.meet())
        heal([machine for machine in machines if machine.folder != machine.second])
        quiet = 0 if any(one.sent or one.read for one in done) else quiet + 1
        if quiet == 2:  # what is no act may have been read in the first one
            return
    raise AssertionError(f"not in step after {most} rounds: {done}")


def tear(machines: list[Machine], rng: random.Random, *, is_long: bool = False) -> None:
    """Carry some files from one replica to another, as badly as carriers do.

    In a run that `is_long` few of those are carried again that are there already, as carriers do.
    """
    source, target = rng.sample(machines, 2)
    names = source.log_files()
    rng.shuffle(names)
    if is_long:
        names = _mostly_changed(source.folder, target.folder, names, rng)
        _throw_away(target, rng)
    elif len(names) > MANY:
        # What has changed goes first, and not all: a long run would do little else than copy.
        names.sort(key=lambda name: _is_there(source.folder / name, target.folder / name))
        _throw_away(target, rng)
    for name in names[: rng.randrange(min(MANY, len(names)) + 1)]:
        if name.parent.name == target.id:
            continue
        data = (source.folder / name).read_bytes()
        there = target.folder / name
        there.parent.mkdir(parents=True, exist_ok=True)
        fate = rng.random()
        if fate < 0.15:
            data = data[: rng.randrange(len(data) + 1)]
        elif fate < 0.25:
            there = there.with_name(_conflict_name(name, rng.randrange(99)))
        elif fate < 0.3 and there.exists():
            there.unlink()
            continue
        elif fate < 0.33:
            cut = rng.randrange(len(data) + 1)
            data = data[:cut] + b"\0" * min(50, len(data) - cut) + data[cut + 50 :]
        there.write_bytes(data)
        moment = rng.randrange(10**9, 2 * 10**9)
        os.utime(there, (moment, moment))


MANY = 40
"""Files of a folder of which not all are carried together, and copies that are thrown away."""

CHANGED, UNCHANGED = 10, 3
"""Files that are carried together in a long run, of those that are there otherwise and the rest."""

LONGEST = 200
"""Letters of a name that may still become longer: file systems take 255 bytes."""


def _mostly_changed(
    source: Path, target: Path, names: list[Path], rng: random.Random
) -> list[Path]:
    """Return some of the files that a replica has otherwise or not at all, and a few others.

    All of them again and again would be a cost of each act that grows with all acts before.
    """
    parts: tuple[list[Path], list[Path]] = ([], [])
    for name in names:
        parts[_is_there(source / name, target / name)].append(name)
    chosen = [*parts[False][:CHANGED], *parts[True][:UNCHANGED]]
    rng.shuffle(chosen)
    return chosen


def _conflict_name(name: Path, number: int) -> str:
    """Return what a synchroniser calls a second file of a name, which may be such a one itself."""
    stem = name.stem if len(name.name) < LONGEST else name.name.partition(".")[0]
    return f"{stem}.sync-conflict-{number}{name.suffix}"


def _is_there(source: Path, target: Path) -> bool:
    return target.exists() and target.stat().st_size == source.stat().st_size


def _throw_away(machine: Machine, rng: random.Random) -> None:
    """Remove conflict copies where they have become many, as people do."""
    copies = [name for name in machine.log_files() if "conflict" in name.name]
    if len(copies) > MANY:
        for name in rng.sample(copies, MANY // 2):
            (machine.folder / name).unlink()


NAMES = ("theory", "x", "x/y")

SOURCES = 4
"""Pages of a short run that are added, renamed and removed; of a long one are more."""


def act(machine: Machine, rng: random.Random, titles: list[str]) -> None:
    """Do something that a reader does."""
    library = machine.library
    rowids = machine.rowids()
    chosen = rng.sample(rowids, min(len(rowids), rng.randint(1, 3)))
    ids = [paper.id for paper in library.rows(chosen)]
    with suppress(RectoError):
        match rng.randrange(28):
            case 0 | 1:
                add(machine, rng, titles)
            case 2:
                library.bookmark(ids, rng.random() < 0.7)
            case 3:
                library.mark_read(ids, rng.random() < 0.7)
            case 4 | 5 if ids:
                library.note(ids[0], rng.choice((None, f"note {rng.randrange(10**6)}")))
            case 6:
                library.queue(ids, rng.random() < 0.7)
            case 7:
                library.done(ids, rng.random() < 0.7)
            case 8:
                names = tags(rng, titles)
                library.tag(ids, add=[rng.choice(names)], remove=[rng.choice(names)])
            case 9:
                names = tags(rng, titles)
                library.tags.rename(rng.choice(names), rng.choice(names))
            case 10 if ids:
                queued = library.listing("", view=View("queue"), sort="queue").rowids
                library.marks.move(rng.choice(list(queued)), View("queue"), rng.randint(-2, 2))
            case 11:
                name = rng.choice(("s", "t"))
                if rng.random() < 0.7:
                    library.searches.save(name, f"words {rng.randrange(99)}", View("all"))
                else:
                    library.searches.delete(name)
            case 12 | 13:
                library.undo() if rng.random() < 0.7 else library.redo()
            case 14 if ids:
                library.news.pass_over(chosen)
                with machine.store.database.transaction():
                    pass_papers(machine.store.database, chosen)
            case 16 if ids:
                library.marks.keep_private(ids, rng.random() < 0.5)
            case 17 if ids:
                if rng.random() < 0.7:
                    library.notes.save_draft(ids[0], f"half {rng.randrange(10**6)}")
                else:
                    library.notes.drop_draft(ids[0])
            case 15 if ids:
                place = Position(rng.randrange(99), 0, "words", rng.randrange(100))
                library.positions.keep(chosen[0], place)
                if rng.random() < 0.5:
                    library.positions.give_letter(chosen[0], rng.choice("ab"), place)
            case 18 if ids:
                library.highlights.add(chosen[0], f"words {rng.randrange(99)}", note="so")
            case 19 if ids:
                change_highlight(machine, rng)
            case 20 if ids:
                library.keys.change(ids[0], rng.choice((None, "one", "two", "three")))
            case 21 if ids:
                library.corrections.edit(ids[0], {"venue": rng.choice(("", "A", "B"))})
            case 22:
                names = [f"arxiv:cs.{area}" for area in rng.sample(("AI", "CL", "LG"), 2)]
                library.following.follow(*names[:1])
                library.following.unfollow(*names[1:])
            case 23:
                source = page(rng, titles)
                if rng.random() < 0.5:
                    library.sources.rename(source, rng.choice(("", "mine", "yours")))
                else:
                    library.sources.remove(source)
            case 24 if ids:
                library.searches.look(rng.choice(("s", "t")), rng.choice(ids))
            case 25 if len(ids) > 1:
                library.identities.merge([ids[0], nearby(machine, rng, ids, titles)])
            case 26 if ids:
                library.identities.split(ids[0])
            case 27 if ids:
                near = block(machine, ids[0], titles)
                library.marks.identify(ids[0], f"2401.{10000 + rng.choice(near)}")


NEAR = 12
"""Papers that have to do with each other, so that some are made one: those of a short run, and so
many of a long one. If any two of that could be one, all would be soon, and each act about all."""


def tags(rng: random.Random, titles: list[str]) -> Sequence[str]:
    """Return names of tags; in a long run there are more, so that each is on as many papers."""
    if len(titles) <= NEAR:
        return NAMES
    number = rng.randrange(len(titles) // NEAR)
    return [f"theory{number}", f"x{number}", f"x{number}/y"]


def page(rng: random.Random, titles: list[str]) -> str:
    """Return the name of a page; in a long run there are more, each with as many papers."""
    return f"page {rng.randrange(max(SOURCES, len(titles) * SOURCES // NEAR))}"


def block(machine: Machine, id: str, titles: list[str]) -> range:
    """Return the numbers of the titles that have to do with a paper's."""
    number = titles.index(machine.library.paper(id).title)
    first = number - number % NEAR
    return range(first, min(first + NEAR, len(titles)))


def nearby(machine: Machine, rng: random.Random, ids: list[str], titles: list[str]) -> str:
    """Return a paper that has to do with the first one: the second where all have."""
    if len(titles) <= NEAR:
        return ids[1]
    names = [titles[number] for number in block(machine, ids[0], titles)]
    rows = machine.store.database.rows(
        "SELECT p.id FROM texts t JOIN papers p USING(pid) WHERE NOT p.hidden AND p.id <> ? "
        "AND t.title IN (SELECT value FROM json_each(?)) ORDER BY p.pid",
        (ids[0], json.dumps(names)),
    )
    return str(rng.choice(rows)[0]) if rows else ids[1]


def change_highlight(machine: Machine, rng: random.Random) -> None:
    """Write another note on a highlight, or remove it."""
    present = list(machine.library.highlights.all())
    if present:
        one = rng.choice(present)
        if rng.random() < 0.6:
            note = rng.choice(("", f"about it {rng.randrange(99)}"))
            machine.library.highlights.set_note(one.rowid, one.id, note)
        else:
            machine.library.highlights.remove(one.rowid, one.id)


def add(machine: Machine, rng: random.Random, titles: list[str]) -> None:
    """Add a page with papers, some of which others have too."""
    papers = []
    for title in rng.sample(titles, 3):
        arxiv = f"2401.{10000 + titles.index(title)}" if rng.random() < 0.5 else None
        papers.append(made_up(title, f"About {title}, {rng.randrange(3)}.", arxiv))
    add_page(machine.store, page(rng, titles), *papers)


def acts_of(machine: Machine) -> set[str]:
    return {act for (act,) in machine.store.database.rows("SELECT act FROM journal")}


def private_words(machine: Machine) -> str:
    """Return all that a machine has written, unpacked."""
    return b"".join(load(file) for file in find_files(machine.folder)).decode("utf-8", "replace")


def objects(machine: Machine) -> list[dict[str, Any]]:
    return [json.loads(line) for line in private_words(machine).splitlines() if line]
