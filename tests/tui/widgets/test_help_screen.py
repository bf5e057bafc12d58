"""What `?` shows: the keys of the place one is in."""

from __future__ import annotations

from ..conftest import ReaderFactory


async def test_help_lists_every_command(reader: ReaderFactory) -> None:
    from recto.tui.commands.table import COMMANDS
    from recto.tui.widgets.help_screen import SLOTS_HELP, help_of

    async with reader(120, 200) as r:
        await r.press("question_mark")
        await r.sees("Keys in the list")
        for command in COMMANDS:
            text = help_of(command, "list")[:40]
            assert (SLOTS_HELP if text.startswith("the saved search number") else text) in r.text
        await r.press("q")
        await r.sees("All ·")


async def test_help_is_about_the_place_one_is_in(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        for keys, heading in (
            ("", "Keys in the list"),
            ("l", "Keys in the abstract"),
            ("hh", "Keys in the sidebar"),
        ):
            await r.press(*keys, "question_mark")
            await r.sees(heading)
            await r.press("G")
            await r.sees("called by its name after a colon")
            await r.press("question_mark")
            await r.lacks("after a colon")
        await r.press("l", "enter", "question_mark")
        await r.sees("Keys in the abstract in full")
        await r.press("q", "q", "slash", "question_mark")
        assert r.main.box.text == "?"
        await r.press("escape", "t", "question_mark")
        assert r.main.prompt.input.value == "?"


async def test_keys_and_words_of_the_help_never_touch(reader: ReaderFactory) -> None:
    async with reader(80, 400) as r:
        await r.press("enter", "question_mark")
        await r.sees("Keys in the abstract in full")
        for keys in ("q Backspace Esc", "date:2024-03..2024-09", "g1 … g9"):
            row = next(line for line in r.lines if line.startswith(f" {keys}"))
            assert row.removeprefix(f" {keys}").startswith(" ")
        assert "next line or paper" not in r.text
        assert "g2" not in r.text


async def test_the_help_of_the_sidebar_says_what_keys_do_there(reader: ReaderFactory) -> None:
    async with reader(120, 200) as r:
        await r.press("h", "question_mark")
        await r.sees("next row of the sidebar")
        assert "next line or paper" not in r.text
