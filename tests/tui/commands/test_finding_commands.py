"""Commands are found without being known: behind a colon, in the help, on the first start."""

from __future__ import annotations

import pytest

from ..conftest import ReaderFactory


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (40, 12)])
async def test_a_colon_lists_names_keys_and_what_they_do(
    reader: ReaderFactory, columns: int, rows: int
) -> None:
    async with reader(columns, rows) as r:
        height = r.main.results.height
        await r.press("colon")
        await r.type("book")
        await r.until(lambda: any(" bookmark " in line for line in r.lines), "the command")
        (line,) = [line for line in r.lines if line.split()[:2] == ["bookmark", "b"]]
        assert "bookmark, or take" in line
        assert any("bookmarked papers" in line for line in r.lines)
        await r.press("escape")
        await r.until(lambda: r.main.results.height == height, "the list again")


async def test_words_of_what_a_command_does_find_it(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("colon")
        await r.type("reading")
        await r.lacks("sidebar ")
        await r.press("ctrl+u")
        await r.type("clip")
        await r.press("ctrl+u")
        await r.type("citation key")
        await r.until(lambda: any("yk" in line and "citation" in line for line in r.lines), "yk")
        await r.press("tab")
        assert r.main.prompt.input.value == "yank-key"
        await r.press("escape", "colon")
        await r.type("tag ")
        await r.until(lambda: sum("+name adds" in line for line in r.lines) == 1, "this one")
        await r.type("zzz")
        assert any("+name adds" in line for line in r.lines)
        for typed, told in (
            ("zzz", "no command has this in its name"),
            ("q!", "leave Recto"),
            ("12", "the row of this number"),
            ("w!", "everything is saved"),
        ):
            await r.press("ctrl+u")
            await r.type(typed)
            await r.sees(told)


async def test_an_unbound_key_says_so(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        for keys, told in ((("Z",), "Z"), (("g", "z"), "gz"), (("ctrl+g",), "ctrl+g")):
            await r.press(*keys)
            await r.sees(f"{told} does nothing here; ? shows the keys.")
        await r.press("j")
        await r.lacks("does nothing here")
        await r.press("g", "escape")
        assert "does nothing" not in r.text


async def test_a_key_for_papers_says_where_there_is_none(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        await r.press("g", "b")
        await r.sees("Bookmarks · 0/0")
        for keys in ("b", "d", "t", "e", "v", "enter", "o", "yy", "gp", "."):
            await r.press(*([keys] if keys == "enter" else keys))
            await r.sees("No paper is here.")
            await r.press("escape")
            await r.lacks("No paper is here.")
            await r.press("g", "b")
            await r.sees("Bookmarks · 0/0")


async def test_the_help_is_looked_through(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        await r.press("question_mark")
        await r.sees("Keys in the list")
        await r.press("slash")
        await r.type("queue")
        await r.until(lambda: "queue" in r.lines[0], "the first line about it")
        first = r.lines[0]
        await r.press("enter", "n")
        await r.until(lambda: r.lines[0] != first and "queue" in r.lines[0], "the next")
        await r.press("N")
        await r.until(lambda: r.lines[0] == first, "and back")
        await r.press("slash")
        await r.type("qqq")
        await r.sees("/qqq  is nowhere here")
        await r.press("escape", "q")
        await r.sees("All · 1/603")


async def test_a_group_of_the_help_has_one_heading(reader: ReaderFactory) -> None:
    async with reader(120, 200) as r:
        await r.press("question_mark")
        await r.sees("Keys in the list")
        headings = [line.strip() for line in r.lines if line.strip().isalpha()]
        for group in ("Move", "Read", "Find", "Mark", "View", "Recto"):
            assert headings.count(group) == 1, group


async def test_eighty_columns_tell_of_the_sidebar_and_the_lists(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        await r.sees("Lists: gn New, gq Queue, gm Mine, gt Tags; \\ shows the sidebar")
        assert sum(bool(line.strip()) for line in r.lines[-5:]) == 5
        await r.press("j")
        await r.until(lambda: "g New Queue Tags" in r.lines[-1], "on the key bar")
        assert "\\ sidebar" in r.lines[-1]
