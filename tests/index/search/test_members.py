"""Sets of papers, and all papers but a set."""

from __future__ import annotations

import random

from recto.index.search.filtering.paper_set import ALL_PAPERS, PaperSet


def test_sets_and_all_but_sets() -> None:
    chance = random.Random(2)
    everything = frozenset(range(12))

    def plain(members: PaperSet) -> frozenset[int]:
        return frozenset(members.chosen(sorted(everything)))

    for _ in range(200):
        one, two = (
            PaperSet(frozenset(chance.sample(range(12), 5)), chance.random() < 0.5) for _ in "ab"
        )
        assert plain(one & two) == plain(one) & plain(two)
        assert plain(one | two) == plain(one) | plain(two)
        assert plain(~one) == everything - plain(one)
    assert plain(ALL_PAPERS) == everything
