"""The line behind `:`: names, aliases, words behind a name, row numbers, a history."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ..conftest import Configure, Reader, ReaderFactory


async def call(r: Reader, line: str) -> None:
    await r.press("colon")
    await r.type(line)
    await r.press("enter")


@pytest.mark.parametrize("line", ["q", "q!", "quit", "wq", "x", "qa", ":q", "qui"])
async def test_what_hands_type_to_leave_leaves(reader: ReaderFactory, line: str) -> None:
    async with reader(80, 24) as r:
        await call(r, line)
        await r.until(lambda: r.app._exit, "left")


MEANINGLESS = {
    "w": "Everything is saved as soon as it is done",
    "e": "e could be export",
    "ex": "ex could be export; 3 letters would do.",
    "al": "al could be all, all-read.",
    "bookm": "bookm could be bookmark, bookmarks.",
    "zzz": "There is no command zzz; ? lists them all.",
    "bookmark now": "bookmark takes no words behind it.",
    "sort SF": "There is no order SF; Tab goes through them.",
    "sort r": "r could be relevance, rising.",
    "sort rising": "No paper rises yet",
    "undo much": "much is no such number",
    "undo 0": "0 is no such number",
    "theme mauve": "There is no theme mauve",
    "export papers.xyz": "The format is told by the ending",
}
"""Lines, and what is said to them."""


async def test_a_line_that_means_nothing_clear_does_nothing(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        before = r.main.library.journal.change_mark()
        for line, said in MEANINGLESS.items():
            await call(r, line)
            await r.sees(said)
            assert r.main.focused is r.main.results
            assert r.main.library.journal.change_mark() == before


async def test_a_number_goes_to_that_row(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        await call(r, "42")
        assert r.main.results.cursor == 41
        await call(r, "9" * 30)
        assert r.main.results.cursor == len(r.main.results.rowids) - 1
        await call(r, "0")
        assert r.main.results.cursor == 0


async def test_words_behind_a_name_are_taken(reader: ReaderFactory, tmp_path: Path) -> None:
    async with reader(120, 30) as r:
        await call(r, "tag +hello two")
        await r.sees("#hello #two")
        await call(r, "tag -hello")
        await r.until(lambda: r.main.state.counts.tags == (("two", 1),), "one tag left")
        await call(r, "undo 2")
        await r.sees("Took back 2 acts.")
        assert r.main.state.counts.tags == ()
        await call(r, "sort newest")
        await r.sees("All by newest · ")
        await call(r, "search pruning")
        await r.until(lambda: "pruning" in r.main.box.text and r.main.state.found, "found")
        assert r.main.focused is r.main.results
        await call(r, f"export {tmp_path}/out.md")
        await r.sees("Exported 43 papers to")
        assert (tmp_path / "out.md").exists()
        await call(r, "theme light")
        await r.sees('theme = "light"')


async def test_tab_completes_the_path_behind_add(reader: ReaderFactory, tmp_path: Path) -> None:
    (tmp_path / "only one.txt").write_text("nothing")
    async with reader(120, 30) as r:
        await r.press("colon")
        await r.type(f"add {tmp_path}/on")
        await r.press("tab")
        assert r.main.prompt.input.value == f"add {tmp_path}/only one.txt"
        await r.press("escape", "colon")
        await r.type("sort ne")
        await r.press("tab")
        assert r.main.prompt.input.value == "sort newest"


async def test_earlier_lines_come_back_and_are_there_at_the_next_start(
    reader: ReaderFactory,
) -> None:
    async with reader(80, 24) as r:
        await call(r, "zzz")
        await call(r, "42")
        await r.press("colon", "up", "up")
        assert r.main.prompt.input.value == "zzz"
        await r.press("down", "down")
        assert r.main.prompt.input.value == ""
        await r.press("escape")
        r.app.save_session()
    async with reader(80, 24) as r:
        await r.press("colon", "up")
        assert r.main.prompt.input.value == "42"


REFUSE_UNDO_OF = """CREATE UNIQUE INDEX two_are_enough ON journal(
CASE WHEN kind = 'undo' AND subject = '{act}' THEN '{act}' ELSE act END)"""


async def test_so_many_acts_are_taken_back_all_or_none(
    reader: ReaderFactory, tmp_path: Path
) -> None:
    async with reader(120, 40) as r:
        await r.press("b", "j", "b", "j", "b")
        await r.until(lambda: r.main.state.counts.bookmarks == 3, "three bookmarks")
        with closing(sqlite3.connect(tmp_path / "library" / "library.db")) as database:
            third = r.main.library.log()[2].act
            database.execute(REFUSE_UNDO_OF.format(act=third))
            await call(r, "undo 3")
            await r.until(lambda: "two_are_enough" in r.main.bottom.message, "refused")
            assert r.main.library.counts().bookmarks == 3
            assert r.main.state.counts.bookmarks == 3
            database.execute("DROP INDEX two_are_enough")
        await call(r, "undo 9")
        await r.sees("Took back 3 acts. The last: ")
        assert r.main.state.counts.bookmarks == 0


async def test_an_export_has_what_is_asked_for_behind_the_file(
    reader: ReaderFactory, tmp_path: Path
) -> None:
    async with reader(120, 30) as r:
        await call(r, f"export {tmp_path}/out.bib")
        await r.until((tmp_path / "out.bib").exists, "exported")
        assert "abstract = {" not in (tmp_path / "out.bib").read_text()
        await call(r, f"export {tmp_path}/more.bib --with notes,abstract")
        await r.until((tmp_path / "more.bib").exists, "exported")
        assert "abstract = {" in (tmp_path / "more.bib").read_text()
        await call(r, f"export {tmp_path}/odd.bib --with life")
        await r.sees("'life' is nothing that exports leave out")


async def test_kept_files_follow_what_is_marked(
    reader: ReaderFactory, tmp_path: Path, configure: Configure
) -> None:
    file = tmp_path / "refs.bib"
    configure(f"[[export]]\nquery = 'is:bookmarked'\nfile = '{file}'\n")
    async with reader(120, 30) as r:
        await r.until(file.exists, "written at the start")
        await r.press("b")
        await r.until(lambda: file.read_text().count("@misc{") == 1, "one paper")
        await r.press("u")
        await r.until(lambda: file.read_text().count("@misc{") == 0, "none")
        await r.press("b")
        await r.until(lambda: r.main.library.counts().bookmarks == 1, "marked")
    # Leaving waits for what was marked last.
    assert file.read_text().count("@misc{") == 1
