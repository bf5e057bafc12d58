"""What TeX left in titles and abstracts, on the reader's screen."""

from __future__ import annotations

from ..conftest import ReaderFactory


async def test_formulas_are_shown_as_they_were_set(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.search("s2ft")
        await r.sees("S²FT: Efficient, Scalable")
        await r.search('"lower bound of randomly"')
        await r.sees("ℝⁿˣᵏ")
        assert "R^{n times k}" not in r.text
        paper = r.main.results.paper
        assert paper is not None
        assert "R^{n times k}" in paper.abstract
