"""Marks set on the shell, on papers that are named as arguments or on standard input."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from ...shells import Json, Run, Shell


def marks(paper: Json) -> Json:
    """Return what is marked on a paper, without what is not."""
    names = ("bookmarked", "read", "tags", "note", "queue", "done", "kept_from")
    return {name: paper[name] for name in names if paper[name]}


def test_marks_are_set_and_taken_off(shell: Shell) -> None:
    first, second = shell.ids(2)
    assert shell.lines("bookmark", first, second)[0].startswith(f"bookmarked  {first}  ")
    shell.lines("read", first)
    shell.lines("tag", first, "+later", "+ml/pruning", "--", "+a-b")
    tags = ["a-b", "later", "ml/pruning"]
    assert marks(shell.paper(first)) == {"bookmarked": True, "read": True, "tags": tags}
    assert marks(shell.paper(second)) == {"bookmarked": True}
    shell.lines("unbookmark", first)
    shell.lines("unread", first)
    shell.lines("tag", "-later", first)
    assert marks(shell.paper(first)) == {"tags": ["a-b", "ml/pruning"]}


def test_the_queue_is_in_the_order_it_was_made(shell: Shell) -> None:
    first, second, third = shell.ids(3)
    shell.lines("queue", third, first)
    assert shell.lines("queue", second)[0].startswith(f"queued  {second}  ")
    listed = shell.objects("search", "--view", "queue")
    assert [paper["id"] for paper in listed] == [third, first, second]
    assert [paper["queue"] for paper in listed] == [1, 2, 3]
    assert shell.lines("unqueue", first)[0].startswith(f"unqueued  {first}  ")
    assert [shell.paper(id)["queue"] for id in (first, second, third)] == [None, 2, 1]


def test_done_is_read_dated_and_off_the_queue(shell: Shell) -> None:
    (first,) = shell.ids(1)
    shell.lines("queue", first)
    before = date.today()
    assert shell.lines("done", first)[0].startswith(f"done  {first}  ")
    paper = shell.paper(first)
    assert marks(paper) == {"read": True, "done": paper["done"]}
    assert before <= date.fromisoformat(paper["done"]) <= date.today()
    assert shell.objects("search", "--view", "done") == [{**paper, "reasons": []}]
    assert shell.lines("done", "--not", first)[0].startswith(f"not done  {first}  ")
    assert marks(shell.paper(first)) == {"read": True}


def test_what_is_not_for_me_leaves_the_queue(shell: Shell) -> None:
    (first,) = shell.ids(1)
    shell.lines("queue", first)
    assert shell.lines("not-for-me", first)[0].startswith(f"not for me  {first}  ")
    (paper,) = shell.objects("not-for-me")
    assert (paper["id"], paper["rejected"], paper["queue"]) == (first, True, None)
    assert shell.lines("not-for-me", "--not", first)[0].startswith(f"for me again  {first}  ")
    assert shell.paper(first)["rejected"] == False  # noqa: E712
    assert shell("not-for-me")[0] == 1


@pytest.mark.parametrize(
    "words",
    [
        ["bookmark"],
        ["unbookmark"],
        ["read"],
        ["unread"],
        ["queue"],
        ["unqueue"],
        ["done"],
        ["done", "--not"],
        ["not-for-me"],
        ["not-for-me", "--not"],
        ["tag", "+x"],
    ],
    ids=" ".join,
)
def test_what_was_marked_is_printed_as_the_papers_are_now(shell: Shell, words: list[str]) -> None:
    first, second = shell.ids(2)
    papers = shell.objects(*words, first, "-", stdin=second)
    assert [paper["id"] for paper in papers] == [first, second]
    assert papers == shell.objects("show", first, second)


@pytest.mark.parametrize("words", [["bookmark"], ["done"], ["queue"], ["tag", "+x"]], ids=" ".join)
def test_papers_are_marked_all_or_none(shell: Shell, words: list[str]) -> None:
    (first,) = shell.ids(1)
    acts = len(shell.lines("log"))
    assert "nosuchid" in shell.fails(*words, first, "nosuchid")
    assert "nosuchid" in shell.fails(*words, first, "-", stdin=f"{first}\nnosuchid\n")
    assert marks(shell.paper(first)) == {}
    assert len(shell.lines("log")) == acts


def test_a_tag_that_cannot_be_one_is_refused(shell: Shell) -> None:
    (first,) = shell.ids(1)
    for name in ("a b", "a//b", "#x", "a,b"):
        assert "cannot be a tag" in shell.fails("tag", first, "+fine", f"+{name}", status=2)
    assert marks(shell.paper(first)) == {}


def test_ids_come_from_standard_input_in_every_shape(shell: Shell) -> None:
    papers = shell.objects("search", "--limit", "6")
    one, two, three, four, five, six = (paper["id"] for paper in papers)
    stdin = "\n".join(
        (
            f"\ufeff{one}",
            "",
            f"  {two}\r",
            json.dumps(papers[2]),
            json.dumps(four),
            f"{five}  A title (as recto search prints it)",
            one,
        )
    )
    marked = shell.objects("bookmark", six, "-", stdin=stdin)
    assert [paper["id"] for paper in marked] == [six, one, two, three, four, five]
    assert len(shell.lines("show", "-", "--json", stdin=stdin)) == 6


@pytest.mark.parametrize(
    "line",
    ['{"name": "no id"}', '{"id": 3}', "{", '"', "two words", "\x00{", "[" * 5000, "{" * 5000],
)
def test_a_line_that_is_no_id_marks_nothing(shell: Shell, line: str) -> None:
    (first,) = shell.ids(1)
    status, out, err = shell("bookmark", first, "-", stdin=f"{first}\n{line}\n")
    assert (status in (1, 2), out, err.count("\n")) == (True, "", 1)
    assert marks(shell.paper(first)) == {}


def test_bytes_that_are_no_text_mark_nothing(shell: Shell) -> None:
    assert "goes by the id" in shell.fails("bookmark", "-", stdin=b"\xff\xfe\x80\n")


def test_without_ids_on_standard_input_nothing_was_found(shell: Shell) -> None:
    for words in (["bookmark", "-"], ["tag", "-", "+x"], ["show", "-"], ["note", "-"]):
        assert "holds no id" in shell.fails(*words, stdin="\n \n")


def test_a_search_is_tagged_through_a_pipe(
    run: Run, library: Path, seeded: Path, tmp_path: Path
) -> None:
    shutil.copytree(seeded, library)
    found = run("search", "permutation", "--json").stdout
    (tmp_path / "ids").write_text("\n".join(json.loads(x)["id"] for x in found.splitlines()))
    with (tmp_path / "ids").open() as ids:
        done = run("tag", "-", "+survey", stdin=ids)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == len(found.splitlines()) > 3
    assert run("tags").stdout.split() == ["survey", str(len(found.splitlines()))]
    assert len(run("log").stdout.splitlines()) == 2  # the papers came with it, then one act


def test_the_queue_and_what_is_done_are_listed_without_ids(shell: Shell) -> None:
    first, second, third = shell.ids(3)
    for kind in ("queue", "done"):
        assert f"There is no paper in the view {kind}." in shell.fails(kind)
    shell.lines("queue", third, first)
    shell.lines("done", second)
    assert [line.split()[0] for line in shell.lines("queue")] == [third, first]
    assert [paper["id"] for paper in shell.objects("queue")] == [third, first]
    assert [line.split()[0] for line in shell.lines("done")] == [second]
    assert "a paper's ID is missing" in shell.fails("done", "--not", status=2)


@pytest.mark.parametrize("name", ["list", "ls", "find"])
def test_a_command_of_another_name_leads_to_search(shell: Shell, name: str) -> None:
    assert "Did you mean search?" in shell.fails(name, status=2)


def test_a_paper_is_opened_or_its_link_kept(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = shell.ids(1)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "TMUX", "SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    (told,) = shell.objects("open", first)
    assert (told["id"], told["opened"]) == (first, False)
    assert shell.lines("outbox") == [told["url"]]
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/opened\n')
    program.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(program))
    assert shell.objects("open", first)[0]["opened"] is True
    assert (tmp_path / "opened").read_text() == told["url"]
    assert shell.lines("outbox") == [told["url"]]
