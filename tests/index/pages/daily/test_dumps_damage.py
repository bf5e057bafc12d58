"""Pages with lines missing, broken, joined or put anywhere, as editors and people leave them."""

from __future__ import annotations

import random
import re
import textwrap
from itertools import pairwise
from pathlib import Path

import pytest
from recto.index.identity.titles import title_key
from recto.index.pages.daily.dumps import read_dump

from .saved_pages import FURNITURE, lines_of, pairs_of, texts


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


def test_any_text_at_all_is_read_without_an_error(seed_paths: list[Path]) -> None:
    dice = random.Random(7)
    text = seed_paths[3].read_text("utf-8")
    for _ in range(200):
        soup = "".join(dice.choice([dice.choice(text), "\n", chr(dice.randrange(0x110000))])
                       for _ in range(300))  # fmt: skip
        page = read_dump(soup)
        for before, after in pairwise(page.problems):
            assert before.line <= after.line
