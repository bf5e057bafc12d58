"""Keys of the screens that stand before the panes: steps through lines, and typed words."""

from __future__ import annotations

from functools import reduce

from recto.tui.widgets.screen_keys import steps_of, typed_with


def test_keys_go_by_lines_by_pages_and_to_the_ends() -> None:
    steps = steps_of(page=9, count=50)
    assert [steps[key] for key in ("j", "up", "space", "pageup", "ctrl+d", "ctrl+u")] == [
        *(1, -1, 9),
        *(-9, 4, -4),
    ]
    assert (steps["G"], steps["home"]) == (50, -50)
    assert "x" not in steps


def test_letters_are_typed_and_deleted() -> None:
    assert reduce(typed_with, ["a", "space", "é", "left", "b", "backspace"], "") == "a é"
    assert typed_with("some words", "ctrl+u") == ""
