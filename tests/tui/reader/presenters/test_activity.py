"""What goes on beside reading is told once for each change, and what is waited for first."""

from __future__ import annotations

from recto.tui.reader.presenters.activity import Activity


def test_a_change_of_words_is_told_and_the_same_words_are_not() -> None:
    told: list[str] = []
    activity = Activity(lambda: told.append(activity.words))
    assert activity.words == ""
    for words in ("indexing", "indexing", "indexing 4 %", "", ""):
        activity.building = words
    assert told == ["indexing", "indexing 4 %", ""]


def test_what_the_reader_waits_for_is_shown_before_what_goes_on_by_itself() -> None:
    activity = Activity(lambda: None)
    shown = []
    for name in ("building", "bringing", "syncing", "fetching", "asking", "adding"):
        setattr(activity, name, name)
        shown.append(activity.words)
    assert shown == ["building", "bringing", "syncing", "fetching", "asking", "adding"]
    activity.asking = activity.adding = ""
    assert activity.words == "fetching"


def test_two_screens_have_each_their_own() -> None:
    one, other = Activity(lambda: None), Activity(lambda: None)
    one.adding = "adding 3 %"
    assert other.adding == ""
