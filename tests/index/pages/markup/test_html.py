"""The HTML of a page as browsers save it, read into papers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from recto.index import Library
from recto.index.pages.markup import html
from recto.index.pages.markup.html import read_html_page

from .hydrated_page import DATA, PAGE, archived, entry, read, reason, saved


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(PAGE, id="as it comes"),
        pytest.param(PAGE.replace("\n", "\r\n"), id="lines of Windows"),
        pytest.param(
            PAGE.replace(
                "<!doctype html>", "<!DOCTYPE html>\n<!-- saved from url=(0036)https://hf.co -->"
            ),
            id="complete page",
        ),
        pytest.param(
            PAGE.replace("<!doctype html>", '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "a">'),
            id="XHTML",
        ),
        pytest.param(
            PAGE.replace("<head>", "<!--\n Page saved with SingleFile \n--><head>").replace(
                "<section>", f"<img src=data:image/png;base64,{'QUJD' * 3_000_000}><section>"
            ),
            id="one piece with its pictures",
        ),
        pytest.param(archived(PAGE), id="MHTML"),
        pytest.param("\ufeff  \n" + PAGE, id="byte order mark"),
    ],
)
def test_a_list_gives_what_its_data_tell(page: str) -> None:
    read_page = read(page)

    first, second = read_page.records
    assert read_page.problems == ()
    assert read_page.day == "2026-06-03"
    assert first.title == 'Paper 1: "Sets" & <Things>'
    assert first.abstract == "We study sets. Things in them are <shallow> & few."
    assert first.authors == ("Ada Ångström", "Émile Zola")
    assert (first.author_count, first.organisation) == (2, "OCC")
    assert (first.published, first.upvotes, first.comments) == ("2026-06-01", 11, 2)
    assert first.arxiv_id == "2606.00001"
    assert [link.url for link in first.links] == ["https://github.com/ada/sets"]
    assert (second.rank, second.arxiv_id) == (2, "2606.00002")


def test_a_search_page_gives_what_was_found() -> None:
    props = {
        "query": {"q": "sets"},
        "dailyPapers": [entry(1)],
        "searchResults": [entry(5), entry(4)],
    }

    page = read(saved(props))
    assert [record.arxiv_id for record in page.records] == ["2606.00005", "2606.00004"]


def test_a_search_without_a_hit_does_not_give_the_papers_of_the_day() -> None:
    props = {"query": {"q": "sets"}, "dailyPapers": [entry(1)], "searchResults": []}

    assert reason(saved(props)) == "There are no papers in the page's own data."


@pytest.mark.parametrize("told", [{"periodType": "month"}, {"isTrending": True, "query": {}}])
def test_months_and_the_trending_page_are_lists_as_well(told: dict[str, Any]) -> None:
    page = read(saved({"dailyPapers": [entry(1)], "searchResults": [], **told}))

    assert [record.arxiv_id for record in page.records] == ["2606.00001"]


def test_the_page_of_one_paper() -> None:
    comments = [{"type": "comment"}, {"type": "status-change"}, {"type": "comment"}]
    props = {"paper": entry(7)["paper"], "comments": comments, "upvoted": False}

    (paper,) = read(saved(props, "PaperContent")).records
    assert paper.title == 'Paper 7: "Sets" & <Things>'
    assert (paper.upvotes, paper.comments, paper.arxiv_id) == (17, 2, "2606.00007")
    assert paper.authors == ("Ada Ångström", "Émile Zola")


def test_the_cards_are_read_where_there_are_no_data() -> None:
    page = read((DATA / "search_cards.html").read_text("utf-8"))

    first, second = page.records
    assert page.problems == ()
    assert page.day == "2026-10-02"
    assert first.title == "OCC-RAG: Optimal Cognitive Core for Faithful Question Answering & More"
    assert first.abstract.endswith("world's knowledge into its weights. We show 2 < 3.")
    assert (first.organisation, first.published) == ("OCC", "2026-05-29")
    assert (first.upvotes, first.comments, first.arxiv_id, first.line) == (101, 6, "2606.00683", 22)
    assert second.title == "Second Paper of Deep Things"
    assert (second.author_count, second.published) == (10, "2025-08-30")
    assert (second.upvotes, second.comments, second.arxiv_id) == (None, None, "2508.08583")


def test_a_paper_without_data_is_read_as_it_is_seen() -> None:
    page = read((DATA / "paper_page.html").read_text("utf-8"))

    (paper,) = page.records
    assert page.problems == ()
    assert paper.title == (
        "ConvLLaVA: Hierarchical Backbones as Visual Encoder for Large Multimodal Models"
    )
    assert paper.authors == ("Chunjiang Ge", "Sijie Cheng", "Gao Huang")
    assert paper.abstract == (
        "High-resolution models meet the challenge of visual tokens."
        " We propose ConvLLaVA, which employs ConvNeXt."
    )
    assert (paper.published, paper.upvotes, paper.arxiv_id) == ("2024-05-24", 46, "2405.15738")
    assert [link.url for link in paper.links] == ["https://github.com/alibaba/conv-llava"]


def test_bad_entries_are_told_by_their_number_and_good_ones_read() -> None:
    page = read_html_page(saved({"dailyPapers": [entry(1), {"paper": {"id": "x"}}, 7, entry(4)]}))

    assert [record.arxiv_id for record in page.records] == ["2606.00001", "2606.00004"]
    assert [record.rank for record in page.records] == [1, 2]
    assert [problem.reason for problem in page.problems] == [
        "Record 2: It has no title.",
        "Record 3: It is no JSON object.",
    ]
    assert {problem.line for problem in page.problems} == {6}


def test_hostile_data_are_cleaned() -> None:
    told = entry(1)
    told["paper"]["title"] = "A \x1b]0;x\x07 \u202eTitle\n[/red]"

    (record,) = read_html_page(saved({"dailyPapers": [told]})).records
    assert record.title == "A Title [/red]"


def test_pages_in_any_clothes_are_added_to_the_library(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "page.mhtml").write_text(archived(PAGE), "utf-8", newline="")
    names = ["search_page.md", "links_numbered.txt", "trending.txt", "search_cards.html"]
    paths = [tmp_path / "page.html", tmp_path / "page.mhtml", *(DATA / name for name in names)]
    with Library.open(tmp_path / "recto", seeds=False) as library:
        reports = library.add(paths)

    assert [report.error for report in reports] == [None] * 6
    assert [report.records for report in reports] == [2, 2, 3, 2, 2, 2]
    assert [report.problems for report in reports] == [()] * 6


def test_comments_cost_nothing_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (DATA / "search_cards.html").read_text("utf-8")
    commented = page.replace("<h3", "<!-- a --><!--><!---><h3").replace("</p>", "</p><!-- b --!>")
    whole = read_html_page(page)
    assert whole.records
    assert read_html_page(commented).records == whole.records
    monkeypatch.setattr(html, "_MOST_SEARCHED", 0)
    assert read_html_page(commented).records == whole.records
