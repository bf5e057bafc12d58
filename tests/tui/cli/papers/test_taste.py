"""The taste on the shell: told, begun from a file, struck, forgotten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from recto.index.marking import tastes
from recto.index.marking.taste import library_scores

from ...shells import Shell


def test_a_taste_is_told_and_corrected(shell: Shell, tmp_path: Path) -> None:
    assert "Nothing has taught" in shell("taste")[2]
    first, second, third = (one["id"] for one in shell.objects("search", "pruning", "--limit", "3"))
    shell.lines("queue", first, second)
    shell.lines("not-for-me", third)
    (told,) = shell.objects("taste")
    assert told["learned_from"] == {"queued": 2, "rejected": 1}
    words = told["for"]
    assert any("prun" in word["text"].lower() for word in words)
    assert {id for word in words for id in word["papers"]} == {first, second}
    assert {id for word in told["against"] for id in word["papers"]} <= {third}
    lines = shell.lines("taste")
    assert lines[0] == "learned from  2 queued, 1 rejected"
    assert lines[1].startswith("for  ")
    (struck,) = shell.lines("taste", "--strike", "pruning")
    assert struck == "Struck “pruning” from the taste. `recto undo` takes that back."
    (told,) = shell.objects("taste")
    assert not any("pruning" in word["text"].lower().split() for word in told["for"])
    assert shell.lines("taste")[-1] == "struck  pruning"
    shell.lines("taste", "--allow", "pruning")
    shell.lines("taste", "--forget")
    assert shell("taste")[0] == 1
    bib = tmp_path / "thesis.bib"
    bib.write_text("@article{a, title={Permutation of Merged Networks}, author={Ann Lee}}\n")
    (learned,) = shell.lines("taste", "--from", str(bib))
    assert learned.startswith("1 paper of thesis.bib teaches what you want.")
    assert json.loads(shell("taste", "--json")[1])["learned_from"] == {"added": 1, "rejected": 0}


@pytest.mark.parametrize("words", [("taste",), ("search", "pruning", "--sort", "taste")])
def test_what_was_read_for_it_is_kept_for_the_next_command(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    (paper,) = shell.objects("search", "pruning", "--limit", "1")
    shell.lines("queue", paper["id"])
    told = shell.lines(*words)

    def refuse(*_: object) -> None:
        raise AssertionError("a text is cut into terms again")

    for module in (tastes, library_scores):
        monkeypatch.setattr(module, "vector_of", refuse)
    assert shell.lines(*words) == told
