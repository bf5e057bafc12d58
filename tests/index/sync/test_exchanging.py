"""Two or three machines that meet in a folder: what goes from one to another, and what does not."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from recto.index import AwayError, Library, Position, RectoError
from recto.index.journal.fold import NOTE_SEAM
from recto.index.store.passed import pass_papers
from recto.index.sync import telling, writing
from recto.index.sync.layout import ROOT, look
from recto.index.sync.lines import encode
from recto.index.sync.memory import Memory
from recto.index.sync.merging import retake
from recto.index.sync.standing import standings
from recto.index.sync.telling import Way

from ..support.importing import add_page, made_up
from ..support.soundness import assert_is_sound
from .meeting import Killed, Machine, acts_of, carry, in_step, machines, objects, private_words

PAPERS = [made_up(f"Paper number {number}", f"About {number}.") for number in range(6)]


@pytest.fixture
def two(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Two machines with one folder; the first has a page of papers."""
    with machines(tmp_path, "one", "two", papers="marked") as found:
        one, two = found
        two.folder = one.folder
        add_page(one.store, "page", *PAPERS)
        yield one, two


def titled(machine: Machine, title: str) -> str:
    sql = "SELECT p.id FROM papers p JOIN texts t USING(pid) WHERE t.title = ?"
    return str(machine.store.database.value(sql, (title,)))


def one_id(machine: Machine, number: int = 0) -> str:
    return titled(machine, f"Paper number {number}")


def test_marks_go_with_their_papers_and_no_others(two: tuple[Machine, Machine]) -> None:
    one, other = two
    id = one_id(one)
    one.library.bookmark(id)
    one.library.tag(one_id(one, 1), add=["here"])
    one.library.positions.keep(1, Position(7, 3, "words", 20))
    one.library.positions.give_letter(1, "a", Position(9, 1, "other", 30))
    one.sync()
    done = other.sync()
    assert (done.read, done.new_papers) == (3, 2)
    assert other.library.paper(id).bookmarked
    assert other.library.paper(one_id(other, 1)).tags == ("here",)
    rowid = other.library.paper(id).rowid
    assert other.library.positions.of(rowid) == one.library.positions.of(1)
    assert other.library.positions.letters(rowid) == {"a": Position(9, 1, "other", 30)}
    assert one.canonical() == other.canonical()
    # A page of which a part is here becomes whole by the rest of it.
    assert other.store.database.value("SELECT done FROM pages") == 0
    one.library.bookmark([one_id(one, number) for number in range(6)])
    one.sync()
    other.sync()
    assert other.store.database.value("SELECT done FROM pages") is None
    assert one.canonical() == other.canonical()


def test_a_note_changed_on_both_keeps_both_texts_and_undo_takes_back_its_own(
    two: tuple[Machine, Machine],
) -> None:
    one, other = two
    id = one_id(one)
    one.library.note(id, "first")
    one.sync()
    other.sync()
    one.library.note(id, "here")
    other.library.note(id, "there")
    in_step([one, other])
    notes = {machine.library.paper(id).note for machine in two}
    assert notes in ({NOTE_SEAM.join(("here", "there"))}, {NOTE_SEAM.join(("there", "here"))})
    one.library.undo()
    in_step([one, other])
    assert {machine.library.paper(id).note for machine in two} == {"there"}


def test_a_tag_renamed_here_and_used_there_ends_under_one_name(
    two: tuple[Machine, Machine],
) -> None:
    one, other = two
    ids = [one_id(one, number) for number in range(4)]
    one.library.tag(ids[0], add=["old", "old/part"])
    one.library.bookmark(ids)
    in_step([one, other])
    one.library.tags.rename("old", "new")
    other.library.tag(ids[1], add=["old"])
    other.library.tag(ids[2], add=["old/part"])
    in_step([one, other])
    for machine in two:
        tags = [machine.library.paper(id).tags for id in ids]
        assert tags == [("new", "new/part"), ("new",), ("new/part",), ()]
    assert one.canonical() == other.canonical()
    # Who knows of the renaming may use the old name again, on either machine.
    other.library.tag(ids[3], add=["old"])
    in_step([one, other])
    assert one.library.paper(ids[3]).tags == ("old",)
    # Undo takes the renaming back with all that followed it.
    one.library.undo(next(entry.act for entry in one.library.log() if entry.kind == "rename-tag"))
    in_step([one, other])
    assert [other.library.paper(id).tags for id in ids[:3]] == [
        ("old", "old/part"),
        ("old",),
        ("old/part",),
    ]
    assert one.canonical() == other.canonical()


def test_a_tag_renamed_to_and_fro_is_followed_once(two: tuple[Machine, Machine]) -> None:
    one, other = two
    ids = [one_id(one, number) for number in range(2)]
    one.library.tag(ids[0], add=["old"])
    one.library.bookmark(ids)
    in_step([one, other])
    other.library.tag(ids[1], add=["old"])
    names = ["old", "new"] * 3 + ["old", "newest"]
    for old, new in pairwise(names):
        one.library.tags.rename(old, new)
    in_step([one, other])
    for machine in two:
        assert [machine.library.paper(id).tags for id in ids] == [("newest",)] * 2
    acts = [entry for entry in one.library.log() if entry.kind == "rename-tag"]
    assert len(acts) == len(list(pairwise(names))) + 1
    assert one.canonical() == other.canonical()


def test_what_is_private_stays_until_it_is_no_more(two: tuple[Machine, Machine]) -> None:
    one, other = two
    secret, open_ = one_id(one), one_id(one, 1)
    one.library.marks.keep_private(secret)
    one.library.tag([secret, open_], add=["both"])
    one.library.note(secret, "nobody knows")
    one.library.undo(1)
    one.library.note(secret, "nobody knows")
    one.library.positions.keep(one.library.paper(secret).rowid, Position(1, 1, "hush", 1))
    one.library.notes.save_draft(secret, "half a secret")
    one.sync()
    told = private_words(one)
    for word in ("nobody", "papernumber0", "Paper number 0", "hush", "half a"):
        assert word not in told
    other.sync()
    assert other.library.paper(open_).tags == ("both",)
    assert one.sync().sent == 0
    one.library.marks.keep_private(secret, False)
    in_step([one, other])
    assert other.library.paper(secret).tags == ("both",)
    assert other.library.paper(secret).note == "nobody knows"
    assert other.library.notes.draft(secret) == "half a secret"
    assert one.canonical() == other.canonical()


def test_a_draft_goes_on_where_it_was_left(two: tuple[Machine, Machine]) -> None:
    one, other = two
    id = one_id(one)
    one.library.notes.save_draft(id, "half")
    one.sync()
    other.sync()
    assert other.library.notes.draft(id) == "half"
    other.library.notes.save_draft(id, "half and more")
    in_step([one, other])
    assert one.library.notes.draft(id) == "half and more"
    one.library.note(id, "all of it")
    in_step([one, other])
    assert other.library.notes.draft(id) is None
    # Typed on both at once: each goes on with its own, and meets the other's afterwards.
    one.library.notes.save_draft(id, "mine")
    other.library.notes.save_draft(id, "yours")
    in_step([one, other])
    assert [machine.library.notes.draft(id) for machine in two] == ["mine", "yours"]
    one.library.note(id, "mine, done")
    in_step([one, other])
    assert [machine.library.notes.draft(id) for machine in two] == ["yours", "yours"]


def test_a_line_half_written_is_ended_and_written_again(two: tuple[Machine, Machine]) -> None:
    one, other = two
    id = one_id(one)
    one.library.bookmark(id)
    one.sync()
    for number in range(1, 4):
        one.library.tag(id, add=[f"t{number}"])

        def stop(name: str, at: str = ("append", "half", "appended")[number - 1]) -> None:
            if name == at:
                raise Killed

        with pytest.raises(Killed):
            one.sync(stop)
        other.sync()
    one.sync()
    done = other.sync()
    assert done.waiting == 0
    assert acts_of(one) == acts_of(other)


def test_a_file_is_packed_once_it_is_large_and_read_no_second_time(
    two: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "OPEN", 3000)
    one, other = two
    id = one_id(one)
    for number in range(12):
        one.library.note(id, f"{number} " + "word " * 40)
        one.sync()
        other.sync()
    names = [path.name for path in one.log_files(one.id)]
    assert names[0] == "000001.jsonl.gz" and names[-2].endswith(".jsonl")
    assert one.canonical() == other.canonical()
    assert other.sync().read == 0


def test_nothing_means_deleted_and_an_empty_mount_point_is_left_alone(
    two: tuple[Machine, Machine], tmp_path: Path
) -> None:
    one, other = two
    one.library.bookmark(one_id(one))
    one.sync()
    other.sync()
    shutil.move(one.folder / ROOT, tmp_path / "away")
    with pytest.raises(RectoError, match="not there") as caught:
        other.sync()
    assert caught.value.exit_status == 75
    assert list(other.folder.iterdir()) == []
    shutil.move(tmp_path / "away", one.folder / ROOT)
    shutil.rmtree(one.folder / ROOT / one.id)
    other.library.bookmark(one_id(other), False)
    other.sync()
    assert [line for line in one.sync().sentences if "written again" in line]
    in_step([one, other])
    assert one.canonical() == other.canonical()
    assert not one.library.paper(one_id(one)).bookmarked


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_file_that_comes_back_as_less_is_written_again(
    two: tuple[Machine, Machine], is_packed: bool
) -> None:
    one, other = two
    one.library.bookmark(one_id(one))
    one.sync()
    (name,) = [path for path in one.log_files(one.id) if path.suffix == ".jsonl"]
    path = one.folder / name
    if is_packed:
        # A killed process has packed it, and of that only half is there.
        packed = gzip.compress(path.read_bytes())
        path.unlink()
        path.with_name(f"{path.name}.gz").write_bytes(packed[: len(packed) // 2])
    else:
        told = {"type": "recto-sync", "format": 1, "machine": other.id, "file": 1}
        path.write_bytes(encode(told, 1, "2026-11-30T12:00:00+0000"))
    assert "written again" in one.sync().sentences[0]
    other.sync()
    assert acts_of(other) == acts_of(one)
    assert (one.sync().sent, one.sync().read) == (0, 0)


def test_conflict_copies_cut_lines_and_gaps_are_understood(
    two: tuple[Machine, Machine], tmp_path: Path
) -> None:
    one, other = two
    other.folder = tmp_path / "replica"
    other.folder.mkdir()
    id = one_id(one)
    for number in range(5):
        one.library.tag(id, add=[f"t{number}"])
        one.sync()
    (name,) = [path for path in one.log_files(one.id) if path.suffix == ".jsonl"]
    data = (one.folder / name).read_bytes()
    lines = data.splitlines(keepends=True)
    there = other.folder / name
    there.parent.mkdir(parents=True)
    # The fourth line from the end is damaged, the last one cut.
    there.write_bytes(b"".join([*lines[:-4], b"\0" * 20 + b"\n", *lines[-3:]])[:-9])
    assert other.sync().waiting == 2
    assert len(acts_of(other)) == len(acts_of(one)) - 2
    there.with_name("000001 (conflicted copy).jsonl").write_bytes(data)
    assert other.sync().waiting == 0
    assert acts_of(other) == acts_of(one)
    # One that comes back older takes nothing away.
    there.write_bytes(data[:100])
    assert "come back" in other.sync().sentences[0]
    assert acts_of(other) == acts_of(one)


def test_of_copies_that_were_thrown_away_nothing_is_kept(two: tuple[Machine, Machine]) -> None:
    one, other = two
    one.library.bookmark(one_id(one))
    one.sync()
    (name,) = [path for path in one.log_files(one.id) if path.suffix == ".jsonl"]
    copy = (one.folder / name).with_name("000001.sync-conflict-1.jsonl")
    shutil.copy(one.folder / name, copy)
    other.sync()
    memory = Memory(other.store.database, f"folder:{other.folder}")
    known = memory.names("file")
    assert f"{ROOT}/{one.id}/{copy.name}" in known
    copy.unlink()
    one.library.tag(one_id(one), add=["t"])
    one.sync()
    assert other.sync().read == 1
    assert memory.names("file") == known - {f"{ROOT}/{one.id}/{copy.name}"}
    # One that is there again is read again, and brings nothing.
    shutil.copy(one.folder / name, copy)
    done = other.sync()
    assert (done.read, done.sentences, acts_of(other)) == (0, [], acts_of(one))


@pytest.mark.parametrize("cut", [9, 1])
def test_a_line_that_is_cut_off_is_told_to_be_on_its_way(
    two: tuple[Machine, Machine], tmp_path: Path, cut: int
) -> None:
    one, other = two
    other.folder = tmp_path / "replica"
    other.folder.mkdir()

    def waiting() -> int:
        way = Way(f"folder:{other.folder}", other.folder, "marked")
        (told,) = (now for now in standings(other.store.database, [way]) if now.machine == one.id)
        return told.waiting

    id = one_id(one)
    one.library.bookmark(id)
    one.sync()
    one.library.tag(id, add=["t"])
    one.sync()
    (name,) = [path for path in one.log_files(one.id) if path.suffix == ".jsonl"]
    data = (one.folder / name).read_bytes()
    there = other.folder / name
    there.parent.mkdir(parents=True)
    there.write_bytes(data[:-cut])
    assert waiting() == 1
    assert [other.sync().waiting for _ in range(2)] == [1, 1]
    assert waiting() == 1
    there.write_bytes(data)
    assert waiting() == 0
    assert (other.sync().waiting, waiting()) == (0, 0)
    # A part of one more, where all was read before.
    there.write_bytes(data + data[-50:-9])
    assert waiting() == 1
    assert (other.sync().waiting, waiting()) == (1, 1)


def test_a_log_of_many_files_is_not_listed_at_each_step(
    two: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    one.library.bookmark(one_id(one))
    one.sync()
    own, listed = one.folder / ROOT / one.id, list[str]()
    scandir = os.scandir

    def note(path: os.PathLike[str] | str) -> object:
        listed.append(os.fspath(path))
        return scandir(path)

    monkeypatch.setattr(telling, "TOGETHER", 1)
    monkeypatch.setattr(writing, "OPEN", 600)  # so that files are packed, and others begun
    monkeypatch.setattr(os, "scandir", note)
    for number in range(5):
        one.library.tag([one_id(one, number), one_id(one, number + 1)], add=[f"t{number}"])
    one.sync()
    assert listed.count(str(own)) == 1
    monkeypatch.undo()
    names = sorted(path.name for path in own.glob("0*"))
    assert len(names) > 3 and [name[:6] for name in names] == [
        f"{number:06}" for number in range(1, len(names) + 1)
    ]
    in_step([one, other])
    assert one.canonical() == other.canonical()


def test_a_file_is_packed_when_its_month_is_over(
    two: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    for month in range(1, 5):
        monkeypatch.setattr(time, "strftime", lambda *_, m=month: f"2026-0{m}-09T08:00")
        for tag in ("a", "b"):
            one.library.tag(one_id(one, month), add=[tag])
            one.sync()
        other.sync()
    names = [path.name for path in one.log_files(one.id) if path.name != "about.json"]
    assert names == [*(f"00000{number}.jsonl.gz" for number in (1, 2, 3)), "000004.jsonl"]
    assert other.sync().waiting == 0 and one.canonical() == other.canonical()


def test_a_copy_of_a_library_writes_under_a_name_of_its_own(tmp_path: Path) -> None:
    with machines(tmp_path, "one", "two", papers="marked") as (one, two):
        two.folder = one.folder
        add_page(one.store, "page", *PAPERS)
        one.library.bookmark(one_id(one))
        one.sync()
        # Both halves of a copied disk have the same id, and homes that tell them not apart.
        database = one.store.database
        with two.store.database.transaction():
            for table in ("meta", "synced"):
                two.store.database.execute(f"DELETE FROM {table} WHERE true")
                for row in database.rows(f"SELECT * FROM {table}"):
                    marks = ",".join("?" * len(row))
                    two.store.database.execute(f"INSERT INTO {table} VALUES ({marks})", row)
        assert one.id == two.id
        add_page(two.store, "other page", *PAPERS)
        two.sync()
        one.library.tag(one_id(one), add=["x"])
        one.sync()
        two.library.tag(one_id(two), add=["y"])
        in_step([one, two])
        assert one.id != two.id
        assert acts_of(one) == acts_of(two)


def test_what_is_not_understood_is_kept_and_passed_on(tmp_path: Path) -> None:
    with machines(tmp_path, "one", "two", "three", papers="marked") as (one, two, three):
        add_page(one.store, "page", *PAPERS)
        one.library.bookmark(one_id(one))
        one.sync()
        path = one.folder / one.log_files(one.id)[0]
        number = len(path.read_bytes().splitlines())
        newer = {"type": "colour", "paper": "x", "colour": "red"}
        odd = {"type": "act", "act": "a" * 20, "colour": "no clock"}
        path.write_bytes(path.read_bytes() + encode(newer, number + 1) + encode(odd, number + 2))
        carry(one.folder, two.folder)
        two.second = tmp_path / "second"
        two.second.mkdir()
        two.sync()
        two.sync(folder=two.second)
        three.folder = two.second
        three.sync()
        told = [one for one in objects(three) if one["type"] in ("colour", "act")]
        for line in told:
            del line["n"], line["sum"]
            line.pop("at", None)
        assert newer in told and odd in told
        assert acts_of(three) == acts_of(two)


def test_unknown_keys_of_lines_that_are_understood_are_passed_on_once(tmp_path: Path) -> None:
    with machines(tmp_path, "one", "two", "three", papers="marked") as (one, two, three):
        add_page(one.store, "page", *PAPERS)
        one.library.bookmark([one_id(one), one_id(one, 1)])
        one.library.positions.keep(1, Position(7, 3, "words", 20))
        one.library.notes.save_draft(one_id(one, 1), "half")
        with one.store.database.transaction():
            pass_papers(one.store.database, [1])
        one.sync()
        path = one.folder / one.log_files(one.id)[0]
        lines = []
        for line in map(json.loads, path.read_bytes().splitlines()):
            number, at = line.pop("n"), line.pop("at", "")
            del line["sum"]
            kind = line["type"]
            if kind != "recto-sync":
                line["hue"] = f"{kind} {number}"
            for record in line["records"] if kind == "paper" else ():
                record[2]["tint"] = "blue"
            lines.append(encode(line, number, at))
        last = {"type": "setting", "name": "font", "value": "serif", "wall": "2026-01-01T00:00:00"}
        path.write_bytes(b"".join([*lines, encode(last, len(lines) + 1)]))
        carry(one.folder, two.folder)
        two.second = three.folder = tmp_path / "second"
        two.second.mkdir()
        two.sync()
        assert two.library.paper(one_id(two)).bookmarked
        # What is private by now is not told on, neither as it is understood nor as it came.
        two.library.marks.keep_private(one_id(two, 1))
        two.sync(folder=two.second)
        assert "papernumber1" not in private_words(three)
        assert one_id(two, 1) not in private_words(three)
        two.library.marks.keep_private(one_id(two, 1), False)
        for _ in range(2):
            three.sync()
            two.sync(folder=two.second)
        told = objects(three)
        kinds = {line["type"] for line in told if "hue" in line}
        assert kinds == {"page", "paper", "act", "passed", "position", "draft"}
        assert {line["name"] for line in told if line["type"] == "setting"} == {"font"}
        pages = {line["page"]: line for line in told if line["type"] == "page"}
        assert len(pages) == len([line for line in told if line["type"] == "page"])
        papers = [line for line in told if line["type"] == "paper" and "hue" in line]
        assert len(papers) == 2
        for paper in papers:
            ((page, _, said),) = paper["records"]
            assert said["tint"] == "blue" and pages[page]["source"] == "page"
        three.sync()
        assert two.sync(folder=two.second).sent == three.sync().sent == 0
        assert acts_of(three) == acts_of(two)
        for machine in (two, three):
            with machine.store.database.transaction():
                machine.store.database.execute(
                    "DELETE FROM synced WHERE way = '' AND kind = 'sent'"
                )
                retake(machine.store)
        assert two.canonical() == three.canonical()


def test_theme_and_keys_travel_where_that_is_wanted(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    texts = {
        "one": 'theme = "dark"\n[keys]\nbookmark = "B"\n',
        "two": 'theme = "light"\n',
        "three": "",
    }
    for name, text in texts.items():
        (tmp_path / name).mkdir(mode=0o700)
        wanted = '[sync]\nsettings = ["theme", "keys"]\n'
        (tmp_path / name / "config.toml").write_text(f'{text}{wanted}folder = "{folder}"\n')
    for name in ("one", "two", "three", "one", "two"):
        with Library.open(tmp_path / name, seeds=False) as library:
            library.sync.run()
    for name, theme in (("one", "dark"), ("two", "light"), ("three", "light")):
        with Library.open(tmp_path / name, seeds=False) as library:
            assert (library.config.theme, library.config.keys) == (theme, {"bookmark": "B"})
            assert library.sync.run().sent == 0


def test_a_machine_left_behind_counts_up_to_what_was_read(tmp_path: Path) -> None:
    with machines(tmp_path, "one", "two", "three", papers="marked") as (one, two, three):
        two.folder = three.folder = one.folder
        add_page(one.store, "page", *PAPERS)
        one.library.bookmark(one_id(one))
        in_step([one, two])
        two.library.sync.set_folder(two.folder)
        assert two.library.sync.retire(one.id[:6])
        one.library.tag(one_id(one), add=["later"])
        (said,) = one.sync().sentences
        assert "left behind" in said and f"--retire {one.id[:8]} --back" in said
        two.sync()
        three.sync()
        late = acts_of(one) - acts_of(two)
        assert len(late) == 1 and acts_of(three) == acts_of(two)
        standing = {one.machine: one for one in two.library.sync.status()}
        assert standing[one.id].is_retired and not standing[two.id].is_retired
        two.library.sync.retire(one.id[:6], is_back=True)
        one.sync()
        two.sync()  # what was left out before counts in the round that says so
        three.sync()
        assert acts_of(one) == acts_of(two) == acts_of(three)


def test_undo_leaves_alone_what_another_machine_did(two: tuple[Machine, Machine]) -> None:
    one, other = two
    id = one_id(one)
    one.library.bookmark(id)
    one.sync()
    other.sync()
    assert other.library.undo() is None  # its reader may be open there
    other.library.tag(id, add=["here"])
    done = other.library.undo()
    assert done is not None and done.kind == "tag"
    assert other.library.undo() is None
    act = next(entry.act for entry in other.library.log() if entry.kind == "bookmark")
    assert other.library.undo(act) is not None
    in_step([one, other])
    assert not one.library.paper(id).bookmarked
    assert one.library.redo() is None


def test_a_look_asks_of_no_packed_file_how_it_is(tmp_path: Path) -> None:
    directory = tmp_path / ROOT / "0123456789abcdef"
    directory.mkdir(parents=True)
    names = [f"{number:06}.jsonl" for number in range(1, 40)]
    packed = [f"{name}.gz" for name in names[:30]]
    others = ["000031 (copy).jsonl", "about.json", ".000001.jsonl.part", "notes.txt"]
    for name in random.Random(1).sample(names[30:] + packed + others, 43):
        (directory / name).touch()
    _, *signs = look(tmp_path)
    assert [sign[0] for sign in signs] == [others[0], *others[1:4:2], names[-1]]  # type: ignore[index]


def test_a_look_at_a_folder_where_nothing_has_changed_writes_nothing(
    two: tuple[Machine, Machine],
) -> None:
    one, other = two
    one.library.bookmark(one_id(one))
    in_step([one, other])
    before = look(one.folder), other.store.database.change_mark
    other.sync()
    other.library.sync.set_folder(other.folder)
    assert (look(one.folder), other.store.database.change_mark) == before
    assert other.library.sync.folder_changed()  # nobody has looked yet
    other.library.sync.run()
    assert not other.library.sync.folder_changed()
    one.library.tag(one_id(one), add=["new"])
    assert one.library.sync.folder_changed() is False  # it is told of no folder
    one.sync()
    assert other.library.sync.folder_changed()
    status = other.library.sync.status()
    assert [(one.is_here, one.unread, one.unsent) for one in status] == [
        (True, 0, 0),
        (False, 1, 0),
    ]
    assert json.dumps([one._asdict() for one in status])


def test_a_packed_file_that_grows_where_it_is_changes_the_folder(
    two: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "OPEN", 1)
    one, other = two
    for number in range(4):
        one.library.note(one_id(one), f"note {number}")
        one.sync()
    path = one.folder / next(name for name in one.log_files(one.id) if name.suffix == ".gz")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    other.library.sync.set_folder(other.folder)
    assert other.library.sync.run().waiting
    assert not other.library.sync.folder_changed()
    with path.open("ab") as stream:
        stream.write(data[len(data) // 2 :])
    assert other.library.sync.folder_changed()
    assert not other.library.sync.run().waiting
    assert not other.library.sync.folder_changed()
    assert other.library.paper(one_id(other)).note == "note 3"


def test_a_folder_that_comes_back_as_it_was_has_changed(
    two: tuple[Machine, Machine], tmp_path: Path
) -> None:
    one, _ = two
    sync = one.library.sync
    sync.set_folder(one.folder)
    sync.run()
    one.folder.rename(tmp_path / "unplugged")
    one.library.bookmark(one_id(one))
    with pytest.raises(AwayError):
        sync.run()
    assert not sync.folder_changed()
    (tmp_path / "unplugged").rename(one.folder)
    assert sync.folder_changed()
    assert sync.run().sent_acts == 1
    assert not sync.folder_changed()


def test_odd_lines_of_others_change_nothing_and_stop_nothing(tmp_path: Path) -> None:
    rng = random.Random(7)
    odd: list[Any] = [
        None,
        0,
        -1,
        2**70,
        1.5,
        "",
        "x",
        [],
        [[]],
        {},
        {"x": 1},
        True,
        ["a", 1, {}],
        "é\x1b",
    ]
    with machines(tmp_path, "one", "two", papers="marked") as (one, two):
        add_page(one.store, "page", *PAPERS)
        id = one_id(one)
        one.library.bookmark(id)
        one.library.positions.keep(1, Position(1, 1, "w", 1))
        one.library.notes.save_draft(id, "half")
        one.library.news.pass_over([1])
        one.sync()
        told = [{**line} for line in objects(one)]
        path = one.folder / one.log_files(one.id)[0]
        lines = path.read_bytes()
        for number in range(400):
            line = {**rng.choice(told)}
            for name in ("n", "sum", "at"):
                line.pop(name, None)
            for _ in range(rng.randint(1, 3)):
                name = rng.choice([*list(line)[1:], "upto", "instead"])
                line[name] = rng.choice(odd)
            if line["type"] == "recto-sync":
                line["type"] = "retire"
                line["machine"] = rng.choice(odd)
            lines += encode(line, len(told) + number + 1)
        path.write_bytes(lines)
        carry(one.folder, two.folder)
        two.sync()
        assert two.library.paper(id).bookmarked
        assert_is_sound(two.store)
        assert two.sync().sent == 0


def test_a_pipe_in_place_of_what_a_machine_is_called_is_not_waited_for(
    two: tuple[Machine, Machine],
) -> None:
    one, _ = two
    one.library.bookmark(one_id(one))
    one.sync()
    about = one.folder / ROOT / one.id / "about.json"
    about.unlink()
    os.mkfifo(about)
    one.library.bookmark(one_id(one, 1))
    assert one.sync().sent > 0
    assert about.is_file()


def test_another_file_is_begun_behind_lines_that_are_lost(two: tuple[Machine, Machine]) -> None:
    one, other = two
    one.library.bookmark(one_id(one))
    one.sync()
    path = one.folder / one.log_files(one.id)[0]
    before = path.read_bytes()
    one.library.bookmark(one_id(one, 1))
    one.sync()
    path.write_bytes(before)  # a carrier has put it back as it was
    one.sync()
    assert [name.name for name in one.log_files(one.id)][:2] == ["000001.jsonl", "000002.jsonl"]
    assert other.sync().waiting == 0
    assert acts_of(one) == acts_of(other)


def test_it_is_known_without_a_run_whether_anything_is_to_be_told(
    two: tuple[Machine, Machine],
) -> None:
    one, _ = two
    sync, id = one.library.sync, one_id(one)
    sync.set_folder(one.folder, papers="marked")
    sync.run()
    assert not sync.has_news()
    for change in (
        lambda: one.library.bookmark(id),
        lambda: one.library.positions.keep(1, Position(7, 3, "words", 20)),
    ):
        change()
        assert sync.has_news()
        sync.run()
        assert not sync.has_news()
