"""Single wrong signs in a feed cost nothing but themselves, and it is said where they are."""

from __future__ import annotations

import pytest
from recto.index import AddReport, Library
from recto.index.pages.feeds.mending import Mender

HEAD = "<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>\n"


def feed(*titles: str) -> str:
    entries = (
        f"<entry><id>http://arxiv.org/abs/2301.0000{n}v1</id><title>{title}</title>\n</entry>\n"
        for n, title in enumerate(titles, 1)
    )
    return f"{HEAD}{''.join(entries)}</feed>\n"


def add(library: Library, text: str) -> AddReport:
    return library.add_text("answer.xml", text.encode())


@pytest.mark.parametrize(
    ("told", "title", "reason"),
    [
        ("A control\x0c in it", "A control in it", "control character"),
        ("A null\x08 and\x1f more", "A null and more", "control character"),
        ("It is &#12; by number", "It is by number", "control character"),
        ("It is &#x1F; by number", "It is by number", "control character"),
        ("Half a letter &#xD83D; here", "Half a letter here", "control character"),
        ("No letter &#99999999; here", "No letter here", "control character"),
        ("AT&T and R & D", "AT&T and R & D", "bare &"),
        ("Ends with &", "Ends with &", "bare &"),
        ("Inks&nbsp;&amp; pens &ndash; &eacute;", "Inks & pens – é", "entity of XML"),
        ("Inks &nosuch; pens", "Inks &nosuch; pens", "no entity"),
        ("Where a < b and c <= d", "Where a < b and c <= d", "bare <"),
        ("Where a<b holds", "Where a<b holds", "bare <"),
        ("See <a href='x?a=1&b=2'>it</a>", "See it", "bare &"),
        ("<![CDATA[R & D\x0c <here>]]>", "R & D <here>", "control character"),
    ],
)
def test_a_wrong_sign_keeps_all_entries(empty: Library, told: str, title: str, reason: str) -> None:
    report = add(empty, feed("First", told, "Third"))
    assert (report.error, report.records) == (None, 3)
    assert empty.paper("2301.00002").title == title
    assert {problem.line for problem in report.problems} == {5}
    assert all(reason in problem.reason for problem in report.problems)


@pytest.mark.parametrize(
    "told",
    [
        "Tags &lt;b&gt; &amp;amp; &#233; &#xE9;",
        "<![CDATA[R & D &nbsp; < 3]]>",
        "Inks<!-- a comment & more -- of it -->",
        "Inks<?php echo '&' ?>",
    ],
)
def test_what_is_right_stays_as_it_is(empty: Library, told: str) -> None:
    report = add(empty, feed("First", told, "Third"))
    assert (report.error, report.records, report.problems) == (None, 3, ())


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("One<br>two", "One two"),
        ("Learning <MASK> tokens", "Learning <MASK> tokens"),
        ("Ends in ]]> here", "Ends in ]]> here"),
        ("One</titel>", "One"),
        ("One</title><link href=http://a.org/x rel=alternate><title>", "One"),
        ("One</title><arxiv:comment>2 pages</arxiv:comment><title>", "One"),
    ],
)
def test_an_entry_is_read_by_what_it_can_only_mean(empty: Library, told: str, title: str) -> None:
    report = add(empty, feed("First", told, "Third"))
    assert (report.error, report.records) == (None, 3)
    assert empty.paper("2301.00002").title == title
    (problem,) = report.problems
    assert problem.line == 5
    assert "it was read all the same" in problem.reason


def test_what_is_cut_off_is_told_once(empty: Library) -> None:
    report = add(empty, feed("First", "Second", "Third").partition("Third")[0])
    assert (report.records, len(report.problems)) == (2, 1)


def test_a_feed_of_rss_is_mended_as_well(empty: Library) -> None:
    text = (
        "<rss version='2.0'><channel><item><title>One & two</title></item>\n"
        "<item><title>Three&nbsp;four</title></item></channel></rss>"
    )
    report = add(empty, text)
    assert (report.records, [problem.line for problem in report.problems]) == (2, [1, 2])


@pytest.mark.parametrize("size", range(1, 12))
def test_signs_may_be_cut_anywhere(size: int) -> None:
    text = (
        feed("A & b&nbsp;c &#12; <![CDATA[& ]] ]]>", "<!-- & -- --> x < y &amp; &x") + "<?a & ?>&"
    )
    whole, parts = Mender(), Mender()
    wanted = "".join(whole.mend([text]))
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert "".join(parts.mend(pieces)) == wanted
    assert parts.problems == whole.problems
