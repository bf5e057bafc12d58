"""Zotero's own library on the shell: taken in, added again, and what goes wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ....index.pages.zotero.databases import GROUP, ZoteroDatabase
from ...shells import Shell


@pytest.fixture
def zotero(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ZoteroDatabase:
    """Zotero's library in its usual place, with one paper that has everything."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    made = ZoteroDatabase(tmp_path / "home" / "Zotero", journal_mode="wal")
    made.run("PRAGMA locking_mode=EXCLUSIVE")  # as Zotero, while it runs
    shelf = made.collection("Shelf")
    item = made.item(
        "preprint",
        title="Inks on ordinary paper",
        archiveID="arXiv:2105.00001",
        date="2021-05-00 May 2021",
        citationKey="doe2021",
        creators=[("author", "Doe", "Jane")],
        tags=["to read"],
        automatic=["Computer Science - Inks"],
        collections=[made.collection("Upper", shelf)],
    )
    made.note("<p>my own thought</p>", item)
    made.annotation(made.attachment("storage:inks.pdf", item), "marked")
    return made


def test_the_library_of_zotero_is_taken_in_while_it_runs(
    shell: Shell, zotero: ZoteroDatabase
) -> None:
    assert shell.lines("add", "--from-zotero") == [
        "Zotero: 1 record, 1 new, 0 known",
        f"  Read from a copy of {zotero.path}.",
        "  Annotations kept with their papers: 1.",
    ]
    (paper,) = shell.objects("search", "ordinary", "inks")
    assert (paper["arxiv_id"], paper["published"]) == ("2105.00001", "2021-05")
    assert (paper["tags"], paper["keywords"]) == (
        *(["Shelf/Upper", "to-read"], ["Computer Science - Inks"]),
    )
    assert (paper["note"], paper["cite_key"]) == ("my own thought", "doe2021")
    assert paper["files"] == [str(zotero.directory / "storage" / "KEY00003" / "inks.pdf")]
    assert paper["annotations"][0]["text"] == "marked"
    assert paper["collected"] == "2020-01-01T00:00:00Z"
    assert paper["sources"] == [{"name": "Zotero", "rank": 1}]


def test_added_again_it_is_another_page_of_the_same_source(
    shell: Shell, zotero: ZoteroDatabase
) -> None:
    shell.lines("add", "--from-zotero")
    before = shell.objects("search", "ordinary", "inks")
    (said, *_) = shell.lines("add", "--from-zotero")
    assert said == "Zotero: 1 record, nothing changed: this page is in the library already"
    zotero.item(title="Pens of the other kind")
    (told,) = shell.objects("add", "--from-zotero")
    assert (told["name"], told["records"], told["new"], told["known"]) == ("Zotero", 2, 1, 1)
    assert told["format"] == "zotero"
    assert told["remarks"][0] == f"Read from a copy of {zotero.path}."
    sources = {source["name"]: source["papers"] for source in shell.objects("sources")}
    assert sources["Zotero"] == 2
    after = shell.objects("search", "ordinary", "inks")
    assert [paper["id"] for paper in after] == [paper["id"] for paper in before]
    shell.lines("undo")
    assert shell.paper(before[0]["id"])["note"] == "my own thought"
    assert shell.fails("search", "other", "kind", "pens", "--exact")


@pytest.mark.parametrize("ending", ["", "/zotero.sqlite"])
def test_its_directory_can_be_added_as_any_other(
    shell: Shell, zotero: ZoteroDatabase, ending: str
) -> None:
    (said, *_) = shell.lines("add", f"{zotero.directory}{ending}")
    assert said == "Zotero: 1 record, 1 new, 0 known"


def test_groups_and_another_name(shell: Shell, zotero: ZoteroDatabase) -> None:
    zotero.item(title="Of a group", library=GROUP)
    words = ("add", "--from-zotero", str(zotero.directory), "--name", "mine")
    lines = shell.lines(*words)
    assert lines[0] == "mine: 1 record, 1 new, 0 known"
    assert lines[-1] == "  Items in libraries of groups, left out without --groups: 1."
    assert shell.lines(*words, "--groups")[0] == "mine: 2 records, 1 new, 1 known"


def test_what_cannot_be_read_is_a_sentence(shell: Shell, tmp_path: Path) -> None:
    missing = tmp_path / "none"
    said = shell.fails("add", "--from-zotero", str(missing), status=2)
    assert f"There is no zotero.sqlite in {missing}." in said
    missing.mkdir()
    (missing / "zotero.sqlite").write_bytes(b"damaged" * 1000)
    said = shell.fails("add", "--from-zotero", str(missing), status=2)
    assert "It is no database, or a damaged one." in said
    assert "--groups goes with --from-zotero" in shell.fails("add", "--groups", status=2)


def test_what_is_kept_of_it_goes_through_an_export(
    shell: Shell, zotero: ZoteroDatabase, tmp_path: Path
) -> None:
    shell.lines("add", "--from-zotero")
    shell.lines("export", "ordinary", "inks", "-o", str(tmp_path / "papers.jsonl"))
    other = ("--data-dir", str(tmp_path / "other"), "--no-seeds")
    shell.lines("add", str(tmp_path / "papers.jsonl"), *other)
    (before,) = shell.objects("search", "ordinary", "inks")
    (after,) = shell.objects("search", *other)
    for name in ("annotations", "collected", "files", "tags", "note", "cite_key", "keywords"):
        assert after[name] == before[name], name
