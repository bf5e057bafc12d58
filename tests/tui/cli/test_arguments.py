"""Words of a command line: order, dashes, and what is said of a mistake."""

from __future__ import annotations

import sys

import pytest
from recto.tui.cli.arguments import ArgumentParser, UsageError, add_common_options, number
from recto.tui.cli.marking.journal import steps_or_entry


def parser(are_dashes_data: bool = False) -> ArgumentParser:
    made = ArgumentParser("verb", "Does it.", are_dashes_data=are_dashes_data)
    made.add_argument("words", nargs="*")
    made.add_argument("--limit", type=number)
    made.add_argument("--json", action="store_true")
    add_common_options(made)
    return made


def words_of(line: str, are_dashes_data: bool = False) -> list[str]:
    words = parser(are_dashes_data).read(line.split())["words"]
    assert isinstance(words, list)
    return words


@pytest.mark.parametrize(
    "line",
    [
        "a b --limit 3 --json",
        "--json a --limit=3 b",
        "--limit 3 --json -- a b",
        "a --json --limit 3 b",
    ],
)
def test_options_stand_anywhere(line: str) -> None:
    given = parser().read(line.split())
    assert given == {"words": ["a", "b"], "limit": 3, "json": True}


def test_a_word_with_a_dash_is_data_where_dashes_are() -> None:
    assert words_of("a -b --json -", are_dashes_data=True) == ["a", "-b", "-"]


def test_a_word_with_a_dash_is_an_unknown_option_elsewhere() -> None:
    with pytest.raises(UsageError, match="no option -b"):
        words_of("a -b")


def test_a_lone_dash_is_data() -> None:
    assert words_of("-") == ["-"]


def test_two_dashes_end_options() -> None:
    assert words_of("a -- --json -h -- -b") == ["a", "--json", "-h", "--", "-b"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--limt 3", r"recto verb has no option --limt\. Did you mean --limit\?"),
        ("--zzzzz", "write -- before it"),
        ("--limit", "--limit needs a value"),
        ("--limit x", "'x' is not a whole number from 1"),
        ("--limit 0", "'0' is not a whole number from 1"),
        ("--limit -3", "'-3' is not a whole number from 1"),
        ("--limit --json", "'--json' is not a whole number from 1"),
        ("--lim 3", "no option --lim"),
        ("--json=yes", "--json"),
        ("--data-dir=", "is empty"),
    ],
)
def test_a_mistake_is_one_sentence_that_names_it(line: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        words_of(line)
    assert "\n" not in str(caught.value)


def test_a_value_before_the_command_stands_unless_one_comes_behind() -> None:
    assert "data_dir" not in parser().read([])
    assert parser().read(["--data-dir", "x", "--no-seeds"])["data_dir"] == "x"


def test_a_number_that_is_too_large_is_as_large_as_can_be() -> None:
    assert number("9" * 30) == sys.maxsize


@pytest.mark.parametrize(
    ("text", "meant"), [("1", 1), ("999", 999), ("1234", "1234"), ("ab", "ab")]
)
def test_few_digits_are_steps_and_more_are_an_act(text: str, meant: int | str) -> None:
    assert steps_or_entry(text) == meant
