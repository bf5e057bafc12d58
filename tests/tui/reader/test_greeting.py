"""What the first start of a library says."""

from __future__ import annotations

from ..conftest import ReaderFactory


async def test_the_first_start_of_a_library_says_how_to_search_and_where_help_is(
    reader: ReaderFactory,
) -> None:
    async with reader(40, 12) as r:
        await r.until(
            lambda: r.lines[-1].strip() == "/ searches as you type; ? for help", "the greeting"
        )
        await r.press("j")
        await r.until(lambda: "searches as" not in r.text, "only until a key")
        r.app.save_session()
    async with reader(80, 24) as r:
        await r.sees("/ search")
        assert "searches as" not in r.text
