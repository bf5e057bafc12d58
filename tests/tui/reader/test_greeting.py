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


async def test_where_there_is_room_the_first_start_names_what_one_does_of_a_morning(
    reader: ReaderFactory,
) -> None:
    async with reader(80, 24) as r:
        await r.until(lambda: "searches as you type" in r.text, "the card")
        card = [line.strip() for line in r.lines[-5:]]
        assert card[1] == (
            "Enter reads, b bookmarks, t tags, a queues, d done, x not for me, u undoes"
        )
        assert card[2].startswith("Lists: gn New")
