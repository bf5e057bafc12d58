"""The HTML of a page as browsers save it, and what else is saved in its place."""

from __future__ import annotations

import html
import json
import quopri
import random
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library
from recto.index.pages.dumps import Page
from recto.index.pages.html import is_html, read_html_page
from recto.index.pages.kinds import recognise
from recto.index.pages.linked import read_linked_page
from recto.index.pages.markdown import read_markdown_page
from recto.index.pages.plain import read_plain_page

DATA = Path(__file__).parent / "data"


AMPERSANDS = "&amp" * 500_000


def entry(number: int, **told: Any) -> dict[str, Any]:
    title = f'Paper {number}: "Sets" & <Things>'
    paper = {
        "id": f"2606.{number:05}",
        "authors": [
            {"_id": "65f0", "name": "Ada Ångström", "hidden": False},
            {"_id": "65f1", "name": "Émile Zola", "user": {"fullname": "Émile", "isPro": False}},
        ],
        "publishedAt": "2026-06-01T22:10:35.000Z",
        "title": title,
        "submittedOnDailyBy": {"fullname": "AK", "name": "akhaliq"},
        "summary": "We study sets.\nThings in them are <shallow> & few.",
        "upvotes": 10 + number,
        "discussionId": "65f2",
        "githubRepo": "https://github.com/ada/sets",
        "githubStars": 31,
        "organization": {"name": "occ-ai", "fullname": "OCC"},
    }
    return {
        "paper": paper,
        "publishedAt": "2026-06-01T18:10:35.000Z",
        "title": title,
        "summary": paper["summary"],
        "thumbnail": "https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/1.png",
        "numComments": 2,
        "submittedBy": {"fullname": "AK", "name": "akhaliq"},
        **told,
    }


def saved(props: object, target: str = "DailyPapers", head: str = "<!doctype html>\n") -> str:
    told = props if isinstance(props, str) else json.dumps(props)
    return (
        f'{head}<html class="">\n<head><title>Daily Papers - Hugging Face</title>\n'
        '<script>a = "<div data-target=\\"DailyPapers\\" data-props=\\"{}\\">";</script></head>\n'
        '<body class="flex"><div class="SVELTE_HYDRATER contents" data-target="SystemThemeMonitor" '
        'data-props="{&quot;isLoggedIn&quot;:false}"></div>\n<main>'
        f'<div class="SVELTE_HYDRATER contents" data-target="{target}" '
        f'data-props="{html.escape(told)}"><section>…</section></div></main></body></html>\n'
    )


def archived(page: str) -> str:
    body = quopri.encodestring(page.encode()).decode()
    return (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://huggingface.co/papers\r\n"
        "Subject: =?utf-8?Q?Daily=20Papers?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Boundary"\r\n'
        "\r\n\r\n------Boundary\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Location: https://huggingface.co/papers\r\n\r\n{body}\r\n"
        "------Boundary\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        "iVBORw0KGgo=\r\n------Boundary--\r\n"
    )


def reason(text: str) -> str:
    page = read_html_page(text)
    assert page.records == ()
    (problem,) = page.problems
    return problem.reason


def read(text: str) -> Page:
    assert is_html(text)
    assert recognise(text) == "html"
    return read_html_page(text)


PAGE = saved({"dailyPapers": [entry(1), entry(2)], "dateString": "2026-06-03", "periodType": "day"})


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


@pytest.mark.parametrize(
    ("props", "sentence"),
    [
        ("{", "The data of DailyPapers is damaged: it is no JSON."),
        ("[1]", "The data of DailyPapers is no JSON object."),
        ("[" * 200_000, "The data of DailyPapers is nested too deeply."),
        ('{"dailyPapers": {"a": 1}}', "There are no papers in the page's own data."),
        ("9" * 10_000, "The data of DailyPapers is damaged: it is no JSON."),
    ],
)
def test_data_that_are_none_are_refused(props: str, sentence: str) -> None:
    assert reason(saved(props)) == sentence


@pytest.mark.parametrize(
    ("title", "body", "sentence"),
    [
        ("Just a moment...", "Enable JavaScript", "asks for proof of a person"),
        ("Human Verification", "Solve the captcha", "asks for proof of a person"),
        ("Hugging Face", "Log in Username Password", "to log in"),
        ("404", "Sorry, we can't find the page", "says that there is none"),
        ("429 Too Many Requests", "", "too many requests"),
        ("502 Bad Gateway", "", "about an error of the site"),
        ("403", "Forbidden", "refuses access"),
        ("Recipes", "Cook the beans slowly.", "The HTML shows no papers."),
        ("", "", "The HTML holds no text: the page was saved before it was there."),
    ],
)
def test_what_is_saved_in_place_of_a_page_is_named(title: str, body: str, sentence: str) -> None:
    page = f"<!doctype html><title>{title}</title><script>captcha()</script><main>{body}</main>"

    assert sentence in reason(page)


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param("<div>" * 1_000_000, id="nesting"),
        pytest.param("<b><a>" * 200_000, id="formatting"),
        pytest.param("<table>" * 100_000, id="tables"),
        pytest.param(f"<p {' '.join(f'a{n}=1' for n in range(200_000))}>", id="attributes"),
        pytest.param(f'<p data-target="DailyPapers" data-props="{AMPERSANDS}">', id="entities"),
        pytest.param("<!--" * 500_000, id="comments"),
        pytest.param("<![CDATA[" * 300_000, id="sections"),
        pytest.param("<!-- -->" * 2_000, id="short comments"),
        pytest.param("a" * (9 << 20), id="length"),
    ],
)
def test_bombs_are_refused_in_bounded_memory(bomb: str, tmp_path: Path) -> None:
    (tmp_path / "bomb.html").write_text(f"<!doctype html>{bomb}", "utf-8")
    program = (
        "import sys; from pathlib import Path;"
        "from recto.index.pages.html import read_html_page;"
        "page = read_html_page(Path(sys.argv[1]).read_text('utf-8'));"
        "assert not page.records and page.problems, page"
    )

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))

    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "bomb.html"],
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0


def test_an_archive_without_a_page_is_refused() -> None:
    text = archived(PAGE).replace("text/html\r\n", "text/css\r\n")

    assert is_html(text)
    assert reason(text) == "There is no HTML in this archive of a page."


def test_an_archive_of_archives_is_refused() -> None:
    parts = "".join(
        f'Content-Type: multipart/related; boundary="{n}"\n\n--{n}\n' for n in range(3000)
    )

    assert reason(f"MIME-Version: 1.0\n{parts}") == "There is no HTML in this archive of a page."


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


def test_random_damage_never_raises() -> None:
    chance = random.Random(7)
    pages = [path.read_text("utf-8") for path in sorted(DATA.iterdir())]
    signs = ["[", "](", "\n\n", "<", "&", "·", "Oct 2", "Upvote", "Authors:", "Abstract", "<!--"]
    for _ in range(150):
        text, other = chance.choice(pages), chance.choice(pages)
        at, size = chance.randrange(len(text)), chance.randrange(1, 400)
        start = chance.randrange(len(other))
        text = text[:at] + chance.choice(signs) + other[start : start + size] + text[at + size :]
        for read_text in (read_html_page, read_linked_page, read_markdown_page, read_plain_page):
            page = read_text(text)
            assert [record.rank for record in page.records] == [*range(1, len(page.records) + 1)]
            assert all(record.title and record.line > 0 for record in page.records)
            assert all(problem.line > 0 and problem.reason for problem in page.problems)
