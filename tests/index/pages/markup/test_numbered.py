"""A Daily Papers page as text whose links are numbers in brackets, on lines of their own."""

from __future__ import annotations

import re

import pytest
from recto.index.pages.contents import Contents
from recto.index.pages.kinds import read_page, recognise

CARD = """[
{votes}
][{n}1]

### [{title}][{n}2]

[
{abstract}
][{n}3]

[
{people}
][{n}4]

·

Oct {n}
[
{comments}
][{n}5]

"""
INKS = (
    "Inks have been defined by speed, with each\ngeneration absorbing more paper [3], and we show\n"
    "that they are read by everybody who is in the dark, for a long time. We release them."
)
PENS = (
    "Writing shifts from keys to pens, whose nibs are not\nwell known. We audited three pens on "
    "twenty questions\nunder two conditions, and more of it all, for a long time."
)
PAGE = (
    "Get trending papers in your email inbox once a day!\n\n[\nSubscribe\n][1]\n\n"
    "# Daily Papers\n\n## by\n[\nAK\n][2]\nand the research community\n\nOct 3\n\n"
    + CARD.format(n=1, votes="-", title="Inks at Speed", abstract=INKS, people="- 4 authors",
                  comments="2")
    + CARD.format(n=2, votes="101", title="Pens of the World: A Long Audit of Nibs in\nWriting",
                  abstract=PENS, people="OCC", comments="7")
)  # fmt: skip
ADDRESSES = {
    1: "https://huggingface.co/login?next=%2Fpapers",
    2: "https://huggingface.co/akhaliq",
    11: "https://huggingface.co/login?next=%2Fpapers%2F2610.00001",
    12: "https://huggingface.co/papers/2610.00001",
    13: "https://huggingface.co/papers/2610.00001",
    14: "https://huggingface.co/papers/2610.00001",
    15: "https://huggingface.co/papers/2610.00001#community",
    21: "https://huggingface.co/login?next=%2Fpapers%2F2609.00002",
    22: "https://huggingface.co/papers/2609.00002",
    23: "https://huggingface.co/papers/2609.00002",
    24: "https://huggingface.co/occ-ai",
    25: "https://huggingface.co/papers/2609.00002#community",
}
ENDS = {
    "definitions": "".join(f"[{n}]: {url}\n" for n, url in ADDRESSES.items()),
    "marks": "Links:\n" + "".join(f"[{n}] {url}\n" for n, url in ADDRESSES.items()),
    "numbers": "References\n\n" + "".join(f"  {n}. {url}\n" for n, url in ADDRESSES.items()),
    "relative": "".join(
        f"[{n}]: {url.removeprefix('https://huggingface.co')}\n" for n, url in ADDRESSES.items()
    ),
}


def read(text: str) -> Contents:
    assert recognise(text) == "markdown"
    return read_page("markdown", text, "page", None)


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_papers_have_their_links_however_they_are_listed(end: str) -> None:
    page = read(PAGE + end)
    first, second = page.records
    assert (page.day, page.problems) == ("2026-10-03", ())
    assert (first.title, first.arxiv_id, first.upvotes) == ("Inks at Speed", "2610.00001", None)
    assert first.abstract == re.sub(r"\s+", " ", INKS)
    assert (first.author_count, first.published, first.comments) == (4, "2026-10-01", 2)
    assert second.title == "Pens of the World: A Long Audit of Nibs in Writing"
    assert (second.arxiv_id, second.upvotes) == ("2609.00002", 101)
    assert (second.abstract, second.organisation) == (re.sub(r"\s+", " ", PENS), "OCC")


def test_papers_are_read_without_their_links_too() -> None:
    first, second = read(PAGE).records
    assert (first.title, first.abstract) == ("Inks at Speed", re.sub(r"\s+", " ", INKS))
    assert (first.author_count, first.arxiv_id) == (4, None)
    assert second.title == "Pens of the World: A Long Audit of Nibs in Writing"
    assert second.abstract == re.sub(r"\s+", " ", PENS)


def test_some_links_may_be_lost() -> None:
    kept = "\n".join(line for line in ENDS["definitions"].split("\n") if "[22]" not in line)
    first, second = read(PAGE + kept).records
    assert (first.arxiv_id, second.arxiv_id) == ("2610.00001", "2609.00002")


def test_blanks_between_brackets_and_numbers_do_not_matter() -> None:
    text = re.sub(r"\n\]\[", "\n] [", PAGE).replace("\n", "\r\n") + ENDS["definitions"]
    assert [record.arxiv_id for record in read(text).records] == ["2610.00001", "2609.00002"]
