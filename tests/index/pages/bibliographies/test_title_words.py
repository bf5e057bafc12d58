"""Which words beside a link may be a title, and what is taken off them."""

from __future__ import annotations

import pytest
from recto.index.pages.bibliographies.title_words import (
    count_words,
    is_label,
    is_name,
    is_title,
    is_written_as_title,
    plain,
    tidied,
)


@pytest.mark.parametrize("text", ["paper", "Full PDF", "arXiv · code", "[1]", "read the paper"])
def test_what_is_written_on_links_is_no_title(text: str) -> None:
    assert is_label(text)
    assert not is_title(text)
    assert not is_name(text)


def test_a_title_has_two_words_and_a_name_may_have_one() -> None:
    assert is_title("Git Re-Basin")
    assert is_name("Grokking")
    assert not is_title("Grokking")
    assert not is_title("see https://example.org/of/it")
    assert count_words("A Title, of 2 words’ worth") == 5


def test_words_before_a_link_are_a_title_where_they_are_written_as_one() -> None:
    assert is_written_as_title("Merging Models modulo Permutation Symmetries")
    assert not is_written_as_title("what we read about merging of models")
    assert not is_written_as_title("Smith et al. Merging Models")


def test_signs_of_markdown_and_what_parts_words_are_taken_off() -> None:
    assert plain("**Git** <b>Re-Basin</b> \\[v2\\]") == "Git Re-Basin [v2]"
    assert tidied(" — (Git Re-Basin : ") == "Git Re-Basin"
    assert tidied("...") == tidied("  ") == ""
