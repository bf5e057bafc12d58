"""What a note on a passage does where its highlight is not there, or not any more."""

from __future__ import annotations

import pytest
from recto.index import Library, NotFoundError, Passage
from recto.tui.reader.noted import PassageNote


def test_what_was_typed_brings_a_removed_highlight_back(two: Library) -> None:
    (paper, *_) = two.rows(two.listing("").rowids)
    _, ident = two.highlights.add(paper.rowid, "Rows that are shuffled.", before="see")
    (one,) = two.highlights.of(paper.rowid)
    noted = PassageNote(paper, one)
    assert noted.draft(two) is None
    noted.save_draft(two, "half")
    assert noted.draft(two) == "half"
    two.highlights.remove(paper.rowid, ident)
    assert noted.write(two, None).act is None
    assert two.highlights.of(paper.rowid) == []
    noted.write(two, "half a thought")
    (again,) = two.highlights.of(paper.rowid)
    assert again[2:7] == (*one[2:6], "half a thought")
    assert two.session.drafts() == {}


def test_a_note_on_what_could_not_be_kept_keeps_it(two: Library) -> None:
    (paper, *_) = two.rows(two.listing("").rowids)
    noted = PassageNote(paper)
    assert noted.draft(two) is None
    noted.save_draft(two, "half")  # there is nothing yet that it could be a draft of
    assert two.session.drafts() == {}
    with pytest.raises(NotFoundError):
        noted.write(two, "a thought")
    noted.passage = Passage("Nets agree.", "Abstract", "", "")
    noted.write(two, "a thought")
    (one,) = two.highlights.of(paper.rowid)
    assert (one.text, one.section, one.note) == ("Nets agree.", "Abstract", "a thought")
