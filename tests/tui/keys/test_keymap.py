"""The keys that config.toml puts in the place of the usual ones, and what it cannot."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations
from typing import Any

import pytest
from recto.tui.commands.table import COMMANDS
from recto.tui.keys.command import shown
from recto.tui.keys.key_bar import bar
from recto.tui.keys.key_names import UnusableKeyError, parse_keys
from recto.tui.keys.keymap import Keymap
from recto.tui.widgets.help_screen import help_lines

from ..conftest import Configure, ReaderFactory


def keymap(**wishes: Any) -> Keymap[Any]:
    return Keymap.of(COMMANDS, {name.replace("_", "-"): keys for name, keys in wishes.items()})


def keys(found: Keymap[Any], ident: str) -> tuple[str, ...]:
    command = found.find(ident)
    assert command is not None
    return command.keys


def test_no_two_commands_come_with_the_same_keys() -> None:
    for one, other in combinations(COMMANDS, 2):
        if one.where & other.where:
            for mine in one.keys:
                for theirs in other.keys:
                    assert not f"{mine} ".startswith(f"{theirs} "), (one.id, other.id)
                    assert not f"{theirs} ".startswith(f"{mine} "), (one.id, other.id)


def test_every_command_comes_with_keys_that_terminals_send() -> None:
    for command in COMMANDS:
        for sequence in command.keys:
            assert parse_keys(sequence) == sequence, command.id


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("B", "B"),
        ("ga", "g a"),
        ("g a", "g a"),
        ("Enter", "enter"),
        ("PgDn", "pagedown"),
        ("Shift+Tab", "shift+tab"),
        ("ctrl+E", "ctrl+e"),
        ("g Esc", None),
        ("\\", "\\"),
        (" ", "space"),
        ("é", "é"),
        ("0", "0"),
        ("g 1", "g 1"),
        ("ctrl+x ctrl+e", "ctrl+x ctrl+e"),
        ("3", None),
        ("12", None),
        ("entre", None),
        ("abc", None),
        ("ctrl+é", None),
        ("ctrl+", None),
        ("+", "+"),
        ("super+a", None),
        ("\x07", None),
        ("", None),
        ("  ", None),
        *((f"ctrl+{letter}", None) for letter in "abhijmqs"),
        *((key, None) for key in ("alt+a", "Alt+Left", "f1", "F12", "ctrl+shift+a", "ctrl+f5")),
    ],
)
def test_keys_are_read_as_people_write_them(written: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(UnusableKeyError):
            parse_keys(written)
    else:
        assert parse_keys(written) == meant


def test_a_command_gets_the_keys_that_were_asked_for() -> None:
    found = keymap(bookmark="B", all=["g a", "ga", "ctrl+x"], tag="", queue=[])

    assert found.mistakes == ()
    assert keys(found, "bookmark") == ("B",)
    assert keys(found, "all") == ("g a", "ctrl+x")
    assert keys(found, "tag") == keys(found, "queue") == ()
    assert found.key("bookmark") == "B"
    assert found.key("tag") == ":tag"
    assert ("B", "bookmark") in bar("list", found)
    assert not [label for _, label in bar("list", found) if label == "tag"]
    assert ("B", "bookmark, or take the bookmark off") in help_lines("list", found.commands)


def test_in_new_the_key_of_that_list_comes_early() -> None:
    """So that a line of 80 columns has it, and one of 40."""
    told = bar("morning", keymap())
    assert told[1] == ("x", "not for me")
    most = [f"{key} {label}" for key, label in told[:7]]
    assert ("u", "undo") in told[:7] and len("  ".join(most)) < 80
    assert len("  ".join(most[:3])) < 40
    assert ("x", "not for me") not in bar("list", keymap())[:7]
    assert not [
        label for _, label in bar("morning", keymap(not_for_me="")) if label == "not for me"
    ]


def test_two_commands_can_change_places() -> None:
    found = keymap(bookmark="t", tag="b")

    assert found.mistakes == ()
    assert (found.key("bookmark"), found.key("tag")) == ("t", "b")


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        ({"bokmark": "B"}, "bokmark is no command to put a key on."),
        ({"bookmark": 5}, "bookmark must be a key or a list of keys, not 5; it stays on b."),
        ({"bookmark": [["B"]]}, "bookmark must be a key or a list of keys, not [['B']]; it"),
        ({"bookmark": "ctrl+a"}, "bookmark cannot be on ctrl+a: GNU screen keeps it for itself;"),
        ({"bookmark": "alt+b"}, "bookmark cannot be on alt+b: terminals send Alt as Esc and"),
        ({"bookmark": "f5"}, "bookmark cannot be on f5: function keys do not arrive from every"),
        ({"bookmark": "entre"}, "bookmark cannot be on entre: there is no such key; it stays on"),
        ({"bookmark": ["B", ""]}, "bookmark cannot be on that key: it is empty; it stays on b."),
        ({"bookmark": "t"}, "bookmark cannot be on t: tag is; it stays on b."),
        ({"bookmark": "g"}, "bookmark cannot be on g: gg for first begins with it; it stays on b."),
        ({"bookmark": "ax"}, "bookmark cannot be on ax: a alone is queue; it stays on b."),
        ({"tag": "B", "bookmark": "B"}, "bookmark cannot be on B: tag is; it stays on b."),
        ({"bookmark": ["B", "Bx"]}, "bookmark cannot be on B: Bx for bookmark begins with it;"),
        ({"key-bar": "b"}, "key-bar cannot be on b: bookmark is; it stays without a key."),
    ],
)
def test_a_key_that_cannot_be_had_is_reported_and_the_usual_one_kept(
    wishes: dict[str, Any], sentence: str
) -> None:
    found = Keymap.of(COMMANDS, wishes, "config.toml")

    (mistake,) = found.mistakes
    assert mistake.startswith(f"config.toml: {sentence}")
    usual = {command.id: command.keys for command in COMMANDS}
    assert keys(found, "bookmark") == usual["bookmark"]
    assert found.mistakes == Keymap.of(COMMANDS, wishes, "config.toml").mistakes


def test_a_key_given_back_is_not_given_to_two() -> None:
    """The bookmark cannot leave b, so nothing else can have it."""
    found = keymap(queue="b", bookmark="ctrl+a", done="t", tag="D", remove="t")

    assert found.key("queue") == "a"
    assert found.key("bookmark") == "b"
    assert {mistake.split()[1] for mistake in found.mistakes} == {"queue", "bookmark"}
    assert (found.key("done"), found.key("tag"), found.key("remove")) == ("t", "D", "t")


def test_one_key_may_mean_different_things_in_different_panes() -> None:
    assert keymap(choose="b").mistakes == ()


async def test_the_reader_goes_by_the_settings(reader: ReaderFactory, configure: Configure) -> None:
    configure('[keys]\nbookmark = "B"\nundo = ["U", "ctrl+x"]\nall-read = "ctrl+t"\n')
    async with reader(80, 24) as r:
        await r.press("b")
        await r.sees("b does nothing here; ? shows the keys.")
        await r.press("j", "k")
        await r.sees("B bookmark")
        assert "★" not in r.text
        await r.press("B")
        await r.sees("★")
        await r.press("ctrl+x")
        await r.lacks("★")
        await r.press("ctrl+t")
        await r.sees("ctrl+t once more marks all 603 papers")
        await r.press("ctrl+t")
        await r.sees("All read; U takes it back.")


async def test_what_is_wrong_is_said_at_the_start_and_can_be_read_in_full(
    reader: ReaderFactory, configure: Configure
) -> None:
    configure('[keys]\nbookmark = "t"\nnonsense = "x"\n[bars]\nkeys = 3\nno = true\n')
    async with reader(80, 24) as r:
        await r.sees("4 warnings :warnings shows all")
        await r.press("colon")
        await r.type("warnings")
        await r.press("enter")
        await r.sees("Warnings")
        flat = " ".join(r.text.split())
        assert "bars.keys must be true or false, not 3." in flat
        assert "bars.no is not a setting." in flat
        assert "bookmark cannot be on t: tag is; it stays on b." in flat
        assert "nonsense is no command to put a key on." in flat
        await r.press("q", "b")
        await r.sees("★")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12)])
async def test_one_mistake_is_said_in_whole_or_up_to_its_end(
    reader: ReaderFactory, configure: Configure, columns: int, rows: int
) -> None:
    configure('[keys]\nbookmark = "t"\n')
    end = "tag is; it stays on b." if columns == 80 else ":warnings shows all"
    async with reader(columns, rows) as r:
        # Where its lines break depends on how long the path of the settings is.
        await r.until(lambda: " ".join(r.text.split()).endswith(end), end)


def test_the_verbs_can_be_listed_without_the_toolkit() -> None:
    code = "import sys, recto.tui.commands.table; assert 'textual' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_keys_are_shown_as_people_write_them() -> None:
    assert [shown(parse_keys(text)) for text in ("gg", "pgdn", "shift+tab")] == [
        "gg",
        "PgDn",
        "Shift+Tab",
    ]


async def test_keys_that_can_follow_are_shown_to_those_who_hesitate(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        usual = r.main.bottom._keys
        for key in "gg":
            r.main.key_dispatcher.take(key)
            assert r.main.bottom._keys == usual
        await r.press("3", "g")
        await r.until(lambda: r.lines[-1].startswith(" 3g …"), "what can follow")
        await r.press("g")
        await r.until(lambda: r.main.bottom._keys == usual, "as before")
        assert r.main.results.cursor == 2
