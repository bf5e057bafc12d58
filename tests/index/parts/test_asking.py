"""Asking: what is answered as it was typed, what as it was meant, and what is asked for that."""

from __future__ import annotations

from array import array
from collections.abc import Callable

import pytest
from recto.index import Highlighter, Library, Listing, Superseded, View, ask
from recto.index.parts.asking import LastWord

PARTIAL = "partial"


class Papers:
    """What the queries of a made-up library find; `…` marks an unfinished last word."""

    def __init__(self, found: dict[str, int | str], meant: dict[str, str] | None = None) -> None:
        self._found = found
        self._meant = meant or {}
        self.asked: list[str] = []
        self.doubted: list[tuple[str, int]] = []

    def lists(
        self,
        text: str,
        *,
        view: View,
        sort: str,
        typing: bool,
        limit: int | None,
        wait: bool,
        is_stale: Callable[[], bool] | None,
    ) -> Listing:
        asked = text + "…" * typing
        self.asked.append(asked)
        if is_stale is not None and is_stale():
            raise Superseded
        found = self._found.get(asked, 0)
        total = 5 if found == PARTIAL else int(found)
        rowids = array("q", range(total))[:limit]
        partly = found == PARTIAL
        return Listing(rowids, total, True, None, text, view, sort, Highlighter(), (), partly)

    def suggests(
        self,
        text: str,
        found: int,
        *,
        view: View,
        wait: bool,
        is_stale: Callable[[], bool] | None,
    ) -> str | None:
        self.doubted.append((text, found))
        return self._meant.get(text)


@pytest.mark.parametrize(
    ("found", "last_word", "asked", "doubted", "suggestion"),
    [
        # As it stands: what finds nothing, or only a part of the words, may be misspelt.
        ({"netwrok": 2}, "whole", ["netwrok", "network"], [("netwrok", 2)], "network"),
        ({"netwrok": PARTIAL}, "whole", ["netwrok", "network"], [("netwrok", 0)], "network"),
        ({"right": 9}, "whole", ["right"], [("right", 9)], None),
        # Where nothing is so, and nothing was misspelt, what begins so.
        ({"righ…": 4}, "whole", ["righ", "righ…"], [("righ", 0)], None),
        # After Enter the last word is whole, unless only what begins so is found.
        (
            {"netwrok…": 4},
            "entered",
            ["netwrok", "netwrok…", "network"],
            [("netwrok", 4)],
            "network",
        ),
        ({"righ…": 4}, "entered", ["righ", "righ…"], [("righ", 4)], None),
        ({"righ…": PARTIAL}, "entered", ["righ", "righ…"], [("righ", 0)], None),
        # Of an unfinished query what stands before the last word is corrected, then the whole.
        (
            {"netwrok": 1, "network pru…": 3},
            "unfinished",
            ["netwrok pru…", "netwrok pru", "netwrok", "network pru…"],
            [("netwrok", 1)],
            "network pru",
        ),
        (
            {"network": 7},
            "unfinished",
            ["netwrok…", "netwrok", "network"],
            [("netwrok", 0)],
            "network",
        ),
        # Few that begin so are no slip, unless the word is whole in all of them.
        ({"netwrok…": 1}, "unfinished", ["netwrok…", "netwrok"], [], None),
        (
            {"netwrok…": 1, "netwrok": 1},
            "unfinished",
            ["netwrok…", "netwrok", "network"],
            [("netwrok", 1)],
            "network",
        ),
        ({"netwrok…": 4}, "unfinished", ["netwrok…"], [], None),
    ],
)
def test_what_is_asked(
    found: dict[str, int | str],
    last_word: LastWord,
    asked: list[str],
    doubted: list[tuple[str, int]],
    suggestion: str | None,
) -> None:
    papers = Papers(found, {"netwrok": "network"})
    reply = ask(papers.lists, papers.suggests, asked[0].rstrip("…"), last_word=last_word)
    assert papers.asked == asked
    assert papers.doubted == doubted
    assert reply.suggestion == suggestion
    assert reply.listing.text == asked[-1].rstrip("…")


def test_an_unfinished_correction_that_finds_nothing_is_not_shown() -> None:
    papers = Papers({"netwrok pru…": PARTIAL}, {"netwrok": "network"})
    reply = ask(papers.lists, papers.suggests, "netwrok pru", last_word="unfinished")
    assert papers.asked[-1] == "network pru…"
    assert papers.doubted == [("netwrok", 0), ("netwrok pru", 0)]
    assert (reply.suggestion, reply.listing.text, reply.listing.total) == (None, "netwrok pru", 5)


@pytest.mark.parametrize("last_word", ["whole", "unfinished", "entered"])
def test_what_is_meant_as_typed_is_not_doubted(last_word: LastWord) -> None:
    papers = Papers({}, {"netwrok": "network"})
    reply = ask(papers.lists, papers.suggests, "netwrok x", last_word=last_word, correct=False)
    assert reply.suggestion is None
    assert not papers.doubted


@pytest.mark.parametrize("text", ["", "  "])
@pytest.mark.parametrize("last_word", ["whole", "unfinished", "entered"])
def test_nothing_asked_is_asked_once(last_word: LastWord, text: str) -> None:
    papers = Papers({})
    assert ask(papers.lists, papers.suggests, text, last_word=last_word).suggestion is None
    assert len(papers.asked) == 1
    assert not papers.doubted


def test_every_list_is_of_the_same_view_order_and_length() -> None:
    papers = Papers({"network": 7}, {"netwrok": "network"})
    reply = ask(
        papers.lists, papers.suggests, "netwrok", view=View("unread"), sort="newest", limit=3
    )
    assert (reply.listing.view, reply.listing.sort) == (View("unread"), "newest")
    assert (len(reply.listing.rowids), reply.listing.total) == (3, 7)


def test_what_nobody_waits_for_is_given_up() -> None:
    papers = Papers({}, {"netwrok": "network"})
    with pytest.raises(Superseded):
        answers = iter([False, True])
        ask(papers.lists, papers.suggests, "netwrok", is_stale=lambda: next(answers))
    assert papers.asked == ["netwrok", "network"]


def test_python_and_the_reader_are_answered_alike(library: Library) -> None:
    for text in ("netwrok prunning", "lottery tickets", "quokka"):
        results = library.search(text, limit=None)
        for last_word in ("whole", "entered"):
            reply = ask(library.listing, library.queries.suggestion, text, last_word=last_word)
            assert reply.suggestion == results.suggestion
            assert list(reply.listing.rowids) == [hit.paper.rowid for hit in results.hits]
    assert library.search("netwrok prunning").suggestion == "network pruning"


@pytest.mark.parametrize(
    ("found", "first", "shown", "has_moved"),
    [
        ({"net": 4}, 2, [2, 0, 1, 3], False),
        ({"net": 4}, 0, [0, 1, 2, 3], False),
        ({"net": 4}, 9, [9, 0, 1, 2, 3], False),
        ({"net": 4}, None, [0, 1, 2, 3], False),
        # What only begins so is shown as it was; what is no word at all is corrected.
        ({"net…": 4}, 0, [0, 1, 2, 3], False),
        ({"net…": 4}, 1, [0, 1, 2, 3], True),
        ({"net": PARTIAL}, 3, [0, 1, 2, 3, 4], True),
        ({"net": 0, "nets": 3}, 2, [0, 1, 2], True),
        ({}, 2, [], False),
    ],
)
def test_the_first_row_stays_on_enter_where_the_last_word_is_one(
    found: dict[str, int | str], first: int | None, shown: list[int], has_moved: bool
) -> None:
    meant = {"net": "nets"} if "nets" in found else {}
    papers = Papers(found, meant)
    reply = ask(papers.lists, papers.suggests, "net", last_word="entered", first=first)
    assert list(reply.listing.rowids) == shown
    assert reply.listing.has_moved == has_moved
    assert reply.listing.total == len(shown)
    whole = ask(papers.lists, papers.suggests, "net", first=first)
    assert not whole.listing.has_moved


def test_in_an_order_of_its_own_the_first_row_may_move(library: Library) -> None:
    for text in ("net", "pruning network", "transform"):
        typed = library.listing(text, typing=True, wait=True)
        for sort in ("relevance", "newest"):
            reply = ask(
                library.listing,
                library.queries.suggestion,
                text,
                sort=sort,
                last_word="entered",
                first=typed.rowids[0],
            )
            listing = reply.listing
            if sort == "relevance":
                assert listing.rowids[0] == typed.rowids[0]
                assert listing.scores is not None
                assert len(listing.scores) == len(listing.rowids) == len(set(listing.rowids))
            else:
                assert listing.has_moved == (listing.rowids[0] != typed.rowids[0])
