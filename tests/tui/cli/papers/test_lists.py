"""Tags, saved searches, sources and views on the shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from ...shells import PAGE, Shell

FIRST_SOURCE = "001_f13710da249ede85.txt"


def test_tags_are_listed_with_counts_renamed_and_deleted(shell: Shell) -> None:
    first, second = shell.ids(2)
    assert "No paper has a tag yet" in shell.fails("tags")
    shell.lines("tag", first, second, "+ml")
    shell.lines("tag", first, "+ml/pruning", "+survey")
    assert shell.lines("tags") == ["ml          2", "ml/pruning  1", "survey      1"]
    assert shell.objects("tags")[1] == {"name": "ml/pruning", "papers": 1}
    assert shell.lines("tags", "rename", "ml", "ai")[0].startswith("ml is now ai on 2 papers")
    assert shell.paper(first)["tags"] == ["ai", "ai/pruning", "survey"]
    assert shell.objects("tags", "delete", "ai") == [{"name": "ai", "papers": 2}]
    assert [shell.paper(id)["tags"] for id in (first, second)] == [["survey"], []]
    shell.lines("undo", "2")
    assert shell.paper(first)["tags"] == ["ml", "ml/pruning", "survey"]


def test_a_tag_that_is_not_there_is_a_sentence(shell: Shell) -> None:
    (first,) = shell.ids(1)
    shell.lines("tag", first, "+survey")
    for words in (["rename", "nosuch", "b"], ["delete", "nosuch"]):
        assert "nosuch" in shell.fails("tags", *words)
    assert "cannot be a tag" in shell.fails("tags", "rename", "survey", "a b", status=2)
    assert "Did you mean survey?" in shell.fails("search", "--view", "tag:survy")
    assert shell.paper(first)["tags"] == ["survey"]


def test_a_view_shows_its_part_of_the_library(shell: Shell) -> None:
    one, two, three = shell.ids(3)
    shell.lines("bookmark", one, two)
    shell.lines("tag", two, three, "+ml/pruning")
    shell.lines("read", one)

    def shown(*words: str) -> list[str]:
        return [paper["id"] for paper in shell.objects("search", *words)]

    assert set(shown("--view", "bookmarks")) == {one, two}
    assert shown("--view", "tag:ml") == shown("--view=tag:ml/pruning") == [two, three]
    assert one not in shown("--view", "unread")
    assert len(shown("--view", "unread")) == 602
    assert len(shown("--view", "new")) == 600  # what is tagged is not new, either
    assert len(shown("--view", "all")) == 603
    assert len(shown("--view", f"source:{FIRST_SOURCE}")) == 200
    merging = shown("model merging", "--view", f"source:{FIRST_SOURCE}")
    assert 0 < len(merging) < 200
    title = shell.paper(two)["title"]
    assert shown(title, "--view", "tag:ml")[0] == two
    assert "in the view queue" in shell.fails("search", "--view", "queue")
    said = shell.fails("search", "xylophonequartz", "--view", "tag:ml")
    assert said == "recto: No paper in the view tag:ml matches “xylophonequartz”.\n"


def test_list_order_is_the_reader_s_own(shell: Shell) -> None:
    ids = shell.ids(4)
    for id in reversed(ids):
        shell.lines("tag", id, "+mine")
    for more in ([], ["--sort", "list"]):
        listed = shell.objects("search", "--view", "tag:mine", *more)
        assert [paper["id"] for paper in listed] == ids[::-1]
    titles = [x["title"] for x in shell.objects("search", "--view", "tag:mine", "--sort", "title")]
    assert titles == sorted(titles, key=str.casefold)
    page = shell.objects("search", "--view", f"source:{FIRST_SOURCE}", "--sort", "list")
    ranks = [{x["name"]: x["rank"] for x in paper["sources"]}[FIRST_SOURCE] for paper in page]
    assert ranks == sorted(ranks)


def test_searches_are_saved_listed_shown_and_deleted(shell: Shell) -> None:
    assert "No search is saved yet" in shell.fails("searches")
    (first,) = shell.ids(1)
    shell.lines("tag", first, "+ml")
    told = shell.lines("searches", "save", "merging", "model", "merging", "--sort", "title")
    assert told == ["merging is saved. g1 opens it in the reader."]
    shell.lines("searches", "save", "all of ml", "--view", "tag:ml")
    assert shell.lines("searches") == [
        "merging    g1  10 new  “model merging” by title",
        "all of ml  g2          tag:ml",
    ]
    assert shell.objects("searches")[0] == {
        "name": "merging",
        "key": 1,
        "query": "model merging",
        "view": "all",
        "sort": "title",
        "new": 10,
        "position": None,
        "standing": None,
        "most": None,
        "did": None,
    }
    shown = shell.lines("searches", "show", "merging")
    assert shown == shell.lines("search", "model", "merging", "--sort", "title")
    assert shown == shell.lines("search", "--view", "search:merging")
    assert len(shell.lines("search", "pleas", "--view", "search:merging")) < len(shown)
    assert [x["id"] for x in shell.objects("searches", "show", "all of ml")] == [first]
    assert len(shell.lines("searches", "show", "merging", "--limit", "2")) == 2
    assert [search["new"] for search in shell.objects("searches")] == [0, 0]
    assert "merging is deleted" in shell.lines("searches", "delete", "merging")[0]
    for words in (["searches", "show"], ["searches", "delete"]):
        assert "merging" in shell.fails(*words, "merging")
    assert "merging" in shell.fails("search", "--view", "search:merging")
    shell.lines("undo")
    assert shell.lines("searches", "show", "merging") == shown


def test_a_saved_search_tells_what_is_new_until_it_is_shown(shell: Shell, tmp_path: Path) -> None:
    shell.lines("searches", "save", "roo", "kangaroos")
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    shell.lines("add", str(page))
    assert shell.objects("searches")[0]["new"] == 1
    assert shell.lines("searches") == ["roo  g1  1 new  “kangaroos”"]
    found = shell.lines("search", "--view", "search:roo")
    assert [line for line in found if "Second Paper" in line]
    assert shell.objects("searches")[0]["new"] == 1
    assert shell.lines("searches", "show", "roo") == found
    assert shell.objects("searches")[0]["new"] == 0
    assert shell.lines("undo")[0].startswith("Undone: added page.txt")


def test_sources_are_listed_and_renamed(shell: Shell) -> None:
    sources = shell.objects("sources")
    assert [source["papers"] for source in sources] == [91, 94, 200, 242, 40]
    assert sources[2]["name"] == FIRST_SOURCE
    assert shell.lines("sources")[2].startswith(f"{FIRST_SOURCE}  200  ")
    shell.lines("sources", "rename", FIRST_SOURCE, "Model merging")
    assert shell.objects("sources")[2] == {**sources[2], "label": "Model merging"}
    by_label = shell.lines("search", "--view", "source:Model merging")
    assert by_label == shell.lines("search", "--view", f"source:{FIRST_SOURCE}")
    (first,) = (line.split()[0] for line in by_label[:1])
    assert any("Model merging at " in line for line in shell.lines("show", first))
    shell.lines("sources", "rename", "Model merging", "")
    assert shell.objects("sources") == sources


def test_a_removed_source_goes_out_of_sight_and_comes_back(shell: Shell) -> None:
    (kept,) = (x["id"] for x in shell.objects("search", "git re-basin", "--limit", "1"))
    shell.lines("bookmark", kept)
    (told,) = shell.lines("remove", FIRST_SOURCE)
    left = len(shell.lines("search"))
    assert told == (
        f"{FIRST_SOURCE} is removed; {603 - left} papers went out of sight with it. "
        "`recto undo` brings them back."
    )
    assert 400 < left < 500
    assert shell.paper(kept)["bookmarked"] is True
    assert len(shell.objects("sources")) == 4
    assert FIRST_SOURCE in shell.fails("remove", FIRST_SOURCE)
    shell.lines("undo")
    assert len(shell.lines("search")) == 603
    assert shell.objects("remove", FIRST_SOURCE) == [
        {"names": [FIRST_SOURCE], "papers": 603 - left}
    ]


def test_all_bundled_pages_go_in_one_act_or_none(shell: Shell) -> None:
    names = [source["name"] for source in shell.objects("sources")]
    assert "nonsense" in shell.fails("remove", *names, "nonsense")
    assert len(shell.lines("search")) == 603
    (told,) = shell.lines("remove", *names)
    assert told.startswith("5 sources are removed; 603 papers went out of sight with them.")
    shell.lines("undo")
    assert len(shell.lines("search")) == 603


@pytest.mark.parametrize("kind", ["tag", "source", "search"])
def test_a_view_of_what_is_not_there_is_a_sentence(shell: Shell, kind: str) -> None:
    assert f"There is no {kind} “nosuch”" in shell.fails("search", "--view", f"{kind}:nosuch")


def test_papers_are_shown_by_titles_and_references_too(shell: Shell) -> None:
    (title,) = (paper["title"] for paper in shell.objects("show", "4fmb"))
    for words in ([title], title.split(), [f"S. Ainsworth et al. {title}. In Proc. ICLR, 2023."]):
        assert [paper["id"] for paper in shell.objects("show", *words)] == ["4fmbdg4sb2"]
    assert "No such paper" in shell.fails("show", "a title that no paper has")
    assert "No such paper" in shell.fails("bookmark", title)


def test_a_paper_that_was_found_by_a_note_says_so(shell: Shell) -> None:
    shell.lines("note", "4fmb", "Ask", "Yolanda")
    (line,) = shell.lines("search", "yolanda", "symmetries")
    assert line.endswith("(in your note · note)")
    (paper,) = shell.objects("search", "yolanda", "symmetries")
    assert paper["reasons"] == [{"field": "note", "text": "Ask Yolanda"}]
    assert all(paper["reasons"] == [] for paper in shell.objects("search", "pruning"))


def test_another_reading_is_offered_on_the_side(shell: Shell) -> None:
    papers = shell.objects("search", "--limit", "30")
    other = next(
        p["id"] for p in papers if "pruning" not in f"{p['title']} {p['abstract']}".lower()
    )
    shell.lines("tag", other, "+pruning")
    status, out, err = shell("search", "pruning", "--limit", "2")
    assert (status, out.count("\n")) == (0, 2)
    assert err == "recto: 1 more with your tag pruning: recto search tag:pruning\n"
    assert shell.objects("search", "tag:pruning")[0]["id"] == other
