"""Passages that are highlighted: acts as all others, notes that keep both texts, hostile words."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from recto.index import Highlight, Library, NotFoundError, RectoError, View
from recto.index.journal.fold import NOTE_SEAM
from recto.index.store.mine import mine_among

from ..support.on_disk import execute, rows, store_of
from ..support.soundness import assert_is_sound

TEXT = "Ink dries slowly."
HOSTILE = "\x1b]52;c;AAAA\x07[red]Ink[/] \u202edries\u200b $x$\n\tslowly\x9b2J"


def texts(library: Library, rowid: int) -> list[str]:
    return [one.text for one in library.highlights.of(rowid)]


def test_a_highlight_is_an_act_that_can_be_taken_back(library: Library, ids: list[str]) -> None:
    paper = library.paper(ids[3])
    around = {"section": "3.1 Ink", "before": "It is said that", "after": "Now this."}
    marked, ident = library.highlights.add(paper.rowid, TEXT, **around)
    assert marked.sentence == f"Highlighted “{TEXT}” in “{paper.title}”."
    (one,) = library.highlights.of(paper.rowid)
    assert one == Highlight(ident, paper.rowid, TEXT, **around, made=one.made)
    assert library.paper(paper.id).highlights == (one,)
    noted = library.highlights.set_note(paper.rowid, ident, "so\n it is ")
    assert noted.sentence == f"Wrote the note on a highlight in “{paper.title}”."
    assert library.highlights.of(paper.rowid) == [one._replace(note="so\n it is")]
    assert library.highlights.set_note(paper.rowid, ident, "so\n it is").act is None
    gone = library.highlights.remove(paper.rowid, ident)
    assert gone.sentence == f"Removed the highlight “{TEXT}” in “{paper.title}”."
    assert library.highlights.of(paper.rowid) == []
    seen = []
    for _ in range(3):
        undone = library.undo()
        seen.append([(h.text, h.note) for h in library.highlights.of(paper.rowid)])
    assert undone is not None
    assert undone.sentence.startswith(f"Undone: highlighted “{TEXT}” in ")
    assert seen == [[(TEXT, "so\n it is")], [(TEXT, "")], []]
    library.redo(2)
    assert library.highlights.of(paper.rowid) == [one._replace(note="so\n it is")]
    library.highlights.set_note(paper.rowid, ident, "")
    assert library.log()[0].sentence.startswith("Removed the note on a highlight in")
    assert library.journal.rebuild()
    assert_is_sound(library)


def test_highlights_stand_as_they_were_made_and_are_told_of_all_papers(
    library: Library, ids: list[str]
) -> None:
    one, two = (library.paper(id).rowid for id in ids[:2])
    for rowid, text in ((two, "b"), (one, "c"), (two, "a")):
        library.highlights.add(rowid, text)
    assert texts(library, two) == ["b", "a"]
    told = [(h.rowid, h.text) for h in library.highlights.all()]
    assert sorted(told) == sorted([(two, "b"), (one, "c"), (two, "a")])
    assert library.stats()["highlights"] == 3


def test_what_has_no_words_or_no_paper_is_refused(library: Library, ids: list[str]) -> None:
    rowid = library.paper(ids[0]).rowid
    for text in ("", " \n", "… – $", "x" * 20_001):
        with pytest.raises(RectoError):
            library.highlights.add(rowid, text)
    with pytest.raises(NotFoundError):
        library.highlights.add(10**9, TEXT)
    with pytest.raises(NotFoundError):
        library.highlights.set_note(rowid, "nothing", "x")
    with pytest.raises(NotFoundError):
        library.highlights.remove(rowid, "nothing")


def test_hostile_words_are_cleaned_wherever_they_come_from(
    library: Library, ids: list[str]
) -> None:
    rowid = library.paper(ids[0]).rowid
    around = {"section": HOSTILE, "before": HOSTILE, "after": HOSTILE}
    _, ident = library.highlights.add(rowid, HOSTILE, **around, note=HOSTILE)
    (kept,) = library.highlights.of(rowid)
    assert kept.text == kept.note == "[red]Ink[/] dries $x$\n    slowly"
    assert kept.section == kept.before == "[red]Ink[/] dries $x$ slowly"
    # In JSON what a terminal obeys can be written in plain letters.
    odd = '{"text": "\\u001b[31mInk", "section": "\\u202e1", "before": "", "after": 1}'
    sql = "UPDATE marks SET value = ? WHERE name = ?"
    execute(library, sql, (odd, f"highlight:{ident}"))
    (kept,) = library.highlights.of(rowid)
    assert (kept.text, kept.section, kept.after) == ("Ink", "1", "")
    for damaged in ("{", "[1]", '{"text": 1}', 12):
        execute(library, sql, (damaged, f"highlight:{ident}"))
        assert library.highlights.of(rowid) == []
        assert library.paper(ids[0]).highlights == ()


def test_a_highlighted_paper_is_mine_and_is_found(library: Library, ids: list[str]) -> None:
    paper = library.paper(ids[5])
    execute(library, "UPDATE papers SET arxiv_id = '2401.00001' WHERE pid = ?", (paper.rowid,))
    library.index.refresh()
    before = library.counts().mine
    _, ident = library.highlights.add(paper.rowid, "Zymurgy is slow.", note="Quixotic, indeed.")
    assert library.counts().mine == before + 1
    assert paper.rowid in library.listing("", view=View("mine")).rowids
    with store_of(library, read_only=True) as store:
        assert list(mine_among(store.database, ["2401.00001"])) == ["2401.00001"]
    for query in (
        *("highlight:zymurgy", 'highlight:"is slow"', "highlight:zym*", "highlight:quixotic"),
        *("has:highlights", "zymurgy", "is:mine -highlight:nothing highlight:indeed"),
    ):
        assert [hit.paper.id for hit in library.search(query).hits] == [paper.id], query
    assert library.search("note:quixotic has:highlights").total == 0
    assert library.search("has:note").total == 0
    (hit,) = library.search("zymurgy").hits
    assert [(reason.field, reason.text) for reason in hit.reasons] == [
        ("highlight", "Zymurgy is slow.")
    ]
    library.highlights.remove(paper.rowid, ident)
    assert library.counts().mine == before
    assert library.search("has:highlights").total == 0


def test_two_libraries_with_highlights_become_the_same_in_either_direction(
    seeded: Path, tmp_path: Path
) -> None:
    with (
        Library.open(tmp_path / "one", seeds=False) as one,
        Library.open(tmp_path / "two", seeds=False) as two,
    ):
        for library in (one, two):
            library.add_text("page.jsonl", b'{"title": "Alpha"}\n{"title": "Beta"}\n')
        rowid = {
            name: lib.paper(one.rows([1])[0].id).rowid for name, lib in (("1", one), ("2", two))
        }
        _, first = one.highlights.add(rowid["1"], TEXT, note="first")
        unite(one, two, tmp_path)
        unite(two, one, tmp_path)
        one.highlights.set_note(rowid["1"], first, "here")
        base = two.highlights.base(rowid["2"], first)
        two.highlights.set_note(rowid["2"], first, "there", base=base)
        _, second = one.highlights.add(rowid["1"], "Removed in one, noted in the other.")
        unite(one, two, tmp_path)
        unite(two, one, tmp_path)
        joined = {h.id: h.note for h in one.highlights.of(rowid["1"])}
        assert set(joined[first].split(NOTE_SEAM)) == {"here", "there"}
        one.highlights.remove(rowid["1"], second)
        two.highlights.set_note(rowid["2"], second, "kept")
        two.highlights.add(rowid["2"], "Only there.")
        written = []
        unite(one, two, tmp_path)
        unite(two, one, tmp_path)
        for library in (one, two):
            assert [h.note for h in library.highlights.of(1) if h.id == second] == ["kept"]
            assert len(library.highlights.of(1)) == 3
            assert_is_sound(library)
            library.export_library(tmp_path / "out.gz")
            lines = gzip.decompress((tmp_path / "out.gz").read_bytes()).splitlines()
            written.append([line for line in lines if b'"recto-library"' not in line])
        assert written[0] == written[1]
        # Both texts are one note until somebody writes it anew.
        one.highlights.set_note(rowid["1"], first, "ours")
        unite(one, two, tmp_path)
        assert [h.note for h in two.highlights.of(1) if h.id == first] == ["ours"]


def unite(source: Library, target: Library, directory: Path) -> None:
    path = directory / "united.gz"
    source.export_library(path)
    target.import_library(path)


def test_highlights_of_papers_that_become_one_stay_and_part_again(
    library: Library, ids: list[str]
) -> None:
    one, two = (library.paper(id) for id in ids[:2])
    library.highlights.add(one.rowid, "Of one.")
    library.highlights.add(two.rowid, "Of two.")
    library.identities.merge(ids[:2])
    merged = library.paper(ids[0])
    assert {h.text for h in merged.highlights} == {"Of one.", "Of two."}
    assert {h.rowid for h in merged.highlights} == {merged.rowid}
    library.undo()
    assert [h.text for h in library.paper(ids[1]).highlights] == ["Of two."]
    assert_is_sound(library)


def test_the_note_of_an_act_names_what_it_replaces(library: Library, ids: list[str]) -> None:
    rowid = library.paper(ids[0]).rowid
    _, ident = library.highlights.add(rowid, TEXT, note="one")
    begun = library.highlights.base(rowid, ident)
    library.highlights.set_note(rowid, ident, "two")
    library.highlights.set_note(rowid, ident, "three", base=begun)
    (one,) = library.highlights.of(rowid)
    assert one.note == f"two{NOTE_SEAM}three"
    assert len(rows(library, "SELECT 1 FROM marks WHERE name LIKE 'highlight-note:%'")) == 1
