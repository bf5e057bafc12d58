"""A note that was written on two machines has two texts, of which one act makes one."""

from __future__ import annotations

from pathlib import Path

from recto.index import Library
from recto.index.marking.note_versions import united


def test_what_texts_have_in_common_stands_once() -> None:
    assert united(["a\nb\nc", "a\nx\nc\nd"]) == "a\nb\nx\nc\nd"
    assert united(["same", "same"]) == "same"
    assert united(["one", "two", "one\nthree"]) == "one\ntwo\nthree"


def test_two_texts_are_united_in_one_act_which_travels(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with (
        Library.open(tmp_path / "office") as office,
        Library.open(tmp_path / "laptop", seeds=False) as laptop,
    ):
        id = office.search("Git Re-Basin").hits[0].paper.id
        for library in (office, laptop):
            library.sync.set_folder(folder)
        office.note(id, "Seen.\nMerge by permutation.")
        office.sync.run()
        laptop.sync.run()
        assert laptop.notes.apart() == []
        laptop.note(id, "Seen.\nCompare ZipIt.")
        office.note(id, "Seen.\nMerge by permutation, cf. 4.")
        laptop.notes.save_draft(id, "half")
        laptop.sync.run()
        done = office.sync.run()
        assert done.read == 1 and [acts for _, acts in done.machines] == [1]
        versions = office.notes.versions(id)
        assert {one.text for one in versions} == {
            "Seen.\nCompare ZipIt.",
            "Seen.\nMerge by permutation, cf. 4.",
        }
        assert len({one.machine for one in versions}) == 2 and all(one.wall for one in versions)
        assert len(office.notes.apart()) == 1
        assert office.notes.unite(id).act is not None
        assert office.notes.apart() == [] and office.notes.unite(id).act is None
        office.sync.run()
        laptop.sync.run()
        note = office.paper(id).note
        assert note == laptop.paper(id).note
        assert note is not None and sorted(note.split("\n")) == [
            "Compare ZipIt.",
            "Merge by permutation, cf. 4.",
            "Seen.",
        ]
        assert laptop.notes.draft(id) == "half"
        office.undo()
        assert len(office.notes.versions(id)) == 2
        assert office.notes.unite(id, 1).act is not None
        assert office.paper(id).note == versions[1].text
