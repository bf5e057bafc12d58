"""Related papers: by a paper's own significant words, never itself."""

from __future__ import annotations

import pytest
from recto.index import Library, NotFoundError


def test_a_paper_is_not_its_own_relative(library: Library, ids: list[str]) -> None:
    for id in ids:
        related = library.related(id, 10)
        found = [hit.paper.id for hit in related.hits]
        assert id not in found
        assert len(set(found)) == len(found) == related.total == 10
        scores = [hit.score for hit in related.hits if hit.score is not None]
        assert scores == sorted(scores, reverse=True)
        assert scores[-1] > 0


def test_relatives_share_the_matter(library: Library) -> None:
    (hit,) = library.search("Git Re-Basin", limit=1).hits
    titles = " ".join(other.paper.title for other in library.related(hit.paper.id, 5).hits)
    assert "Merging" in titles or "Permutation" in titles or "Linear Mode" in titles


def test_a_limit_is_kept(library: Library, ids: list[str]) -> None:
    assert library.related(ids[0], 0).hits == ()
    three = library.related(ids[0], 3).hits
    assert [hit.paper.id for hit in library.related(ids[0], 50).hits[:3]] == [
        hit.paper.id for hit in three
    ]


def test_an_unknown_paper_has_no_relatives(library: Library) -> None:
    with pytest.raises(NotFoundError):
        library.related("zzzzzzzzzz")


def test_a_paper_without_an_abstract_has_relatives_by_its_title(library: Library) -> None:
    report = library.add_text("bare.jsonl", b'{"title": "Permutation Symmetries of Networks"}\n')
    assert report.new == 1
    bare = library.search('"permutation symmetries of networks"').hits[0].paper
    related = library.related(bare.id, 5)
    assert related.hits
    assert any("permutation" in hit.paper.abstract.lower() for hit in related.hits)


def test_only_words_of_no_other_paper_lead_nowhere(library: Library) -> None:
    library.add_text("odd.jsonl", b'{"title": "Qwxz Zzyqk of the"}\n')
    odd = library.search("qwxz").hits[0].paper
    assert library.related(odd.id).hits == ()


def test_a_paper_that_was_added_is_related(library: Library) -> None:
    (hit,) = library.search("Git Re-Basin", limit=1).hits
    told = f'{{"title": "A reply", "abstract": "{hit.paper.abstract[:400]}"}}\n'
    library.add_text("reply.jsonl", told.replace("\\", "").encode())
    assert library.related(hit.paper.id, 1).hits[0].paper.title == "A reply"
