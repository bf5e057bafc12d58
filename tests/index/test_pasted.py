"""Pasted texts: which ids, links, DOIs and titles they hold."""

from __future__ import annotations

import pytest
from recto.index.pasted import is_reference, name_of, names_in, names_within, titles_within

ARXIV = """
2301.10001 | 2301.10001v2 | arXiv:2301.10001 | arXiv: 2301.10001v3 [cs.LG] | (2301.10001)
arxiv.org/abs/2301.10001 | www.arxiv.org/abs/2301.10001v2 | <https://arxiv.org/abs/2301.10001>
https://arxiv.org/abs/2301.10001?context=cs | https://arxiv.org/html/2301.10001v1#S1
https://arxiv.org/pdf/2301.10001v1.pdf#page=3 | http://export.arxiv.org/abs/2301.10001
https://doi.org/10.48550/arXiv.2301.10001 | 10.48550/arXiv.2301.10001 | hf.co/papers/2301.10001
https://huggingface.co/papers/2301.10001#community | https://www.alphaxiv.org/abs/2301.10001v1
https://www.alphaxiv.org/en/overview/2301.10001 | https://ar5iv.labs.arxiv.org/html/2301.10001
https://ar5iv.org/abs/2301.10001 | https://www.semanticscholar.org/arxiv/2301.10001
https://arxiv-vanity.com/papers/2301.10001/ | https://arxiv.org/abs/2301.10001, | [2301.10001].
"""
FORMS = [form.strip() for line in ARXIV.strip().splitlines() for form in line.split(" | ")]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_an_arxiv_id_is_one(form: str) -> None:
    assert [tuple(name) for name in names_in(form)] == [("arxiv", "2301.10001")]


@pytest.mark.parametrize(
    ("form", "id"),
    [
        ("hep-th/9901001v2", "hep-th/9901001"),
        ("math.GT/0309136", "math/0309136"),
        ("https://arxiv.org/abs/cs.CL/0301001", "cs/0301001"),
        ("https://doi.org/10.48550/arXiv.hep-th/9901001", "hep-th/9901001"),
    ],
)
def test_old_ids_are_told_with_and_without_their_subject_class(form: str, id: str) -> None:
    assert name_of(form) == ("arxiv", id)


@pytest.mark.parametrize(
    "form",
    [
        "10.1000/xyz(1)",
        "doi:10.1000/XYZ(1)",
        "DOI 10.1000/xyz(1)",
        "https://doi.org/10.1000/xyz(1).",
        "dx.doi.org/10.1000%2Fxyz(1)",
        "<https://doi.org/10.1000/xyz(1)?utm_source=feed>",
    ],
)
def test_every_form_of_a_doi_is_one(form: str) -> None:
    assert [tuple(name) for name in names_in(form)] == [("doi", "10.1000/xyz(1)")]


@pytest.mark.parametrize("between", [" ", ", ", ",", ";", "\n", "\n- ", " and ", "\n[2] "])
def test_several_are_parted_by_blanks_commas_and_lines(between: str) -> None:
    text = between.join(("2301.10001", "https://arxiv.org/abs/hep-th/9901001", "10.1000/a.b"))
    found = [name.value for name in names_in(text)]
    assert found == ["2301.10001", "hep-th/9901001", "10.1000/a.b"]


@pytest.mark.parametrize(
    "text",
    [
        *("", "pruning", "llama 3.1", "2024", "2301", "year:2024", "attention 2301.10001"),
        *("https://example.com/2301", "lottery arxiv:1803.03635", "and - *"),
    ],
)
def test_what_says_something_else_names_nothing(text: str) -> None:
    assert names_in(text) == []


def test_names_within_words_are_those_that_say_so() -> None:
    text = "B. Roe. On inks. arXiv preprint arXiv:2301.10001v2, doi: 10.1000/ab.c. 2401.00001"
    assert [name.value for name in names_within(text)] == ["2301.10001", "10.1000/ab.c"]


@pytest.mark.parametrize(
    "text",
    [
        "A. Author, B. Author. A Title: About Things. In Proc. of Inks, 2023.",
        "Author, A., & Author, B. (2023). A title: about things. Journal of Inks, 3(2), 1-9.",
        "[3] A. Author et al., “A Title: About Things,” in Proc. Inks, pp. 3-4, 2023.",
        "Author A. A Title: About Things? Inks 2023;12:3-4.",
    ],
)
def test_a_reference_holds_its_title(text: str) -> None:
    assert is_reference(text)
    titles = [title.strip(" .,?“”)").lower() for title in titles_within(text)]
    assert "a title: about things" in titles


@pytest.mark.parametrize("text", ["network pruning", "how do I prune a network, please"])
def test_a_question_is_no_reference(text: str) -> None:
    assert not is_reference(text)
