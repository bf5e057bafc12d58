"""Whole papers on the shell: taken in, printed, removed."""

from __future__ import annotations

import json
import re
import stat
from datetime import date
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from recto.index.fetch.clock import WallClock
from recto.index.services import Bases
from recto.index.texts import keeping
from recto.tui.cli.papers import text, text_getting
from recto.tui.system.plain_text import PrintedPage

from ....index.texts.pages import derive_here
from ....index.texts.pdf.set_pages import pdf
from ....index.texts.pdf.set_papers import begun
from ...shells import Shell

INK = "Ink dries slowly, as everybody knows who has written with it in a cold room. "
PAPER = f"""# Drying of Ink

## Abstract

{INK * 3}

## 1 Ink

It is wet, see [1] and $t^2$.

## References

1. A. One. Inks.
"""
ID = "4fmbdg4sb2"
TITLE = "Git Re-Basin: Merging Models modulo Permutation Symmetries"


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file with a paper, which is derived in the process of the test."""
    monkeypatch.setattr(keeping, "derive_apart", derive_here)
    path = tmp_path / "ink.md"
    path.write_text(PAPER)
    return str(path)


def test_a_paper_without_a_text_says_how_to_get_one(shell: Shell) -> None:
    said = shell.fails("text", "4fmb")
    assert "There is no text of this paper" in said
    assert f"recto text {ID} --from FILE" in said
    shell.lines("id", "4fmb", "2209.04836")
    said = shell.fails("text", "4fmb")
    assert f"recto text {ID} --yes fetches it; or save https://arxiv.org/html/2209.04836" in said


def test_a_text_is_taken_in_printed_and_printed_again(shell: Shell, paper: str) -> None:
    printed = shell.lines("text", "4fmb", "--from", paper)
    assert printed[:4] == ["Drying of Ink", "", "Abstract", ""]
    assert printed[4] == (INK * 3).strip()
    assert "It is wet, see [1] and t²." in printed
    assert shell.lines("text", "4fmb") == shell.lines("text", ID, "--plain") == printed
    files = sorted((shell.library / "texts").iterdir())
    assert [path.name for path in files] == [f"{ID}.blocks", f"{ID}.raw", f"{ID}.references"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_references_are_told_with_the_papers_that_are_here(
    shell: Shell, paper: str, tmp_path: Path
) -> None:
    citing = PAPER + "2. S. K. Ainsworth. Zip. arXiv preprint arXiv:2209.04836, 2022.\n"
    (tmp_path / "ink.md").write_text(citing)
    shell.lines("id", "4fmb", "2209.04836")
    shell.lines("text", "prz8", "--from", paper)
    prz8 = shell.objects("show", "prz8")[0]["id"]
    assert shell.lines("text", "prz8", "--references") == [
        "-\t[1] A. One. Inks.",
        f"{ID}\t[2] S. K. Ainsworth. Zip. arXiv preprint arXiv:2209.04836, 2022.",
    ]
    (told,) = shell.objects("text", "prz8", "--references")
    assert [(one["number"], one["names"], one["paper"]) for one in told["references"]] == [
        ("1", [], None),
        ("2", ["2209.04836"], ID),
    ]
    for name in ("4fmb", "2209.04836"):
        found = shell.objects("search", f"citing:{name}")
        assert [one["id"] for one in found] == [prz8]
    shell.lines("text", "prz8", "--remove")
    assert shell("search", "citing:4fmb")[:2] == (1, "")


def test_standard_input_is_a_text_too(shell: Shell) -> None:
    assert shell.lines("text", "4fmb", "--from", "-", stdin=PAPER)[0] == "Drying of Ink"
    told = shell.objects("text", "4fmb")[0]
    assert (told["source"], told["file"]) == ("markdown", "stdin")


def test_the_outline_is_the_headings(shell: Shell, paper: str) -> None:
    assert shell.lines("text", "4fmb", "--from", paper, "--outline") == ["1 Ink", "References"]
    (told,) = shell.objects("text", "4fmb", "--outline")
    assert [(one["level"], one["number"], one["title"]) for one in told["outline"]] == [
        (1, "1", "Ink"),
        (1, None, "References"),
    ]


def test_json_has_the_blocks_and_their_spans(shell: Shell, paper: str) -> None:
    shell.lines("text", "4fmb", "--from", paper)
    (told,) = shell.objects("text", "4fmb")
    assert (told["id"], told["version"], told["license"]) == (ID, None, None)
    kinds = [block["kind"] for block in told["blocks"]]
    assert kinds == ["title", "paragraph", "heading", "paragraph", "heading", "entry"]
    assert told["blocks"][3]["spans"][1] == {"text": "[1]", "kind": "cite", "targets": ["bib1"]}
    assert told["blocks"][5]["label"] == "bib1"
    assert told["blocks"][3]["doubtful"] is False


def test_a_text_is_removed_once(shell: Shell, paper: str) -> None:
    shell.lines("text", "4fmb", "--from", paper)
    said = shell.lines("text", "4fmb", "--remove")[0]
    assert said.endswith(f"is removed; recto text {ID} --from FILE gives it again.")
    assert "There is no text to remove" in shell.fails("text", "4fmb", "--remove")
    assert list((shell.library / "texts").iterdir()) == []


def test_a_text_stays_with_a_paper_that_is_merged_and_split(shell: Shell, paper: str) -> None:
    shell.lines("text", "prz8", "--from", paper)
    shell.lines("merge", "4fmb", "prz8")
    assert shell.lines("text", "4fmb")[0] == "Drying of Ink"
    shell.lines("undo")
    assert shell.lines("text", "prz8")[0] == "Drying of Ink"
    assert "no text" in shell.fails("text", "4fmb")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("4fmb", "--from", "missing.html"), "Cannot read missing.html"),
        (("zzzz", "--from", "missing.html"), "No such paper"),
        (("4fmb", "--plain", "--json"), "--plain excludes"),
        (("4fmb", "--remove", "--outline"), "--remove stands alone"),
        (("-", "--from", "-"), "both id and text"),
        (("4fmb", "--yes", "--remove"), "--yes excludes"),
        (("4fmb", "--again", "--remove"), "exclude --from and --remove"),
        (("4fmb", "--again", "--anew"), "--again fetches"),
        ((), "ID is missing"),
        (("4fmb", "--outline", "--references"), "--outline excludes"),
    ],
)
def test_mistakes_are_sentences(shell: Shell, words: tuple[str, ...], said: str) -> None:
    status, out, err = shell("text", *words)
    assert (status in (1, 2), out) == (True, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_file_that_is_no_paper_is_refused(shell: Shell, tmp_path: Path) -> None:
    empty = tmp_path / "empty.html"
    empty.write_text("<html><body><p>Not found.</p>")
    assert "hardly any text" in shell.fails("text", "4fmb", "--from", str(empty), status=2)


def doctor(shell: Shell) -> list[str]:
    """Return what is to be known of texts."""
    told = map(json.loads, shell("doctor", "--json")[1].splitlines())
    return [one["told"] for one in told if one["name"] == "texts" and one["state"] != "ok"]


def test_what_an_older_version_derived_is_derived_anew_and_said(shell: Shell, paper: str) -> None:
    printed = shell.lines("text", "4fmb", "--from", paper)
    path = shell.library / "texts" / f"{ID}.blocks"
    head, _, packed = path.read_bytes().partition(b"\n")
    path.write_bytes(json.dumps({**json.loads(head), "by": 0}).encode() + b"\n" + packed)
    status, out, err = shell("text", "4fmb")
    assert (status, out.splitlines()) == (0, printed)
    assert err == "recto: The text is being read anew.\n"
    assert shell.lines("text", "--anew") == ["All texts are read as well as can be."]
    path.write_bytes(json.dumps({**json.loads(head), "by": 0}).encode() + b"\n" + packed)
    assert doctor(shell) == ["1 was read by an older Recto."]
    assert shell.lines("text", "--anew") == ["1 text read anew."]
    assert doctor(shell) == []
    assert shell.lines("text", "4fmb", "--anew") == printed


def test_on_a_terminal_a_text_goes_through_the_pager(
    shell: Shell, paper: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.lines("text", "4fmb", "--from", paper)
    seen = tmp_path / "seen"
    monkeypatch.setattr(PrintedPage, "of_stdout", lambda: PrintedPage(60, True))
    monkeypatch.setenv("PAGER", f"tee {seen}")
    for options, styled in ((None, True), ("-i", False)):
        if options is None:
            monkeypatch.delenv("LESS", raising=False)
        else:
            monkeypatch.setenv("LESS", options)
        assert shell("text", "4fmb")[0] == 0
        shown = seen.read_text()
        assert ("\x1b[1mDrying of Ink\x1b[0m" in shown) == styled
        assert f"Markdown · ink.md · since {date.today().isoformat()[:4]}" in shown
    monkeypatch.setenv("PAGER", "/nowhere/pager")
    assert "Set PAGER" in shell("text", "4fmb")[2]
    assert shell("text", "4fmb", "--plain")[1].startswith("Drying of Ink\n")


def test_stats_count_texts(shell: Shell, paper: str) -> None:
    assert shell.objects("stats")[0]["texts"] == 0
    shell.lines("text", "4fmb", "--from", paper)
    assert shell.objects("stats")[0]["texts"] == 1


@pytest.fixture
def services(shell: Shell, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> HTTPServer:
    """Let a server of the test be all services, which need not be asked slowly."""
    monkeypatch.setattr(keeping, "derive_apart", derive_here)
    monkeypatch.setattr(WallClock, "wait", lambda self, seconds: None)
    here = httpserver.url_for("").rstrip("/")
    lines = ["[fetch.base]", *(f'{name} = "{here}"' for name in Bases._fields)]
    (shell.library / "config.toml").write_text("\n".join(lines))
    shell.lines("id", "4fmb", "2209.04836")
    return httpserver


def test_a_text_is_fetched_where_that_is_said(shell: Shell, services: HTTPServer) -> None:
    shell.fails("text", "4fmb")
    assert not services.log
    html = f"<article class='ltx_document'><h1>Ink</h1><p>{INK * 3}</p></article>"
    services.expect_request("/html/2209.04836").respond_with_data(html, content_type="text/html")
    assert shell.lines("text", "4fmb", "--yes")[0] == "Ink"
    assert shell.lines("text", "4fmb")[0] == "Ink"
    assert len(services.log) == 1
    (told,) = shell.objects("text", "4fmb")
    url = services.url_for("/html/2209.04836")
    assert (told["source"], told["file"], told["link"]) == ("arxiv", url, url)
    assert "--yes fetches it again" in shell.lines("text", "4fmb", "--remove")[0]


def test_a_newer_version_is_told_and_fetched_when_that_is_said(
    shell: Shell, services: HTTPServer, tmp_path: Path
) -> None:
    def known(version: int) -> None:
        (tmp_path / "four.jsonl").write_text(
            json.dumps({"title": TITLE, "arxiv_id": "2209.04836", "arxiv_version": version})
        )
        shell.lines("add", str(tmp_path / "four.jsonl"))

    html = f"<article class='ltx_document'><h1>Ink</h1><p>{INK * 3}</p></article>"
    for version in (4, 6):
        services.expect_request(f"/html/2209.04836v{version}").respond_with_data(
            html.replace("Ink", f"Ink v{version}", 1), content_type="text/html"
        )
    known(4)
    assert shell.lines("text", "4fmb", "--yes")[0] == "Ink v4"
    known(6)
    status, out, err = shell("text", "4fmb")
    assert (status, out.splitlines()[0]) == (0, "Ink v4")
    assert err == f"recto: v6 is out, this is v4; recto text {ID} --again fetches it.\n"
    (told,) = shell.objects("text", "4fmb", "--outline", "--again")
    assert (told["version"], told["newer"]) == (6, None)
    assert len(services.log) == 2


def test_a_pdf_on_this_disk_is_taken_without_asking(
    shell: Shell, services: HTTPServer, tmp_path: Path
) -> None:
    (tmp_path / "ink.pdf").write_bytes(pdf(begun()))
    line = {"title": TITLE, "arxiv_id": "2209.04836", "files": [str(tmp_path / "ink.pdf")]}
    (tmp_path / "four.jsonl").write_text(json.dumps(line))
    shell.lines("add", str(tmp_path / "four.jsonl"))
    assert shell.lines("text", "4fmb")[0] == "On Files That Are Hard to Read"
    assert not services.log
    services.expect_request("").respond_with_data("", status=404)
    status, out, err = shell("text", "4fmb", "--again")
    assert (status, out.splitlines()[0]) == (0, "On Files That Are Hard to Read")
    assert err.startswith("recto: It stays as it is. arXiv has no HTML of it.")


def test_texts_of_the_queue_come_when_that_is_said(shell: Shell, services: HTTPServer) -> None:
    html = f"<article class='ltx_document'><h1>Ink</h1><p>{INK * 3}</p></article>"
    services.expect_request("/html/2209.04836").respond_with_data(html, content_type="text/html")
    shell.lines("queue", "4fmb", "prz8")
    (here, none) = shell.objects("fetch", "--texts", "queue")
    assert (here["id"], here["source"], here["tried"]) == (ID, "arxiv", [])
    assert (none["source"], none["tried"]) == (None, ["It is not on arXiv."])
    lines = shell.lines("fetch", "--texts", "queue")
    assert lines[0].endswith(": none. It is not on arXiv.")
    assert lines[1] == "0 texts came, of 1 paper there is none."
    shell.lines("unqueue", "prz8")
    assert shell.lines("fetch", "--texts", "queue") == ["The texts of what is queued are here."]
    assert "takes no names" in shell.fails("fetch", "huggingface", "--texts", "queue", status=2)


def test_texts_of_the_queue_come_with_what_is_new_where_the_settings_say_so(
    shell: Shell, services: HTTPServer
) -> None:
    services.expect_request("/feed").respond_with_data("", status=404)
    shell.lines("follow", services.url_for("/feed"))
    shell.lines("queue", "4fmb")
    shell("fetch")
    assert [request.path for request, _ in services.log] == ["/feed"]
    path = shell.library / "config.toml"
    path.write_text(f"text.with_queue = true\n{path.read_text()}")
    services.expect_request("/html/2209.04836").respond_with_data("", status=429)
    status, _, err = shell("fetch")
    assert "Still to come: 1 text. arXiv is left alone" in err
    assert status == 2  # that of the feed
    assert "Still to come" not in shell("fetch", "--quiet")[2]  # no person is needed


def test_who_follows_something_is_not_asked(shell: Shell, services: HTTPServer) -> None:
    shell.lines("follow", "huggingface")
    markdown = f"# Ink\n\n{INK * 3}\n"
    services.expect_request("/html/2209.04836").respond_with_data("", status=404)
    services.expect_request("/papers/2209.04836.md").respond_with_data(
        markdown, content_type="text/markdown; charset=utf-8"
    )
    assert shell.lines("text", "4fmb")[0] == "Ink"
    assert shell.objects("text", "4fmb")[0]["source"] == "huggingface"


def test_what_was_tried_is_said(shell: Shell, services: HTTPServer) -> None:
    services.expect_request(re.compile(".*")).respond_with_data("", status=404)
    status, out, said = shell("text", "4fmb", "--yes")
    assert (status, out.splitlines()[0]) == (1, TITLE)  # and the abstract
    assert "arXiv has no HTML of it. Hugging Face has no text of it. ar5iv has no HTML" in said
    assert said.endswith(f"asked again tomorrow. recto text {ID} --from FILE takes one in.\n")
    assert "within the last day" in shell("text", "4fmb", "--yes")[2]
    assert len(services.log) == 4
    assert shell("text", "4fmb", "--yes", "--json")[1] == ""


def test_offline_nobody_is_asked(shell: Shell, services: HTTPServer) -> None:
    shell.lines("fetch", "--offline")
    said = shell.fails("text", "4fmb", "--yes")
    assert "There is no text of this paper" in said
    assert "Recto is offline" in said
    assert not services.log


@pytest.mark.parametrize(("answer", "times"), [("y", 1), ("Y", 2), ("n", 0), ("", 0)])
def test_on_a_terminal_it_is_asked_once_or_for_ever(
    shell: Shell,
    services: HTTPServer,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    times: int,
) -> None:
    services.expect_request(re.compile(".*")).respond_with_data("", status=404)
    shell.lines("id", "prz8", "2503.00001")
    monkeypatch.setattr(text_getting, "_is_terminal", lambda: True)
    _, _, said = shell("text", "4fmb", stdin=f"{answer}\n")
    assert "Fetch its text from arxiv.org?" in said
    _, _, again = shell("text", "prz8", stdin="n\n")
    assert ("Fetch its text" in again) == (answer != "Y")
    assert len(services.log) == 4 * times


def test_texts_go_with_a_backup_and_come_back_with_it(
    shell: Shell, paper: str, tmp_path: Path
) -> None:
    printed = shell.lines("text", "4fmb", "--from", paper)
    backup = str(tmp_path / "library.bak")
    (told,) = shell.objects("backup", backup)
    assert told == {"file": backup}
    assert shell.objects("backup", backup, "--texts")[0]["texts"] == f"{backup}.texts"
    assert "1 text to" in shell.lines("backup", backup, "--texts")[0]
    assert stat.S_IMODE(Path(f"{backup}.texts").stat().st_mode) == 0o600
    shell.lines("text", "4fmb", "--remove")
    assert "1 text came with it" in shell.lines("restore", backup)[0]
    status, out, _ = shell("text", "4fmb")
    assert (status, out.splitlines()) == (0, printed)
    assert shell.objects("restore", backup)[0]["texts"] == 0


def test_texts_do_not_travel_with_an_exported_library(shell: Shell, paper: str) -> None:
    shell.lines("text", "4fmb", "--from", paper)
    assert "Drying of Ink" not in shell("export-library", "-")[1]


def test_doctor_tells_texts_and_those_whose_paper_is_gone(
    shell: Shell, paper: str, tmp_path: Path
) -> None:
    page = tmp_path / "list.txt"
    page.write_text("2405.15738\n")
    shell.lines("add", str(page))

    def told() -> list[tuple[str, str]]:
        found = shell("doctor", "--json")[1].splitlines()
        values = [json.loads(line) for line in found]
        return [(one["state"], one["told"]) for one in values if one["name"] == "texts"]

    assert told() == []
    shell.lines("text", "2405.15738", "--from", paper)
    ((state, sentence),) = told()
    assert (state, sentence.partition(",")[0]) == ("ok", "1 of papers")
    shell.lines("remove", "list.txt")
    ((state, sentence),) = told()
    assert (state, sentence.partition("; ")[2]) == ("note", "of 1 the paper is gone")
    assert shell.lines("text", "2405.15738", "--outline") == ["1 Ink", "References"]
    shell.lines("undo")
    assert told()[0][0] == "ok"
    assert shell.lines("text", "2405.15738")[0] == "Drying of Ink"


def test_a_narrow_terminal_gets_plain_signs(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ink.md"
    path.write_text(f"# Ink\n\n{INK * 3}\n\n- Once…\n\n| a | b |\n|---|---|\n| c | d |\n")
    shell.lines("text", "4fmb", "--from", str(path))
    seen = tmp_path / "seen"
    monkeypatch.setattr(PrintedPage, "of_stdout", lambda: PrintedPage(60, True))
    monkeypatch.setenv("PAGER", f"tee {seen}")
    monkeypatch.setattr(text, "_encoding", lambda: "ascii")
    assert shell("text", "4fmb")[0] == 0
    lines = seen.read_text().splitlines()
    assert lines[-6:-2] == ["", "a | b", "--+--", "c | d"]
    assert "  * Once." in lines
