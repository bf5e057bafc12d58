"""Which words the papers of an index have, and which of them are written with a hyphen."""

from __future__ import annotations

from pathlib import Path

from recto.index.search.search_index import Document, SearchIndex
from recto.index.search.spelling.vocabulary import Vocabulary

TEXTS = (
    "A large-scale study of coexistence",
    "Large-scale data and highlighting with Müller",
    "Coexistence is a large-scale matter of optimisation",
)


def vocabulary(folder: Path) -> Vocabulary:
    index = SearchIndex(folder, "library")
    index.build([Document(number, "A title", text) for number, text in enumerate(TEXTS, 1)], 1)
    index.close()
    return Vocabulary(SearchIndex(folder, "library").ask_reader)


def test_words_are_known_as_papers_write_them(tmp_path: Path) -> None:
    known = vocabulary(tmp_path / "index")
    assert [
        word for word in ("coexistence", "Müller", "optimisation", "study") if word in known
    ] == [
        "coexistence",
        "Müller",
        "optimisation",
        "study",
    ]
    # Their stems are those of words that are there.
    assert not [word for word in ("optimis", "studying", "existence", "") if word in known]


def test_hyphens_are_known_where_papers_write_them(tmp_path: Path) -> None:
    known = vocabulary(tmp_path / "index")
    assert "large-scale" in known
    assert not [word for word in ("co-existence", "high-lighting", "two-link") if word in known]


def test_without_an_index_no_word_is_known(tmp_path: Path) -> None:
    known = Vocabulary(SearchIndex(tmp_path / "nowhere", "library").ask_reader)
    assert "study" not in known
    assert 3 not in known
