"""The digest on the shell: its forms on standard output, and nothing there where nothing is new."""

from __future__ import annotations

from email import message_from_string
from email.policy import default

import pytest

from ...shells import PAGE, Run, Shell


def test_it_tells_what_is_new_as_text(shell: Shell) -> None:
    lines = shell.lines("digest", "--top", "2")
    assert lines[0].startswith("Papers since ")
    assert "New (2 of 603)" in lines
    assert "On several pages (2 of 51)" in lines
    assert not any(line.startswith("Rising") for line in lines)
    assert max(map(len, lines)) <= 72
    shown = next(line for line in lines if line.startswith("  ") and "·" in line)
    bookmarked = shell.lines("bookmark", shown.split()[0])
    assert bookmarked[0].startswith("bookmarked")


def test_a_query_and_a_bound(shell: Shell) -> None:
    (told,) = shell.objects("digest", "--query", "pruning", "--top", "3", "--since", "1d")
    assert told["query"] == "pruning"
    assert len(told["new"]["papers"]) == 3
    assert told["new"]["total"] == len(shell.objects("search", "pruning", "--limit", "1000"))
    assert told["rising"] == {"total": 0, "papers": []}


@pytest.mark.parametrize(
    ("form", "begin"),
    [("text", "Papers since "), ("markdown", "# Papers since "), ("html", "<!DOCTYPE html>")],
)
def test_forms(shell: Shell, form: str, begin: str) -> None:
    status, out, err = shell("digest", "--format", form, "--top", "1")
    assert (status, err) == (0, "")
    assert out.startswith(begin)


def test_a_message_for_sendmail(shell: Shell) -> None:
    status, out, err = shell(
        "digest", "--format", "eml", "--to", "me@example.org", "--to", "Zoë <zoe@example.org>"
    )
    assert (status, err) == (0, "")
    message = message_from_string(out, policy=default)
    assert str(message["To"]) == "me@example.org, Zoë <zoe@example.org>"
    assert str(message["From"]) == "me@example.org"
    assert str(message["Subject"]) == "Recto: 603 new papers, 51 on several pages"
    assert message.get_content_type() == "multipart/alternative"


DAILY = """# Daily Papers

{day}

[{upvotes}](https://huggingface.co/login?next=%2Fpapers%2F2411.00001)

### [Rising Stars](https://huggingface.co/papers/2411.00001)

[Stars rise over the dry country, and this abstract tells how quickly.](https://huggingface.co/papers/2411.00001)

- 4 authors

· Oct 30, 2024
"""


def test_numbers_that_grow_make_papers_rise(shell: Shell) -> None:
    for day, upvotes in (("Nov 1, 2024", 3), ("Nov 3, 2024", 13)):
        shell.lines("add", "-", stdin=DAILY.format(day=day, upvotes=upvotes))
    (told,) = shell.objects("digest", "--since", "2024-11-01")
    (paper,) = told["rising"]["papers"]
    assert (paper["title"], paper["upvotes_per_day"]) == ("Rising Stars", 5)
    assert "+5.0 upvotes a day" in "\n".join(shell.lines("digest", "--since", "2024-11-01"))


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--json"],
        ["--format", "html"],
        ["--format", "eml", "--to", "me@example.org"],
        ["--query", "marsupials"],
    ],
    ids=" ".join,
)
def test_nothing_new_prints_nothing(shell: Shell, words: list[str]) -> None:
    assert "There is nothing new since 2999-01-01" in shell.fails(
        "digest", "--since", "2999-01-01", *words
    )


def test_a_query_that_finds_nothing_is_named(shell: Shell) -> None:
    assert "for “zzzzqqqq”" in shell.fails("digest", "--query", "zzzzqqqq")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--since", "yesterday"], "'yesterday' is no time to begin at"),
        (["--top", "0"], "not a whole number from 1"),
        (["--format", "eml"], "Name an address with --to"),
        (["--to", "me@example.org"], "Add --format eml"),
        (["--from", "me@example.org", "--format", "html"], "Add --format eml"),
        (["--format", "eml", "--to", "me"], "'me' is no address of mail"),
        (["--format", "eml", "--to", "a@b.c\nBcc: d@e.f"], "is no address of mail"),
        (["--format", "eml", "--to", "a@b.c", "--from", "d"], "'d' is no address of mail"),
        (["--format", "eml", "--to", "me", "--since", "2999"], "'me' is no address of mail"),
        (["--format", "html", "--json"], "Either --json or --format"),
        (["--sinc", "7d"], "Did you mean --since?"),
    ],
    ids=" ".join,
)
def test_mistakes_are_sentences(shell: Shell, words: list[str], said: str) -> None:
    assert said in shell.fails("digest", *words, status=2)


def test_what_a_page_holds_is_harmless_on_a_terminal(shell: Shell) -> None:
    page = PAGE.replace("Second Paper", "Second \x1b]0;owned\x07Paper\u202e")
    shell("add", "-", "--name", "page", stdin=page)
    out = "\n".join(shell.lines("digest", "--query", "kangaroos"))
    assert "Second Paper" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_utf8_whatever_the_locale(run: Run, shell: Shell) -> None:
    done = run(*("digest", "--format", "html", "--top", "1"), env={"LANG": "C"}, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert " · " in done.stdout
