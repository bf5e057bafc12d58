"""First sentences, folded words and tables, without a screen."""

from __future__ import annotations

import pytest
from recto.index import Span, fold, matches
from recto.tui.widgets.text.skimming import first_sentence
from recto.tui.widgets.text.tables import table_lines


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("We do. They do.", "We do."),
        ("As Kim et al. (2020) say, it is. So.", "As Kim et al. (2020) say, it is."),
        ("See Fig. 3 for it. Then go.", "See Fig. 3 for it."),
        ("It is 3.5 percent. Yes.", "It is 3.5 percent."),
        ("D. Lee and A. B. Kim nod, i.e. Agree. Good.", "D. Lee and A. B. Kim nod, i.e. Agree."),
        ("Is it so? It is.", "Is it so?"),
        ("(It is so.) We go on.", "(It is so.)"),
        ("Theorem 2 (Main bound). Let it be. It is.", "Theorem 2 (Main bound). Let it be."),
        ("Section 3.2. it goes on without an end", "Section 3.2. it goes on without an end"),
        ("“Never.” Everybody agreed.", "“Never.”"),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_where_a_reader_sees_its_end(text: str, first: str) -> None:
    assert "".join(span.text for span in first_sentence([Span(text)])) == first


def test_a_sentence_keeps_its_links_and_does_not_end_within_a_formula() -> None:
    spans = (
        Span("Let "),
        Span(r"f. G", "formula"),
        Span(" be as in "),
        Span("[3. A]", "cite", ("b3",)),
        Span(". Then it is."),
    )
    assert first_sentence(spans) == (*spans[:4], Span("."))


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("a Naïve naive NAIVE", "naïve", ["Naïve", "naive", "NAIVE"]),
        ("co-rows corows co\u00adrows", "CO-rows", ["co-rows", "corows", "co\u00adrows"]),
        ("Straße STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("ﬁne fine", "fine", ["ﬁne", "fine"]),
        ("nothing", "", []),
    ],
)
def test_words_are_found_as_they_are_written(text: str, wanted: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in matches(text, fold(wanted))] == found


def test_numbers_stand_at_the_right_and_cells_in_columns() -> None:
    rows = [["name", "score"], ["first", "9.5"], ["second one", "10.25 ± 0.1"], ["third"]]
    assert table_lines(rows, 1, 40, "-") == [
        ("name              score", True),
        ("-----------------------", False),
        ("first               9.5", False),
        ("second one  10.25 ± 0.1", False),
        ("third", False),
    ]


def test_wide_letters_do_not_shift_columns() -> None:
    lines = table_lines([["漢字", "b"], ["a", "b"]], 0, 40, "-")
    assert [line for line, _ in lines] == ["漢字  b", "a     b"]
