"""What is saved in place of a page, and pages that are damaged or made to do harm."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from recto.index.pages.markup.html import is_html, read_html_page
from recto.index.pages.markup.linked import read_linked_page
from recto.index.pages.markup.markdown import read_markdown_page
from recto.index.pages.markup.plain import read_plain_page

from ...support.bounded import run_in_memory
from .hydrated_page import DATA, PAGE, archived, reason, saved

AMPERSANDS = "&amp" * 500_000


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
        "from recto.index.pages.markup.html import read_html_page;"
        "page = read_html_page(Path(sys.argv[1]).read_text('utf-8'));"
        "assert not page.records and page.problems, page"
    )
    done = run_in_memory(512 << 20, program, tmp_path / "bomb.html")
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
