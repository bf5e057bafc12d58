"""Papers as a page, as Markdown and as a feed: what is shown of them, and that it runs nothing."""

from __future__ import annotations

from xml.etree import ElementTree

from recto.index import Library

from ..support.shown_page import ShownPage
from .foreign_readers import ATOM, markdown_reader
from .hostile_papers import NOTE, hostile, papers_of, written

__all__ = ["hostile"]


def test_the_page_shows_everything_and_runs_nothing(hostile: Library) -> None:
    text = written(hostile, "html", heading="</title><script>")
    shown = ShownPage(text)
    assert shown.headings("h2") == [paper.title for paper in papers_of(hostile)]
    assert NOTE in shown.text
    assert not shown.tags & {"script", "img", "link", "iframe", "object"}
    assert all(address.startswith("https://") for address in shown.addresses)
    assert "url(" not in text
    assert "@import" not in text


def test_markdown_shows_titles_and_notes_as_they_are(hostile: Library) -> None:
    shown = markdown_reader().render(written(hostile, "markdown"))
    for paper in papers_of(hostile):
        escaped = paper.title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert f">{escaped.replace(chr(34), '&quot;')}<" in shown, paper.title
        assert f"<p>“{escaped.replace(chr(34), '&quot;')}</p>" in shown, paper.title
    assert shown.count("<h1>") == 1
    assert shown.count("<h2>") == 2
    assert "first line<br" in shown
    assert "\xa0\xa0\xa0\xa0- indented = 100% \\cite{x}</p>" in shown
    assert "<p># last &lt;b&gt;</p>" in shown
    for tag in ("<em>b", "<code", "<hr", "<img", "<script", "<table", "<s>"):
        assert tag not in shown


def test_markdown_groups_by_tag_and_lists_a_paper_in_full_once(
    library: Library, ids: list[str]
) -> None:
    library.tag(ids[:2], add=["beta"])
    library.tag(ids[1:3], add=["alpha"])
    library.bookmark([ids[0]])
    lines = library.export(ids=ids[:4], format="markdown").text.splitlines()
    headings = [line for line in lines if line.startswith("#")]
    assert headings == ["# Papers", "## alpha", "## beta", "## Without a tag"]
    second = library.paper(ids[1]).title
    assert sum(second in line for line in lines) == 2
    assert any(line.endswith("· see alpha") for line in lines)
    assert sum("*bookmarked*" in line for line in lines) == 1


def test_the_feed_keeps_to_its_standard(hostile: Library) -> None:
    text = written(hostile, "atom", heading="a < b")
    feed = ElementTree.fromstring(text)
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}title") == "a < b"
    entries = feed.findall(f"{ATOM}entry")
    for part in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{ATOM}{name}")) == 1
        assert (part.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
        assert len(part.findtext(f"{ATOM}updated") or "") == len("2024-05-01T00:00:00Z")
    for entry, paper in zip(entries, papers_of(hostile), strict=True):
        assert entry.findtext(f"{ATOM}title") == paper.title
        assert entry.findall(f"{ATOM}author/{ATOM}name")
        alternates = [
            link.get("href")
            for link in entry.findall(f"{ATOM}link")
            if link.get("rel") == "alternate"
        ]
        assert alternates == ([paper.link] if paper.link else [])
        assert alternates or entry.findtext(f"{ATOM}content")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    assert written(hostile, "atom", heading="a < b") == text
