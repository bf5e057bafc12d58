"""The log, undo and redo on the shell, and marks put right."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from recto.index import Library, StoreError
from recto.tui.system.plain_text import PrintedPage

from ...shells import Shell


def test_the_log_tells_what_happened_the_newest_first(shell: Shell) -> None:
    first, second = shell.ids(2)
    shell.lines("bookmark", first)
    shell.lines("queue", first, second)
    newest, before, bundled = shell.lines("log")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  [0-9a-f]{8}  Put 2 papers .*", newest)
    assert "Bookmarked “" in before
    assert "bundled pages" in bundled
    assert shell.lines("log", "--limit", "1") == [newest]
    assert newest in shell.lines("log", second)
    assert before not in shell.lines("log", second)
    assert shell.lines("log", "-", stdin=first) == shell.lines("log", first)
    assert "nosuchid" in shell.fails("log", "nosuchid")
    entry = shell.objects("log")[0]
    assert entry["act"].startswith(newest.split()[2])
    assert (entry["kind"], entry["window"], entry["papers"]) == ("queue", "shell", [first, second])
    assert entry["undone"] is False
    shell.lines("undo")
    assert shell.objects("log")[1]["undone"] is True
    assert shell.lines("log")[1] == f"{newest} (undone)"


@pytest.mark.parametrize("width", [24, 40, 80])
def test_the_log_fits_the_terminal(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    shell.lines("bookmark", shell.ids(1)[0])
    (line,) = shell.lines("log", "--limit", "1")
    monkeypatch.setattr(PrintedPage, "of_stdout", lambda: PrintedPage(width))
    lines = shell.lines("log", "--limit", "1")
    assert " ".join(" ".join(lines).split()) == " ".join(line.split())
    assert max(map(len, lines)) <= max(width, 29)


def test_undo_takes_back_and_redo_puts_in_force(shell: Shell) -> None:
    (first,) = shell.ids(1)
    shell.lines("bookmark", first)
    shell.lines("read", first)
    assert shell.lines("undo")[0].startswith("Undone: marked “")
    assert shell.paper(first)["read"] is False
    assert shell.paper(first)["bookmarked"] is True
    assert shell.lines("redo")[0].startswith("Redone: marked “")
    assert shell.paper(first)["read"] is True
    assert [line.split(" “")[0] for line in shell.lines("undo", "2")] == [
        "Undone: marked",
        "Undone: bookmarked",
    ]
    assert shell.paper(first)["bookmarked"] is False
    assert [step["kind"] for step in shell.objects("redo", "2")] == ["bookmark", "read"]
    assert "nothing to redo" in shell.fails("redo")


def test_as_many_steps_as_there_are_are_undone(shell: Shell) -> None:
    (first,) = shell.ids(1)
    shell.lines("bookmark", first)
    status, out, err = shell("undo", "9")
    assert (status, out.count("\n")) == (0, 1)
    assert "nothing more to undo" in err
    assert "nothing to undo" in shell.fails("undo")


@pytest.mark.parametrize("verb", ["undo", "redo"])
def test_so_many_acts_are_taken_back_all_or_none(shell: Shell, verb: str) -> None:
    ids = shell.ids(3)
    for ident in ids:
        shell.lines("bookmark", ident)
    if verb == "redo":
        shell.lines("undo", "3")
    before = shell.objects("log")
    acts = [entry["act"] for entry in before if entry["kind"] == "bookmark"]
    last = acts[-1 if verb == "undo" else 0]
    with closing(sqlite3.connect(shell.library / "library.db")) as database, database:
        database.execute(
            # No trigger: from Python 3.12 on there are none in a library.
            "CREATE UNIQUE INDEX refuse ON journal(CASE "
            f"WHEN kind = '{verb}' AND subject = '{last}' THEN '{last}' ELSE act END)"
        )
    shell.fails(verb, "3", status=2)
    assert shell.objects("log") == before
    assert [shell.paper(ident)["bookmarked"] for ident in ids] == [verb == "undo"] * 3
    with Library.open(shell.library) as library, pytest.raises(StoreError):
        library.undo(3) if verb == "undo" else library.redo(3)
    assert shell.objects("log") == before


def test_an_act_is_undone_by_its_name(shell: Shell) -> None:
    (first,) = shell.ids(1)
    shell.lines("bookmark", first)
    shell.lines("read", first)
    shown = shell.lines("log")[1].split()[2]
    act = shell.objects("log")[1]["act"]
    (told,) = shell.objects("undo", shown)
    assert (told["act"], told["kind"], told["count"]) == (act, "bookmark", 1)
    assert told["papers"] == [first]
    assert told["sentence"].startswith("Undone: bookmarked")
    assert "undone already" in shell.fails("undo", act, status=2)
    assert (shell.paper(first)["bookmarked"], shell.paper(first)["read"]) == (False, True)
    assert "bookmarked" in shell.lines("redo", act)[0]
    for unknown in ("ffff0000ffff", "1234", "zz"):
        assert unknown in shell.fails("undo", unknown)


def test_a_bulk_act_is_one_step(shell: Shell) -> None:
    ids = "\n".join(shell.ids(40))
    shell.lines("tag", "-", "+many", stdin=ids)
    (told,) = shell.objects("undo")
    assert told["count"] == 40
    assert "No paper has a tag" in shell.fails("tags")


def test_what_an_open_reader_did_is_not_undone(shell: Shell) -> None:
    first, second = shell.ids(2)
    with Library.open(shell.library, window="reader") as reader:
        reader.bookmark([first])
        shell.lines("bookmark", second)
        shell.lines("undo")
        assert "nothing to undo" in shell.fails("undo")
        assert reader.paper(first).bookmarked
    assert "Undone: bookmarked" in shell.lines("undo")[0]
    assert not shell.paper(first)["bookmarked"]


def test_marks_are_compared_with_the_journal_and_put_right(shell: Shell) -> None:
    (first,) = shell.ids(1)
    shell.lines("bookmark", first)
    assert shell.lines("rebuild-marks") == ["The marks agree with the journal."]
    assert shell.objects("rebuild-marks") == [{"agreed": True}]
    database = sqlite3.connect(shell.library / "library.db")
    with database:
        database.execute("DELETE FROM marks")
    database.close()
    assert shell.paper(first)["bookmarked"] is False
    status, out, err = shell("rebuild-marks")
    assert (status, err) == (1, "")
    assert out == "The marks did not agree with the journal. They do now.\n"
    assert shell.paper(first)["bookmarked"] is True
    assert shell.lines("rebuild-marks") == ["The marks agree with the journal."]
