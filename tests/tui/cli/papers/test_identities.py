"""Papers put together and taken apart on the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ...shells import Shell

ONE = """@article{a, title={Nibs}, author={Ann Alpha}, year={2001}}
@article{b, title={Nibs}, author={Bob Beta}, year={2015}}
"""
OTHER = "@article{c, title={Nibs of Pens}, author={Ann Alpha}, year={2001}}\n"


@pytest.fixture
def nibs(shell: Shell, tmp_path: Path) -> list[str]:
    """The ids of two papers of one title, and of one whose title is longer."""
    for name, text in (("one.bib", ONE), ("other.bib", OTHER)):
        (tmp_path / name).write_text(text)
        shell.lines("add", str(tmp_path / name))
    found = {paper["authors"][0] + paper["title"]: paper["id"] for paper in listed(shell)}
    return [found[name] for name in ("Ann AlphaNibs", "Bob BetaNibs", "Ann AlphaNibs of Pens")]


def listed(shell: Shell) -> list[dict[str, str]]:
    return [json.loads(line) for line in shell.lines("search", "title:nibs", "--json")]


def test_two_papers_are_merged_and_split_and_say_which_ids_show(
    shell: Shell, nibs: list[str]
) -> None:
    alpha, beta, _ = nibs
    assert shell.lines("merge", alpha, beta) == [f"merged, shows as  {alpha}  Nibs"]
    assert shell.paper(beta)["id"] == alpha
    assert len(listed(shell)) == 2
    assert "Made one paper of 2" in shell.lines("log", "--limit", "1")[0]
    assert shell.lines("split", alpha) == [
        f"stays  {alpha}  Nibs",
        f"split off as  {beta}  Nibs",
    ]
    assert shell.paper(beta)["authors"] == ["Bob Beta"]
    assert shell.lines("undo", "2")[-1].startswith("Undone: made one paper of 2")
    assert [shell.paper(id)["id"] for id in nibs] == nibs


def test_what_one_source_says_becomes_a_paper(shell: Shell, nibs: list[str]) -> None:
    alpha, _, longer = nibs
    shell.lines("merge", alpha, longer)
    lines = shell.lines("split", alpha, "other.bib")
    assert [line.split("  ")[0] for line in lines] == ["stays", "split off as"]
    assert lines[1].endswith("Nibs of Pens")
    assert "does not tell of this paper" in shell.fails("split", alpha, "missing.bib")


def test_one_paper_is_neither_merged_nor_split(shell: Shell, nibs: list[str]) -> None:
    assert "Two papers are needed" in shell.fails("merge", nibs[0], nibs[0], status=2)
    assert "nothing to part" in shell.fails("split", nibs[0], status=2)


def test_duplicates_are_listed_with_the_reason(shell: Shell, nibs: list[str]) -> None:
    found = [json.loads(line) for line in shell.lines("duplicates", "--json")]
    told = {one["reason"]: {paper["id"] for paper in one["papers"]} for one in found}
    assert told["same title, different first authors"] == {*nibs[:2]}
    assert "same title, different first authors:" in shell.lines("duplicates")
