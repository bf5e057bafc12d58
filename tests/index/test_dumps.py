"""Saved pages: the bundled ones to the last character, and what may happen to a page."""

from __future__ import annotations

import random
import re
import textwrap
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from recto.index.pages.dumps import Page, read_dump
from recto.index.paper import Record, title_key

FURNITURE = [
    "new",
    "Get trending papers in your email inbox once a day!",
    "Get trending papers in your email inbox!",
    "Subscribe",
    "Daily Papers",
    "byAK and the research community",
    "by AK and the research community",
    "Daily",
    "Weekly",
    "Monthly",
]
PAPERS = [
    (
        "Deep Sets of Shallow Things",
        "We study sets. Things in them are shallow, and so are we. Nothing else is known of them.",
    ),
    (
        "einspace: Searching for Neural Architectures",
        "The search goes on. It has been going on for long, and our results show that it will.",
    ),
    (
        "How Well Do Sparse Models Transfer?",
        "They transfer well, as we show on twelve data sets. Code: https://github.com/a/b",
    ),
]


def page_of(*papers: tuple[str, str], top: str = "") -> str:
    return top + "\n".join(line for paper in papers for line in paper)


def texts(page: Page) -> list[tuple[str, str]]:
    return [(record.title, record.abstract) for record in page.records]


def lines_of(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n")


def pairs_of(path: Path) -> list[tuple[str, str]]:
    """Titles and abstracts as a line-by-line reading of the undamaged page gives them."""
    own = re.compile(
        r"new|Get trending.*|Subscribe|Daily Papers|byAK.*|[A-Z][a-z]{2} \d.*|·|\s+•.*|\s*"
    )
    left = [line for line in lines_of(path) if not own.fullmatch(line)]
    left[0] = left[0].removeprefix("Subscribe")
    return list(zip(left[::2], left[1::2], strict=True))


def test_the_bundled_pages_hold_667_records_of_603_papers(seed_paths: list[Path]) -> None:
    pages = [read_dump(path.read_text("utf-8")) for path in seed_paths]
    pages_of_paper = Counter(
        key for page in pages for key in {title_key(record.title) for record in page.records}
    )

    assert [len(page.records) for page in pages] == [242, 200, 94, 40, 91]
    assert len(pages_of_paper) == 603
    assert Counter(pages_of_paper.values()) == {1: 552, 2: 41, 3: 7, 4: 3}
    assert [page.problems for page in pages] == [()] * 5
    assert [page.layout for page in pages] == [
        "alternating",
        "alternating",
        "spaced",
        "dated",
        "spaced",
    ]
    assert [page.day for page in pages] == [None, None, "--03-12", "2025-12-11", "--03-12"]


def test_every_title_and_abstract_is_whole(seed_paths: list[Path]) -> None:
    for path in seed_paths:
        page = read_dump(path.read_text("utf-8"))
        lines = lines_of(path)

        assert texts(page) == pairs_of(path)
        assert [record.rank for record in page.records] == list(range(1, len(page.records) + 1))
        for record in page.records:
            assert lines[record.line - 1].removeprefix("Subscribe") == record.title


def test_the_longest_title_and_the_shortest_abstract_are_real(seed_paths: list[Path]) -> None:
    records = [
        record for path in seed_paths for record in read_dump(path.read_text("utf-8")).records
    ]

    assert max(len(record.title) for record in records) == 151
    assert min(len(record.abstract) for record in records) == 204
    assert max(len(record.abstract) for record in records) == 1920
    assert records[0].title.startswith("Open-Vocabulary Semantic")
    assert len({title_key(r.title) for r in records if r.title.startswith("A-SDM")}) == 2


def test_authors_dates_and_comments(seed_paths: list[Path]) -> None:
    records = read_dump(seed_paths[3].read_text("utf-8")).records
    dated = [record for record in records if record.published and record.author_count]
    by_title = {record.title.split(":")[0]: record for record in records}

    assert len(dated) == 39
    assert (records[0].published, records[0].author_count) == (None, None)
    assert sum(record.comments is not None for record in records) == 6
    assert by_title["Unleashing Vecset Diffusion Model for Fast Shape Generation"] == Record(
        title="Unleashing Vecset Diffusion Model for Fast Shape Generation",
        abstract=by_title["Unleashing Vecset Diffusion Model for Fast Shape Generation"].abstract,
        rank=6,
        line=49,
        author_count=13,
        published="2025-03-20",
        comments=4,
    )
    assert by_title["AutoEnv"].published == "2025-11-24"
    assert by_title["The Lottery Ticket Hypothesis"].published == "2018-03-09"
    assert (records[2].title[:9], records[2].published) == ("SAM-Aware", "2024-12-31")
    assert sum((record.published or "").startswith("2025") for record in records) == 10


def test_the_year_can_be_given_and_can_stay_unknown(seed_paths: list[Path]) -> None:
    text = seed_paths[3].read_text("utf-8")
    stateless = re.sub(r"(?m)^([A-Z][a-z]{2} \d+), \d{4}", r"\1", text)

    assert read_dump(text, year=2031).records[4].published == "2031-03-20"
    assert read_dump(text, year=2031).day == "2031-12-11"
    assert read_dump(text, year=2031).records[1].published == "2019-07-17"
    assert read_dump(stateless).records[4].published == "--03-20"
    assert read_dump(stateless, year=2024).records[4].published == "2024-03-20"
    assert read_dump(text, year=10**20).records[4].published == "--03-20"


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Feb 29", "--02-29"),
        ("Feb 29, 2024", "2024-02-29"),
        ("Sept 3, 2024", "2024-09-03"),
        ("September 3, 2024", "2024-09-03"),
        ("Feb 30, 2024", None),
        ("Jan 0", None),
    ],
)
def test_dates(date: str, published: str | None) -> None:
    page = read_dump(page_of(PAPERS[0]) + f"\n• 1 author\n·\n{date}")

    assert [record.published for record in page.records] == [published]
    assert len(page.problems) == (published is None)


def test_a_day_that_the_page_s_year_does_not_have_stays_without_one() -> None:
    facts = "\n• 1 author\n·\n"
    page = read_dump(
        page_of(PAPERS[0]) + f"{facts}Feb 29\n" + page_of(PAPERS[1]) + f"{facts}Jan 2, 2024"
    )

    assert [record.published for record in page.records] == ["--02-29", "2024-01-02"]


@pytest.mark.parametrize(
    "facts",
    [
        "  • 3 authors\n·\nMar 20, 2024 4",
        "• 3 authors\n\n·\n\nMar 20, 2024 4",
        "3 authors\n·\nMar 20, 2024\n4",
        "• 3 authors · Mar 20, 2024 4",
        "· 3 authors\n· Mar 20, 2024 4",
        "3 Authors\nMar 20, 2024 4",
    ],
)
def test_facts_in_many_shapes(facts: str) -> None:
    page = read_dump("\n\n".join((*PAPERS[0], facts, *PAPERS[1])))

    assert texts(page) == PAPERS[:2]
    assert page.problems == ()
    first = page.records[0]
    assert (first.author_count, first.published, first.comments) == (3, "2024-03-20", 4)


@pytest.mark.parametrize(
    "facts",
    ["• OCC\n·\nMay 29 6", "OCC\n\n·\n\nMay 29 6", "  • OCC\n· May 29 6", "OCC · May 29 6"],
)
@pytest.mark.parametrize("has_abstract", [True, False])
def test_an_organisation_is_no_title(facts: str, has_abstract: bool) -> None:
    title, abstract = PAPERS[0]
    page = read_dump("\n\n".join((title, abstract if has_abstract else "", facts, *PAPERS[1])))

    assert [record.title for record in page.records] == [title, PAPERS[1][0]]
    first = page.records[0]
    assert (first.organisation, first.comments, first.author_count) == ("OCC", 6, None)


def test_a_paper_s_facts_can_be_missing_and_those_without_a_paper_are_reported() -> None:
    page = read_dump("• 3 authors\n·\nMay 2\n" + page_of(*PAPERS) + "\n• 2 authors\n·\nMay 3")

    assert texts(page) == PAPERS
    assert [record.author_count for record in page.records] == [None, None, 2]
    assert [problem.line for problem in page.problems] == [1]


def test_numbers_on_lines_of_their_own_are_upvotes_above_and_comments_below() -> None:
    first, second, third = ("\n\n".join(paper) for paper in PAPERS)
    page = read_dump(
        f"Mar 25\n\n12\n\n{first}\n\n2 authors\n·\nMay 2\n5\n\n-\n\n{second}\n\n7\n\n{third}\n\n99"
    )

    assert texts(page) == PAPERS
    assert [record.upvotes for record in page.records] == [12, None, 7]
    assert [record.comments for record in page.records] == [5, None, None]
    assert [problem.line for problem in page.problems] == [26]


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


def test_one_missing_abstract_shifts_nothing(seed_paths: list[Path]) -> None:
    dice = random.Random(2)
    for path in seed_paths:
        pairs = pairs_of(path)
        for gone in dice.sample(range(len(pairs)), 12):
            lines = lines_of(path)
            at = lines.index(pairs[gone][1])
            del lines[at]
            page = read_dump("\n".join(lines))

            assert texts(page) == [
                (title, "" if place == gone else abstract)
                for place, (title, abstract) in enumerate(pairs)
            ]
            assert [problem.line for problem in page.problems] == [page.records[gone].line]


def test_one_missing_title_costs_no_other_paper(seed_paths: list[Path]) -> None:
    dice = random.Random(3)
    for path in seed_paths:
        pairs = pairs_of(path)
        for gone in dice.sample(range(1, len(pairs)), 8):
            lines = lines_of(path)
            lines.remove(pairs[gone][0])
            page = read_dump("\n".join(lines))
            found = dict(texts(page))

            assert len(page.records) == len(pairs) - 1
            assert len(page.problems) >= 1
            for place, (title, abstract) in enumerate(pairs):
                if place not in {gone, gone - 1}:
                    assert found[title] == abstract
            assert found[pairs[gone - 1][0]].startswith(pairs[gone - 1][1])


def test_an_abstract_in_two_paragraphs_is_never_cut(seed_paths: list[Path]) -> None:
    dice = random.Random(4)
    for path in seed_paths:
        pairs = pairs_of(path)
        for split in dice.sample(range(len(pairs)), 10):
            abstract = pairs[split][1]
            sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", abstract)
            if len(sentences) < 3 or len(abstract) > 1900:
                continue
            cut = dice.randrange(1, len(sentences))
            halves = " ".join(sentences[:cut]), " ".join(sentences[cut:])
            for between in ("\n", "\n\n"):
                text = path.read_text("utf-8").replace(abstract, between.join(halves))

                assert texts(read_dump(text)) == pairs


@pytest.mark.parametrize(
    "tail",
    [
        "Code is available at https://github.com/a/b",
        "https://github.com/a/b",
        "Our code is available.",
        "• Faster than before, and with fewer parameters.",
    ],
)
def test_a_short_last_paragraph_belongs_to_its_abstract(seed_paths: list[Path], tail: str) -> None:
    path = seed_paths[0]
    title, abstract = pairs_of(path)[7]
    page = read_dump(path.read_text("utf-8").replace(abstract, f"{abstract}\n{tail}"))

    assert (title, f"{abstract} {tail}") in texts(page)
    assert len(page.records) == 242


def test_paragraphs_broken_into_short_lines_are_joined(seed_paths: list[Path]) -> None:
    for path in seed_paths[2:]:
        lines = [line for line in lines_of(path) if line.strip()]
        wrapped = "\n\n".join("\n".join(textwrap.wrap(line, 80)) for line in lines)

        assert [tuple(map(title_key, pair)) for pair in texts(read_dump(wrapped))] == [
            tuple(map(title_key, pair)) for pair in pairs_of(path)
        ]


def test_what_editors_and_mailers_do_to_a_page_changes_nothing(seed_paths: list[Path]) -> None:
    for path in seed_paths:
        text = path.read_text("utf-8")
        expected = texts(read_dump(text))
        for changed in (
            text.replace("\n", "\r\n"),
            text.replace("\n", "\r"),
            "\ufeff" + text,
            text.replace("\n", "  \t\n"),
            text.replace("\n", "\n\n\n"),
            "\n\n" + text + "\n\n\n",
            text.replace("\n", "\n\xa0"),
            text.replace("\n\n", "\n"),
            text.replace("  • ", "• "),
        ):
            page = read_dump(changed)
            assert texts(page) == expected
            assert page.problems == ()


def test_random_damage_never_raises_and_makes_no_paper_of_furniture(
    seed_paths: list[Path],
) -> None:
    dice = random.Random(5)
    forbidden = {title_key(line) for line in (*FURNITURE, "·", "5 authors", "OCC", "Dec 11")}
    for path in seed_paths:
        real = {title for title, _ in pairs_of(path)}
        for _ in range(25):
            lines = lines_of(path)
            for _ in range(dice.randrange(1, 30)):
                at = dice.randrange(len(lines))
                match dice.randrange(6):
                    case 0:
                        del lines[at]
                    case 1:
                        lines.insert(at, dice.choice(["", "  ", "\t", "\ufeff"]))
                    case 2:
                        lines.insert(at, dice.choice(FURNITURE))
                    case 3:
                        lines.insert(at, dice.choice(["Dec 11", "·", "• 5 authors", "7", "-"]))
                    case 4:
                        lines[at] += dice.choice(["\r", "   ", "\u200b"])
                    case _:
                        lines.insert(at, "• OCC\n·\nMar 3, 2021 2")
            page = read_dump("\n".join(lines))

            titles = {record.title for record in page.records}
            assert not {title_key(title) for title in titles} & forbidden
            assert len(titles & real) > len(real) * 0.8
            assert len(titles - real) <= 2


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


def test_any_text_at_all_is_read_without_an_error(seed_paths: list[Path]) -> None:
    dice = random.Random(7)
    text = seed_paths[3].read_text("utf-8")
    for _ in range(200):
        soup = "".join(dice.choice([dice.choice(text), "\n", chr(dice.randrange(0x110000))])
                       for _ in range(300))  # fmt: skip
        page = read_dump(soup)
        for before, after in pairwise(page.problems):
            assert before.line <= after.line


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


def test_a_piece_of_a_page_needs_no_furniture() -> None:
    assert texts(read_dump(page_of(*PAPERS))) == PAPERS
    assert texts(read_dump(page_of(*PAPERS) + "\nThe Last One Has None"))[3] == (
        "The Last One Has None",
        "",
    )


def test_a_lone_word_is_a_title_between_papers_and_nothing_at_the_edge() -> None:
    (first, one), (second, two), _ = PAPERS
    page = read_dump("\n".join(["Daily Papers", "Adam", first, one, "Eve", second, two, "Seth"]))

    assert texts(page) == [(first, one), ("Eve", ""), (second, two)]
    assert [problem.line for problem in page.problems] == [2, 5, 8]


def test_a_paper_that_stands_twice_on_a_page_is_read_twice() -> None:
    page = read_dump(page_of(*PAPERS, PAPERS[0], top="Daily Papers\n"))

    assert texts(page) == [*PAPERS, PAPERS[0]]
    assert [record.rank for record in page.records] == [1, 2, 3, 4]


def test_hostile_titles_are_titles() -> None:
    titles = ["[red]", "[/x]", "[@click=app.quit]", "\x1b[2J\x1b]0;own\x07Net", "\u202etxet"]
    page = read_dump(
        page_of(*((title, PAPERS[0][1]) for title in titles), top="Daily Papers\nSubscribe")
    )

    assert [record.title for record in page.records] == [*titles[:3], "Net", "txet"]


def test_an_endless_line_is_reported_and_costs_no_paper() -> None:
    page = read_dump(page_of(*PAPERS[:2], top=f"Daily Papers\n{'word ' * 10_000}\n"))

    assert texts(page) == PAPERS[:2]
    assert [problem.line for problem in page.problems] == [2]
