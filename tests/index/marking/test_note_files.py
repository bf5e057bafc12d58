"""Notes in files that an editor has, taken in by whoever looks once they are saved."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from recto.index import Library, NoteFile, RectoError
from recto.index.marking.note_files import EMPTY_SECONDS, KEPT_DAYS


def hand_out(library: Library, id: str, text: str = "") -> Path:
    """Return the file of a note that nobody waits for."""
    with library.note_files.begin(id, text) as file:
        return file.path


def take(library: Library) -> list[str]:
    """Take in all that was saved; return what is said of it."""
    found = []
    for file in library.note_files.saved():
        taken = library.note_files.take(file)
        assert taken is not None
        found.append(taken[0].sentence)
    return found


def age(path: Path, seconds: float) -> None:
    """Let a file seem older."""
    then = time.time() - seconds
    os.utime(path, (then, then))


@pytest.fixture
def one(ids: list[str]) -> str:
    return ids[0]


def test_nothing_is_taken_of_a_file_that_nobody_saved(library: Library, one: str) -> None:
    path = hand_out(library, one, "as it was")
    assert path.read_text() == "as it was"
    assert path.name == f"note-{one}.md"
    assert take(library) == []
    assert path.exists()
    assert library.paper(one).note is None


def test_each_time_that_it_is_saved_the_note_follows(library: Library, one: str) -> None:
    path = hand_out(library, one)
    for text in ("first", "first and second", "second alone"):
        path.write_text(f"{text}\n")
        (said,) = take(library)
        assert said.startswith("Wrote a note on “")
        assert library.paper(one).note == text
    assert take(library) == []
    library.undo()
    assert library.paper(one).note == "first and second"


def test_one_that_is_waited_for_is_nobody_else_s(library: Library, one: str) -> None:
    with library.note_files.begin(one, "") as file:
        assert not file.is_saved
        file.path.write_text("saved")
        assert file.is_saved
        with Library.open(library.locations.data) as other:
            assert other.note_files.saved() == []
    assert len(library.note_files.saved()) == 1


@pytest.mark.parametrize("text", ["as it was", ""], ids=["the same text", "nothing"])
def test_saving_the_same_counts_as_saving(library: Library, one: str, text: str) -> None:
    with library.note_files.begin(one, text) as file:
        file.path.write_text(text)
        assert file.is_saved


def test_a_note_on_a_highlight_is_taken_there_and_not_to_the_paper(
    library: Library, one: str
) -> None:
    rowid = library.paper(one).rowid
    _, ident = library.highlights.add(rowid, "Rows that are shuffled.", note="mine")
    with library.note_files.begin(one, "mine", highlight=ident) as file:
        path = file.path
    path.write_text("mine, and more\n")
    library.highlights.set_note(rowid, ident, "another window's")
    assert len(take(library)) == 1
    (note,) = [highlight.note for highlight in library.highlights.of(rowid)]
    assert "mine, and more" in note and "another window's" in note
    assert library.paper(one).note is None
    path.write_text("alone\n")
    take(library)
    assert [highlight.note for highlight in library.highlights.of(rowid)] == ["alone"]
    library.highlights.remove(rowid, ident)
    path.write_text("too late\n")
    with pytest.raises(RectoError, match="No such highlight"):
        take(library)
    assert path.read_text() == "too late\n"


def test_half_typed_notes_on_highlights_are_kept_apart(library: Library) -> None:
    session = library.session
    session.save({"text": "nets"})
    session.save_draft("a1", "half \ud800 a")
    session.save_draft("b2", "other")
    session.save_draft("a1", "half a thought ✎")
    assert session.drafts() == {"a1": "half a thought ✎", "b2": "other"}
    session.save({"text": "other nets"})
    session.drop_draft("b2")
    assert session.drafts() == {"a1": "half a thought ✎"}
    assert session.load() == {"text": "other nets"}


def test_saving_by_renaming_and_backups_beside_it(library: Library, one: str) -> None:
    path = hand_out(library, one, "before")
    path.rename(path.with_name(path.name + "~"))
    assert take(library) == []  # for a moment there is none
    beside = path.with_name("new")
    beside.write_text("after")
    beside.replace(path)
    age(path, 60)
    assert len(take(library)) == 1
    assert library.paper(one).note == "after"


def test_a_note_is_removed_by_emptying_its_file_for_good(library: Library, one: str) -> None:
    library.note(one, "to go")
    path = hand_out(library, one, "to go")
    path.write_text("")
    assert take(library) == []  # perhaps it is about to be written
    assert library.paper(one).note == "to go"
    age(path, EMPTY_SECONDS + 1)
    assert len(take(library)) == 1
    assert library.paper(one).note is None


def test_what_was_written_elsewhere_meanwhile_is_kept_too(library: Library, one: str) -> None:
    library.note(one, "given")
    path = hand_out(library, one, "given")
    with Library.open(library.locations.data, window="elsewhere") as other:
        other.note(one, "theirs")
    path.write_text("mine")
    take(library)
    note = library.paper(one).note
    assert note is not None
    assert {"theirs", "mine"} < set(note.split("\n"))
    path.write_text("mine again")
    take(library)
    note = library.paper(one).note
    assert note is not None
    assert "mine again" in note.split("\n")


@pytest.mark.parametrize(
    ("draft", "left"), [("half", None), ("saved", None), ("half, and more", "half, and more")]
)
def test_a_draft_that_goes_beyond_it_stays(
    library: Library, one: str, draft: str, left: str | None
) -> None:
    library.notes.save_draft(one, draft)
    path = hand_out(library, one, "half")
    path.write_text("saved")
    take(library)
    assert library.paper(one).note == "saved"
    assert library.notes.draft(one) == left


def test_what_is_no_text_is_refused_once_and_stays(library: Library, one: str) -> None:
    path = hand_out(library, one)
    path.write_bytes("é".encode() + b"\xe9")
    (file,) = library.note_files.saved()
    with pytest.raises(RectoError, match="no text in UTF-8"):
        library.note_files.take(file)
    assert library.note_files.saved() == []
    with Library.open(library.locations.database.parent) as other:
        assert other.note_files.saved() == []
    assert path.exists()
    path.write_bytes(b"caf\xe9 au lait")
    (file,) = library.note_files.saved()
    taken = library.note_files.take(file)
    assert taken is not None
    assert taken[1] == "Windows-1252"
    assert library.paper(one).note == "café au lait"


def test_a_file_that_was_quiet_for_long_goes(library: Library, one: str) -> None:
    path = hand_out(library, one)
    (record,) = library.locations.note_files.glob("*.json")
    age(record, KEPT_DAYS * 86_400 - 60)
    assert take(library) == []
    assert path.exists()
    age(record, KEPT_DAYS * 86_400 + 60)
    assert take(library) == []
    assert not library.locations.note_files.exists()


def test_what_was_saved_in_a_file_of_long_ago_is_taken(library: Library, one: str) -> None:
    path = hand_out(library, one)
    path.write_text("late")
    (record,) = library.locations.note_files.glob("*.json")
    age(record, KEPT_DAYS * 86_400 + 60)
    assert len(take(library)) == 1
    assert library.paper(one).note == "late"


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b'{"paper": 1}', b"\xff"], ids=repr)
def test_a_damaged_description_costs_no_text(library: Library, one: str, damaged: bytes) -> None:
    path = hand_out(library, one)
    path.write_text("still there")
    (record,) = library.locations.note_files.glob("*.json")
    record.write_bytes(damaged)
    library.note(one, "another")
    take(library)
    note = library.paper(one).note
    assert note is not None
    assert {"another", "still there"} < set(note.split("\n"))
    assert take(library) == []


def test_a_paper_that_is_gone_is_said_and_the_file_stays(
    library: Library, one: str, tmp_path: Path
) -> None:
    path = hand_out(library, one)
    path.write_text("on what was there")
    with Library.open(tmp_path / "bare", seeds=False) as bare:
        library.locations.note_files.rename(bare.locations.note_files)
        (file,) = bare.note_files.saved()
        with pytest.raises(RectoError, match=one):
            bare.note_files.take(file)
        assert len(list(bare.locations.note_files.glob("*/*"))) == 1


def test_files_are_their_owner_s_alone(library: Library, one: str) -> None:
    mask = os.umask(0)
    try:
        path = hand_out(library, one, "private")
    finally:
        os.umask(mask)
    for each, mode in ((path, 0o600), (path.parent, 0o700), (path.parent.parent, 0o700)):
        assert each.stat().st_mode & 0o777 == mode


def test_where_there_are_no_locks_it_works_the_same(
    library: Library, one: str, no_locks: None
) -> None:
    path = hand_out(library, one)
    path.write_text("saved")
    assert len(take(library)) == 1


def test_a_directory_that_cannot_be_made_is_a_sentence(library: Library, one: str) -> None:
    library.locations.note_files.write_text("in its place")
    with pytest.raises(RectoError, match="There is no file for it to change"):
        library.note_files.begin(one, "")


def test_what_is_done_with_leaves_nothing(library: Library, one: str) -> None:
    file: NoteFile
    with library.note_files.begin(one, "") as file:
        file.path.with_name(f"{file.path.name}~").write_text("a backup")
        file.discard()
    assert not library.locations.note_files.exists()
