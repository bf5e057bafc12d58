"""Notes in HTML as plain text."""

from __future__ import annotations

import pytest
from recto.index.pages.zotero.note_html import text_of_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain, with 1 < 2 and a & b\n  kept", "plain, with 1 < 2 and a & b\n  kept"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<p>One</p>\n\n\n<p>Two\nlines</p>", "One\n\nTwo lines"),
        ('<div data-schema-version="9"><h1>Head</h1>\n<p>Body</p>\n</div>', "Head\n\nBody"),
        ("<p>a<br>b<br/>c</p>", "a\nb\nc"),
        (
            "<p>A <b>bold</b>, <i>slanted</i> &amp; <s>struck</s> word&nbsp;</p>",
            "A bold, slanted & struck word",
        ),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<ul>\n<li>\n<p>one</p>\n</li>\n<li>two</li>\n</ul>", "- one\n- two"),
        ("<p>x</p><ol><li>one<li>two</ol><p>y</p>", "x\n\n1. one\n2. two\n\ny"),
        ('<ol start="4"><li>four</li><li>five</li></ol>', "4. four\n5. five"),
        (
            "<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul>",
            "- a\n  - b\n    1. c\n- d",
        ),
        (
            "<blockquote><p>said</p><p>and more</p></blockquote><p>mine</p>",
            "> said\n\n> and more\n\nmine",
        ),
        ("<p>E = mc<sup>2</sup>, x<sub>ij</sub>, 10<sup>-6</sup></p>", "E = mc^2, x_{ij}, 10^{-6}"),
        ('<p>so <span class="math">$x^2$</span></p>', "so $x^2$"),
        ('<pre class="math">$$a\n  b$$</pre>', "$$a\n  b$$"),
        (
            "<p>see</p><pre>def f():\n    return 1</pre><p>so</p>",
            "see\n\ndef f():\n    return 1\n\nso",
        ),
        ('<p><a href="https://example.org/a">there</a></p>', "there (https://example.org/a)"),
        (
            '<p><a href="https://example.org/a">https://example.org/a</a></p>',
            "https://example.org/a",
        ),
        ('<p><a href="zotero://select/items/1">there</a></p>', "there"),
        (
            '<p>“<span class="highlight" data-annotation="%7B%7D">quoted</span>” '
            '(<span class="citation">Doe, 2012</span>)</p>',
            "“quoted” (Doe, 2012)",
        ),
        (
            '<p><img data-attachment-key="X" alt="a plot"> and <img src="y"></p>',
            "[a plot] and [image]",
        ),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "a | b\n1 | 2",
        ),
        ("<p>one</p><hr><p>two</p>", "one\n\n---\n\ntwo"),
        ("<p>a</p><script>alert(1)</script><style>p{}</style><!-- <p>no</p> --><p>b</p>", "a\n\nb"),
        ("<p>open <b>and never closed", "open and never closed"),
        ("</p></ul></blockquote>text</sup></a>", "text"),
        ("<p></p><p> </p>", ""),
        ("", ""),
    ],
)
def test_the_text_of_a_note(html: str, text: str) -> None:
    assert text_of_html(html) == text


def test_what_a_terminal_would_obey_is_gone() -> None:
    assert text_of_html("<p>a\x1b[2J\u202eb&#27;c</p>") == "abc"


@pytest.mark.parametrize(
    "piece", ["<ul><li>", "<blockquote>", "<!--", "<sup>", "<a href='x'>", "<b"]
)
def test_what_is_nested_without_end_is_read(piece: str) -> None:
    text = text_of_html("<p>so</p>" + piece * 20_000 + "and on")
    assert text.startswith("so")
