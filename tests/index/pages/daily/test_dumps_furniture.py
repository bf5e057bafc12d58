"""What is no paper on a page: banners, buttons, the words of a search, and whole pages of that."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from recto.index.pages.daily.dumps import read_dump

from .saved_pages import FURNITURE, PAPERS, lines_of, page_of, texts


@pytest.mark.parametrize(
    ("top", "title"),
    [
        ("{banner}\nSubscribe", "Deep Sets"),
        ("{banner}\nSubscribe", "iGPT: Small"),
        ("{banner}\nSubscribe\n", "Deep Sets"),
        ("{banner}\nSubscribe\n", "Subscriber Churn"),
        ("{banner}{banner}Subscribe", "Deep Sets"),
        ("{banner}\nSubscribe\nDaily\nSubscribe", "Deep Sets"),
        ("Subscribe", "Deep Sets"),
        ("{banner}\nSubscribe", "Subscriber Churn"),
    ],
)
def test_the_banner_s_button_is_cut_from_the_first_title(top: str, title: str) -> None:
    banner = "Get trending papers in your email inbox!"
    page = read_dump(page_of((title, PAPERS[0][1]), PAPERS[1], top=top.format(banner=banner)))

    assert texts(page) == [(title, PAPERS[0][1]), PAPERS[1]]


def test_a_later_title_keeps_its_subscribe() -> None:
    papers = [PAPERS[0], ("SubscribeNet: Subscribing to Sets", PAPERS[1][1])]

    assert texts(read_dump(page_of(*papers, top="Subscribe"))) == papers


def test_the_words_of_a_search_are_reported_and_are_no_paper() -> None:
    top = (
        "Daily Papers\nbyAK and the research community\n\nIntercode Bash\n\nDaily\nWeekly\nMay 3\n"
    )
    page = read_dump(page_of(*PAPERS, top=top))

    assert texts(page) == PAPERS
    assert [problem.line for problem in page.problems] == [4]


def test_furniture_alone_anywhere_loses_nothing(seed_paths: list[Path]) -> None:
    dice = random.Random(6)
    for path in seed_paths:
        expected = texts(read_dump(path.read_text("utf-8")))
        for _ in range(10):
            lines = lines_of(path)
            for _ in range(20):
                lines.insert(dice.randrange(len(lines) + 1), dice.choice(["", *FURNITURE]))
            page = read_dump("\n".join(lines))

            assert texts(page) == expected
            assert page.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n \n",
        "hello world\n",
        "milk\neggs\nbread\n",
        "Just some notes.\nNothing to see here.\n",
        "\n".join(FURNITURE),
        "new\n\nDec 11\n\n·\n\n• 5 authors\n",
        "<!DOCTYPE html>\n<html><body>" + page_of(*PAPERS),
        "x" * 100_000,
        "def main() -> int:\n    return run(parse_args(sys.argv[1:]), out=sys.stdout)\n",
    ],
)
def test_a_page_without_papers_says_so(text: str) -> None:
    page = read_dump(text)

    assert page.records == ()
    assert len(page.problems) == 1
