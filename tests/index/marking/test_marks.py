"""What the reader marks: every act is on disk at once, is one row, and gives no surprises."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from recto.index import Kept, Library, NotFoundError, Paper, View

from ..support import on_disk

PRUNING = Kept("network pruning", "source:003_497f01f3366fe52b.txt")


def journal(library: Library) -> list[str]:
    """Return the kinds of all rows but the first, which brought the papers."""
    rows = on_disk.rows(library, "SELECT kind FROM journal ORDER BY seq")
    return [kind for (kind,) in rows][1:]


def listed(library: Library, view: View, sort: str = "relevance") -> list[str]:
    return [paper.id for paper in library.rows(library.listing("", view=view, sort=sort).rowids)]


def assert_marks_are_the_fold(library: Library) -> None:
    assert library.journal.agrees()


def test_papers_are_named_by_id_by_themselves_or_by_row(library: Library, ids: list[str]) -> None:
    papers = library.rows(library.listing("").rowids[:4])
    library.bookmark([papers[0], ids[1]], rowids=[papers[2].rowid, papers[1].rowid])
    library.mark_read(rowids=[papers[3].rowid])
    assert [paper.bookmarked for paper in library.rows([paper.rowid for paper in papers])] == [
        True,
        True,
        True,
        False,
    ]
    assert library.paper(ids[3]).read
    assert journal(library) == ["bookmark", "read"]
    assert library.bookmark(rowids=[10**6]).papers == ()  # gone since the list was made
    assert journal(library) == ["bookmark", "read"]


@pytest.mark.parametrize(
    "act",
    ["bookmark", "mark_read", "read_by_reading", "tag", "queue", "done", "not_interested", "note"],
)
def test_one_unknown_id_marks_nothing(library: Library, ids: list[str], act: str) -> None:
    before = library.paper(ids[0])
    with pytest.raises(NotFoundError):
        match act:
            case "tag":
                library.tag([ids[0], "nonsense"], add=["x"])
            case "note":
                library.note("nonsense", "x")
            case "read_by_reading":
                library.marks.read_by_reading([ids[0], "nonsense"])
            case _:
                getattr(library, act)([ids[0], "nonsense"])
    assert library.paper(ids[0]) == before
    assert journal(library) == []


def test_what_is_read_by_reading_is_in_the_journal_once(library: Library, ids: list[str]) -> None:
    (paper,) = library.marks.read_by_reading([ids[0]]).papers
    assert paper.read
    library.marks.read_by_reading([ids[0]])
    library.mark_read([ids[1]])
    library.marks.read_by_reading(ids[:2])
    assert journal(library) == ["read-by-reading", "read"]
    assert library.undo() is not None
    assert library.undo() is None
    assert library.paper(ids[0]).read
    assert not library.paper(ids[1]).read


def test_a_whole_list_is_read_in_one_act(library: Library, ids: list[str]) -> None:
    library.mark_read(ids[:3])
    rowids = library.listing("").rowids
    assert library.marks.mark_all_read(rowids).count == 600
    assert library.counts().unread == 0
    assert library.marks.mark_all_read(rowids).count == 0
    assert journal(library) == ["read", "read-all"]
    undone = library.undo()
    assert undone is not None
    assert (undone.kind, undone.count) == ("read-all", 600)
    assert library.counts().unread == 600  # what was read before stays read
    assert_marks_are_the_fold(library)


def test_the_queue_keeps_the_order_in_which_papers_came(library: Library, ids: list[str]) -> None:
    library.queue([ids[5]])
    library.queue([ids[2], ids[9]])
    (paper,) = library.queue([ids[5]]).papers  # it is there already
    assert paper.queue == 1
    library.queue([ids[0]])
    assert listed(library, View("queue")) == [ids[5], ids[2], ids[9], ids[0]]
    assert [library.paper(ids[at]).queue for at in (5, 2, 9, 0, 1)] == [1, 2, 3, 4, None]
    assert library.counts().queue == 4
    library.queue([ids[2]], on=False)
    assert [library.paper(ids[at]).queue for at in (5, 2, 9, 0)] == [1, None, 2, 3]
    library.queue([ids[2]])
    assert listed(library, View("queue"), "list") == [ids[5], ids[9], ids[0], ids[2]]
    assert_marks_are_the_fold(library)


def test_done_is_read_dated_and_off_the_queue_in_one_act(library: Library, ids: list[str]) -> None:
    library.queue(ids[:3])
    before = date.today().isoformat()
    (paper,) = library.done([ids[1]]).papers
    assert before <= str(paper.done) <= date.today().isoformat()
    assert (paper.read, paper.queue) == (True, None)
    assert library.paper(ids[2]).queue == 2
    assert (library.counts().done, library.counts().queue) == (1, 2)
    library.done([ids[0]])
    assert listed(library, View("done")) == [ids[0], ids[1]]  # the last one first
    library.undo()
    assert library.paper(ids[0]).queue == 1
    assert not library.paper(ids[0]).read
    (paper,) = library.done([ids[1]], on=False).papers
    assert (paper.done, paper.read, paper.queue) == (None, True, None)
    assert journal(library) == ["queue", "done", "done", "undo", "not-done"]
    assert_marks_are_the_fold(library)


def test_what_is_not_for_the_reader_is_not_kept_until_he_keeps_it(
    library: Library, ids: list[str]
) -> None:
    library.queue(ids[:2], via=PRUNING)
    library.bookmark([ids[0]])
    library.tag([ids[0]], add=["speech"])
    new, unread = library.counts().new, library.counts().unread
    (paper,) = library.not_interested([ids[0]]).papers
    assert (paper.rejected, paper.bookmarked, paper.queue) == (True, False, None)
    assert (paper.tags, paper.read) == (("speech",), False)
    assert [hit.paper.id for hit in library.search("is:rejected").hits] == [ids[0]]
    # What was bookmarked was not new any more.
    assert (library.counts().new, library.counts().unread) == (new, unread - 1)
    assert not library.not_interested([ids[0]]).act  # it is already
    undone = library.undo()
    assert undone is not None
    assert undone.sentence.startswith("Undone: marked “")
    assert undone.sentence.endswith("” as not for me.")
    assert library.paper(ids[0]).bookmarked
    library.not_interested([ids[0], ids[2]])
    for act in (library.bookmark, library.queue):
        (paper,) = act([ids[0]]).papers  # whoever keeps it has changed his mind
        assert not paper.rejected
        library.undo()
        assert library.paper(ids[0]).rejected
    library.tag([ids[0]], add=["no"])  # which may tell why
    assert library.paper(ids[0]).rejected
    (paper,) = library.not_interested([ids[2]], on=False).papers
    assert not paper.rejected
    assert library.log()[0].sentence.startswith("Took back that “")
    assert_marks_are_the_fold(library)


def test_what_two_machines_reject_and_keep_at_once_is_kept(
    library: Library, ids: list[str], tmp_path: Path
) -> None:
    for keeps, away in ((library.bookmark, "away"), (library.queue, "far")):
        library.export_library(tmp_path / f"{away}.jsonl")
        with Library.open(tmp_path / away, seeds=False) as other:
            other.import_library(tmp_path / f"{away}.jsonl")
            other.not_interested(ids[:2])
            keeps([ids[0]])
            other.export_library(tmp_path / "back.jsonl")
            library.export_library(tmp_path / "there.jsonl")
            library.import_library(tmp_path / "back.jsonl")
            other.import_library(tmp_path / "there.jsonl")
            for one in (library, other):
                first, second = (one.paper(id) for id in ids[:2])
                assert first.rejected != (first.bookmarked or first.queue is not None)
                assert second.rejected
                found = {hit.paper.id for hit in one.search("is:rejected").hits}
                assert found == {paper.id for paper in (first, second) if paper.rejected}
                assert_marks_are_the_fold(one)
        library.bookmark(ids[:2])
        library.bookmark(ids[:2], on=False)


@pytest.mark.parametrize("view", [View("queue"), View("tag", "ml/pruning")])
def test_a_paper_is_moved_in_its_list(library: Library, ids: list[str], view: View) -> None:
    if view.kind == "queue":
        library.queue(ids[:6])
    else:
        library.tag(ids[:6], add=[view.name])
    order = ids[:6]
    for at, steps, target in ((0, 1, 1), (5, -1, 4), (2, 3, 5), (3, -9, 0), (0, 9, 5), (2, 0, 2)):
        rowid = library.paper(order[at]).rowid
        (paper,) = library.marks.move(rowid, view, steps).papers
        order.insert(target, order.pop(at))
        assert paper.id == order[target]
        assert listed(library, view) == order
    assert journal(library)[1:] == ["move"] * 5  # a step of none is no act
    undone = library.undo()
    assert undone is not None
    order.insert(0, order.pop())
    assert listed(library, view) == order
    assert_marks_are_the_fold(library)
    if view.kind == "queue":
        library.queue([ids[10]])
        assert listed(library, view) == [*order, ids[10]]


def test_a_paper_moves_only_in_a_list_that_it_is_in(library: Library, ids: list[str]) -> None:
    library.tag([ids[0]], add=["ml/pruning"])
    rowid = library.paper(ids[0]).rowid
    for view in (View("queue"), View("tag", "ml"), View("bookmarks"), View("all")):
        with pytest.raises(NotFoundError, match="Not moved"):
            library.marks.move(rowid, view, 1)
    assert journal(library) == ["tag"]


def test_two_windows_queue_and_move_at_once(library: Library, ids: list[str]) -> None:
    with Library.open(library.locations.data, window="reader") as other:
        library.queue([ids[0]])
        other.queue([ids[1]])
        library.queue([ids[2]])
        other.marks.move(other.paper(ids[2]).rowid, View("queue"), -2)
        assert listed(library, View("queue")) == [ids[2], ids[0], ids[1]]


def test_why_a_paper_was_kept_is_kept_with_it(library: Library, ids: list[str]) -> None:
    (paper,) = library.bookmark([ids[0]], via=PRUNING).papers
    assert paper.kept_from == PRUNING
    assert paper.as_json()["kept_from"] == {"query": PRUNING.query, "view": PRUNING.view}
    assert View.parse(PRUNING.view) == View("source", "003_497f01f3366fe52b.txt")
    # The first reason stays while the paper is kept by anything.
    other = Kept("", "bookmarks")
    library.tag([ids[0], ids[1]], add=["survey"], via=other)
    assert [library.paper(id).kept_from for id in ids[:2]] == [PRUNING, other]
    library.bookmark([ids[0]], on=False)
    assert library.paper(ids[0]).kept_from == PRUNING
    library.tag([ids[0]], remove=["survey"])
    assert library.paper(ids[0]).kept_from is None
    assert library.paper(ids[0]).as_json()["kept_from"] is None
    # What it was kept for long ago is not why it is kept now.
    assert library.queue([ids[0]]).papers[0].kept_from is None
    library.queue([ids[0]], on=False)
    assert library.queue([ids[0]], via=other).papers[0].kept_from == other
    assert library.done([ids[0]]).papers[0].kept_from == other
    library.undo()
    library.undo()
    assert library.paper(ids[0]).kept_from is None
    library.mark_read([ids[2]])
    assert library.paper(ids[2]).kept_from is None
    assert_marks_are_the_fold(library)


def test_who_is_kept_without_a_reason_can_get_one(library: Library, ids: list[str]) -> None:
    library.bookmark([ids[0]])
    assert library.tag([ids[0]], add=["x"], via=PRUNING).papers[0].kept_from == PRUNING


def test_a_note_is_kept_as_it_was_typed_and_safe(library: Library, ids: list[str]) -> None:
    text = "See  Table 2:\r\n\n- first\n    - second\tcolumn  \n\x1b[31mred\x1b[0m \u202e∑ é\n\n"
    (paper,) = library.note(ids[0], text).papers
    assert paper.note == "See  Table 2:\n\n- first\n    - second    column\nred ∑ é"
    assert paper.as_json()["note"] == paper.note
    library.note(ids[0], text)
    assert journal(library) == ["note"]  # nothing changed
    assert library.note(ids[0], "other").papers[0].note == "other"
    library.undo()
    assert library.paper(ids[0]).note == paper.note
    assert library.note(ids[0], " \n ").papers[0].note is None
    assert library.note(ids[1], None).papers[0].note is None
    assert journal(library) == ["note", "note", "undo", "note"]
    assert_marks_are_the_fold(library)


def test_a_note_that_was_changed_meanwhile_keeps_both_texts(
    library: Library, ids: list[str]
) -> None:
    library.note(ids[0], "begun")
    base = library.notes.base(ids[0])
    with Library.open(library.locations.data, window="reader") as other:
        other.note(ids[0], "theirs")
    both = str(library.note(ids[0], "mine", base=base).papers[0].note)
    assert both.startswith("theirs\n")
    assert both.endswith("\nmine")
    library.note(ids[0], "settled")
    assert library.paper(ids[0]).note == "settled"


def test_a_half_typed_note_belongs_to_its_paper(
    library: Library, ids: list[str], tmp_path: Path
) -> None:
    assert library.notes.draft(ids[0]) is None
    library.notes.save_draft(ids[0], "half a")
    library.notes.save_draft(ids[0], "half a thought\ud800 ")
    with Library.open(tmp_path / "recto") as other:
        assert other.notes.draft(ids[0]) == "half a thought? "
        assert [paper.has_draft for paper in other.rows(other.listing("").rowids[:2])] == [
            True,
            False,
        ]
    assert journal(library) == []
    (paper,) = library.note(ids[0], "a thought").papers
    assert not paper.has_draft
    assert library.notes.draft(ids[0]) is None
    library.notes.save_draft(ids[0], "more")
    library.notes.drop_draft(ids[0])
    assert library.paper(ids[0]).has_draft is False
    assert library.paper(ids[0]).note == "a thought"


def test_a_draft_of_yesterday_overwrites_no_note_of_today(library: Library, ids: list[str]) -> None:
    library.note(ids[0], "old")
    library.notes.save_draft(ids[0], "draft of ")
    with Library.open(library.locations.data) as other:
        other.note(ids[1], "elsewhere")
        with on_disk.store_of(other) as store, store.database.transaction():
            store.journal.record("note", [other.paper(ids[0]).rowid], {"note": "today"})
    library.notes.save_draft(ids[0], "draft of yesterday")
    note = str(library.note(ids[0], "draft of yesterday").papers[0].note)
    assert note.startswith("today\n")
    assert note.endswith("\ndraft of yesterday")


def test_nothing_marked_is_nothing(library: Library) -> None:
    paper: Paper = library.rows(library.listing("").rowids[:1])[0]
    json = paper.as_json()
    assert [json[name] for name in ("note", "queue", "done", "kept_from")] == [None] * 4
    for act in (library.bookmark, library.mark_read, library.queue, library.done):
        assert act([]).papers == ()
    assert library.marks.mark_all_read([]).count == 0
    assert journal(library) == []


def test_a_mark_that_no_recto_wrote_is_no_reason(library: Library, ids: list[str]) -> None:
    rowid = library.bookmark([ids[0]]).papers[0].rowid
    for value in ("{", "[1]", 7, "null"):
        with on_disk.store_of(library) as store, store.database.transaction():
            store.journal.record("bookmark", [rowid], {"via": value})
        assert library.paper(ids[0]).kept_from is None
