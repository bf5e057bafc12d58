"""One library on two machines from the shell: begun, in step, away, left behind, private papers."""

from __future__ import annotations

import json
from pathlib import Path

from recto.index import Library, Position

from ...shells import Shell


def test_a_new_machine_is_one_command(shell: Shell, tmp_path: Path) -> None:
    folder, laptop = tmp_path / "meeting", tmp_path / "laptop"
    first, second = shell.ids(2)
    shell.lines("bookmark", first)
    assert shell.fails("sync", status=2).startswith("recto: There is nowhere to meet")
    assert "recto sync FOLDER" in shell.fails("sync", "--status")
    (shell.library / "config.toml").write_text('# mine\ntheme = "dark"\n')
    status, out, err = shell("sync", str(folder))
    assert (status, out) == (0, "603 papers, 602 new\n")
    assert err == f"recto: {shell.library}/config.toml says so from now on.\n"
    assert (shell.library / "config.toml").read_text() == (
        f'# mine\ntheme = "dark"\n\n[sync]\nfolder = "{folder}"\n'
    )
    there = ("--data-dir", str(laptop))
    status, out, _ = shell(*there, "sync", str(folder))
    assert (status, out) == (0, "1 paper, 0 new\n")
    assert [paper["id"] for paper in shell.objects("search", "is:bookmarked", *there)] == [first]

    shell.lines("queue", first, second)
    shell.lines(*there, "note", first, "on the train")
    assert shell.lines("sync") == ["1 act and 1 paper sent"]
    assert shell.lines(*there, "sync")[0].startswith("1 act read, 1 paper new here, ")
    (told,) = shell.objects("sync")
    assert (told["read"], told["is_away"], len(told["machines"])) == (1, False, 1)
    shell(*there, "sync", "--quiet")
    shell("sync")
    assert shell("sync") == (1, "Nothing to do\n", "")
    assert shell("sync", "--quiet") == (1, "", "")
    assert shell.paper(first)["note"] == "on the train"
    same = [shell(*where, "export-library", "--canonical", "-")[1] for where in ((), there)]
    assert same[0].count('"kind":"bundled"') == 1
    acts = [[line for line in text.splitlines() if '"kind":"bundled"' not in line] for text in same]
    assert acts[0] == acts[1] and any('"kind":"note"' in line for line in acts[0])

    here, other = shell.objects("sync", "--status")
    assert here["is_here"] and not other["is_here"] and other["size"] > 0
    assert (here["unsent"], other["unread"]) == (0, 0)
    assert [line.split("  ")[0].endswith("(this one)") for line in shell.lines("sync", "--status")]
    assert shell.objects("stats")[0]["machines"] == 1
    told_of = [one for one in shell.objects("doctor") if one["name"] == "sync"]
    assert len(told_of) == 2 and "this machine" in told_of[0]["told"]

    (told,) = shell.objects("sync", "--retire", other["machine"][:6])
    assert told["retired"]
    shell.lines(*there, "unread", first)
    shell(*there, "sync")
    assert shell("sync")[0] == 1
    assert shell.objects("sync", "--status")[1]["is_retired"]
    shell.lines("sync", "--retire", other["machine"][:6], "--back")
    assert shell.fails("sync", "--retire", "nobody", status=1).startswith("recto: No such machine")

    folder.rename(tmp_path / "unplugged")
    assert "is not there now" in shell.fails("sync", status=75)
    assert any("not there now" in one["told"] for one in shell.objects("doctor"))
    (tmp_path / "unplugged").rename(folder)
    assert shell("sync")[0] in (0, 1)


def test_machines_of_one_name_are_told_apart(shell: Shell, tmp_path: Path) -> None:
    folder = str(tmp_path / "meeting")
    (first,) = shell.ids(1)
    for name in ("laptop", "train"):
        there = ("--data-dir", str(tmp_path / name))
        shell.lines(*there, "bookmark", first)
        shell(*there, "sync", folder)
    shell("sync", folder)
    here, *others = shell.objects("sync", "--status")
    assert len({one["name"] for one in (here, *others)}) == 1
    lines = shell.lines("sync", "--status")
    for one, line in zip((here, *others), lines, strict=True):
        assert line.startswith(f"{one['name']} {one['machine'][:8]} ")
    told = shell.fails("sync", "--retire", here["name"], status=2)
    assert all(one["machine"] in told for one in others) and here["machine"] not in told
    assert not any(one["is_retired"] for one in shell.objects("sync", "--status"))
    told = shell.fails("sync", "--retire", here["machine"][:8], status=2)
    assert told.startswith("recto: That is this machine")
    ident = others[0]["machine"][:8]
    (said,) = shell.lines("sync", "--retire", ident)
    assert f"`recto sync --retire {ident} --back`" in said
    entries = shell.objects("log")
    met = {one["machine"] for one in (here, *others)}
    names = {one["machine"]: one["machine_name"] for one in entries}
    assert all(name == (here["name"] if id in met else id) for id, name in names.items())
    for entry, line in zip(entries, shell.lines("log"), strict=True):
        is_other = entry["machine"] in met - {here["machine"]}
        assert line.endswith(f"(on {here['name']})") == is_other


def test_nobody_is_told_quietly_of_a_side_that_is_away(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "meeting"
    shell("sync", str(folder))
    folder.rename(tmp_path / "unplugged")
    assert shell("sync", "--quiet") == (75, "", "")
    shell("sync", str(tmp_path / "recto.git"))
    assert shell("sync", "--quiet") == (75, "", "")
    assert "is not there now" in shell("sync")[2]


def test_a_folder_that_was_emptied_is_begun_anew_where_it_is_named(
    shell: Shell, tmp_path: Path
) -> None:
    folder = tmp_path / "meeting"
    shell.lines("bookmark", *shell.ids(1))
    shell("sync", str(folder))
    (folder / "recto-sync-1").rename(tmp_path / "gone")
    assert "begins it anew" in shell.fails("sync", status=75)
    assert list(folder.iterdir()) == []
    status, out, err = shell("sync", str(folder))
    assert (status, out) == (0, "603 papers, 602 new\n") and "is written again" in err
    there = ("--data-dir", str(tmp_path / "laptop"))
    assert shell(*there, "sync", str(folder))[1] == "1 paper, 0 new\n"
    here = shell.objects("sync", "--status")[0]
    assert (here["waiting"], here["unsent"]) == (0, 0)


def test_a_place_in_a_text_that_comes_is_told(shell: Shell, tmp_path: Path) -> None:
    folder, laptop = tmp_path / "meeting", tmp_path / "laptop"
    (id,) = shell.ids(1)
    shell.lines("bookmark", id)
    shell("sync", str(folder))
    shell("--data-dir", str(laptop), "sync", str(folder))
    shell("--data-dir", str(laptop), "sync")
    shell("sync")
    with Library.open(laptop) as library:
        rowid = library.paper(id).rowid
        library.positions.keep(rowid, Position(7, 3, "words", 20))
    assert shell.lines("--data-dir", str(laptop), "sync") == ["1 other change sent"]
    assert shell("sync") == (0, "1 other change read\n", "")
    assert shell("sync")[0] == 1


def test_what_cannot_be_meant_is_refused(shell: Shell, tmp_path: Path) -> None:
    assert "names no directory on the host" in shell.fails("sync", "me@box", status=2)
    assert not (shell.library / "config.toml").exists()
    shell.fails("sync", str(tmp_path / "no" / "where"), status=75)
    told = shell.fails("sync", "ssh://127.0.0.1:1/recto.git", status=75)
    assert "The settings stay as they are" in told and "waits" not in told
    assert not (shell.library / "config.toml").exists()
    shell.fails("sync", "a", "--status", status=2)
    shell.fails("sync", "--back", status=2)


def test_private_papers_stay_here(shell: Shell, tmp_path: Path) -> None:
    folder, there = tmp_path / "meeting", ("--data-dir", str(tmp_path / "laptop"))
    first, second = shell.ids(2)
    assert shell.lines("private", first)[0].startswith(f"private  {first}")
    assert [paper["id"] for paper in shell.objects("private")] == [first]
    assert [paper["id"] for paper in shell.objects("search", "is:private")] == [first]
    assert shell.paper(first)["private"] and not shell.paper(second)["private"]
    assert any("stays on this machine" in line for line in shell.lines("show", first))
    shell.lines("queue", first, second)
    shell("sync", str(folder))
    shell(*there, "sync", str(folder))
    assert [paper["id"] for paper in shell.objects(*there, "search")] == [second]
    assert first not in "".join(path.read_text() for path in folder.glob("*/*/*.jsonl"))
    assert shell.objects("stats")[0]["private"] == 1
    assert shell.lines("private", "--not", first)[0].startswith(f"travels  {first}")
    shell.lines("sync")
    shell(*there, "sync")
    found = [paper["id"] for paper in shell.objects(*there, "queue")]
    assert sorted(found) == sorted([first, second])
    assert json.loads(shell(*there, "show", first, "--json")[1])["private"] is False


def test_another_machine_may_fetch(shell: Shell) -> None:
    (shell.library / "config.toml").write_text("[fetch]\nhere = false\n")
    shell.lines("follow", "huggingface")
    assert "Another machine fetches" in shell.fails("fetch", status=2)
    assert shell("fetch", "--quiet") == (75, "", "")
    assert "Another machine fetches" in shell("follows")[2]


def test_what_is_no_act_is_something_done_and_what_is_private_is_not_to_be_sent(
    shell: Shell, tmp_path: Path
) -> None:
    folder, there = tmp_path / "meeting", ("--data-dir", str(tmp_path / "laptop"))
    first, second = shell.ids(2)
    shell.lines("bookmark", first, second)
    shell("sync", str(folder))
    shell(*there, "sync", str(folder))
    with Library.open(shell.library) as library:
        library.positions.keep(library.paper(first).rowid, Position(5, 1, "words", 20))
        library.notes.save_draft(first, "half")
    assert shell("sync") == (0, "2 other changes sent\n", "")
    assert shell(*there, "sync") == (0, "2 other changes read\n", "")
    assert shell(*there, "sync")[0] == 1
    shell.lines("private", second)
    shell.lines("note", second, "kept here")
    shell.lines("queue", first)
    (here,) = shell.objects("sync", "--status")
    assert here["unsent"] == 1 and here["seen"].startswith("20")


def test_of_several_machines_of_one_name_the_id_tells_which(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "meeting"
    shell("sync", str(folder))
    for name in ("two", "three"):
        there = ("--data-dir", str(tmp_path / name))
        shell(*there, "sync", str(folder))
        shell.lines(*there, "searches", "save", name, "words")
        shell(*there, "sync")
    shell("sync")
    here, two, three = shell.objects("sync", "--status")
    assert here["name"] == two["name"] == three["name"]
    told = shell.fails("sync", "--retire", two["name"], status=2)
    assert two["machine"] in told and three["machine"] in told and here["machine"] not in told
    lines = shell.lines("sync", "--status")
    assert [
        one["machine"][:8] in line for one, line in zip((here, two, three), lines, strict=True)
    ] == [True] * 3
    shell.lines("sync", "--retire", three["machine"])
    retired = {one["machine"]: one["is_retired"] for one in shell.objects("sync", "--status")}
    assert retired == {here["machine"]: False, two["machine"]: False, three["machine"]: True}
