"""The morning list and standing words on the shell."""

from __future__ import annotations

from pathlib import Path

from ...shells import Shell


def test_today_tells_what_is_new_best_first_and_why(shell: Shell, tmp_path: Path) -> None:
    status, out, err = shell("today", "--limit", "2")
    assert (status, len(out.splitlines())) == (0, 2)
    assert "as their sources have them" in err
    liked = shell.objects("search", "pruning", "--limit", "2")
    shell.lines("queue", *(paper["id"] for paper in liked))
    found = shell.objects("today", "--limit", "5")
    assert not {paper["id"] for paper in found} & {paper["id"] for paper in liked}
    assert [one["score"] for one in found] == sorted((o["score"] for o in found), reverse=True)
    words = [reason for reason in found[0]["reasons"] if reason["field"] == "word"]
    assert words
    assert {id for word in words for id in word["papers"]} <= {paper["id"] for paper in liked}
    line = shell.lines("today", "--limit", "1")[0]
    assert words[0]["text"] in line
    ranked = shell.objects("search", "pruning", "--sort", "taste", "--limit", "4")
    assert {paper["id"] for paper in liked} <= {paper["id"] for paper in ranked}
    assert all(reason["part"] <= 1000 for paper in ranked for reason in paper["reasons"])
    shell.lines("tag", liked[0]["id"], "+sparse")
    assert len(shell.lines("today", "--tag", "sparse", "--limit", "3")) == 3
    assert "No such tag" in shell.fails("today", "--tag", "spars")
    first = shell.objects("today", "--limit", "5", "--seen")
    again = shell.objects("today", "--limit", "5")
    assert not {paper["id"] for paper in first} & {paper["id"] for paper in again}
    shell.lines("today", "--all", "--seen")
    status, _, err = shell("today")
    assert (status, err) == (1, "recto: Nothing is new.\n")


def test_standing_words_are_saved_and_what_they_did_is_counted(shell: Shell) -> None:
    shell.lines("queue", shell.objects("search", "distillation", "--limit", "1")[0]["id"])
    (told,) = shell.lines("searches", "save", "prune", "pruning", "--never")
    assert told.startswith("prune is saved. It keeps ")
    (search,) = shell.objects("searches")
    assert (search["standing"], search["most"]) == ("never", None)
    assert search["did"] == search["new"] > 0
    assert f"never: {search['did']} hidden" in shell.lines("searches")[0]
    assert not {o["id"] for o in shell.objects("today", "--all")} & {
        o["id"] for o in shell.objects("search", "pruning")
    }
    shell.lines("searches", "save", "prune", "pruning", "--at-most", "2")
    (search,) = shell.objects("searches")
    assert (search["standing"], search["most"], search["did"]) == ("at-most", 2, search["new"] - 2)
    shell.lines("searches", "save", "prune", "pruning", "--always")
    top = shell.objects("today", "--limit", "1")[0]
    assert top["reasons"][0] == {"field": "always", "text": "prune", "part": 0, "papers": []}
    shell.lines("searches", "save", "prune", "pruning")
    assert shell.objects("searches")[0]["standing"] is None
    shell.lines("undo")
    assert shell.objects("searches")[0]["standing"] == "always"
    assert "go with save" in shell.fails("searches", "--never", status=2)
    assert shell.fails("searches", "save", "a", "b", "--never", "--always", status=2)
