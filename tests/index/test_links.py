"""Web addresses in abstracts, as sloppily as real abstracts write them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from recto.index.identity.titles import title_key
from recto.index.links import find_links
from recto.index.pages.daily.dumps import read_dump

CODE = "https://github.com/some/code"


@pytest.mark.parametrize(
    "abstract",
    [
        "Code: https://github.com/some/code",
        "Code is at https://github.com/some/code.",
        "Code (https://github.com/some/code).",
        "Code [https://github.com/some/code], and more.",
        "at https://github.com/some/code, and elsewhere",
        "at https://github.com/some/code; elsewhere",
        "at https://github.com/some/code .",
        "released at {{https://github.com/some/code}}.",
        "see https://github.com/some/code{here.}",
        "check our https://github.com/some/code{Project}.",
        "at https://github.com/some/code.https://github.com/some/code",
        "is available~https://github.com/some/code",
        "the code: https: //github.com/some/code.",
        "the code: https : / / github.com/some/code.",
        "the code: https:/github.com/some/code.",
        "the code: https://github. com/some/code.",
        "at //github.com/some/code.",
        "at github.com/some/code.",
        r"at \url{https://github.com/some/code}.",
        r"at \href{https://github.com/some/code}{this page}.",
        r"at https://github.com/some/code\footnote{now}.",
        "at “https://github.com/some/code”.",
        "at «https://github.com/some/code»",
        "at `https://github.com/some/code`",
        "at <https://github.com/some/code>",
        "at [https://github.com/some/code](https://github.com/some/code)",
        "at HTTPS://GitHub.com/some/code!",
        "twice: https://github.com/some/code and http://www.github.com/some/code/",
    ],
)
def test_one_address_in_many_spellings(abstract: str) -> None:
    assert [link.url for link in find_links(abstract)] == [CODE]


@pytest.mark.parametrize(
    ("abstract", "urls"),
    [
        ("www.github.com/some/code", ["https://www.github.com/some/code"]),
        ("see www.example.org.", ["https://www.example.org"]),
        ("user.github.io/page is up", ["https://user.github.io/page"]),
        ("https://en.wikipedia.org/wiki/Set_(mathematics).", None),
        (r"https://x.org/a\_b\%20c", ["https://x.org/a_b%20c"]),
        ("https://x.org/~me/?q=1&r=[2]#top.", ["https://x.org/~me/?q=1&r=[2]#top"]),
        ("http://a.org/1,https://b.org/2", ["http://a.org/1", "https://b.org/2"]),
        ("http://127.0.0.1:8080/x", ["http://127.0.0.1:8080/x"]),
        ("https://web.archive.org/web/2020/https://x.org/y", None),
        ("https://x.org/a.git{https://x.org/a}.", ["https://x.org/a.git"]),
        ("https://a.org/x and https://a.org/y", ["https://a.org/x", "https://a.org/y"]),
    ],
)
def test_addresses(abstract: str, urls: list[str] | None) -> None:
    assert [link.url for link in find_links(abstract)] == (urls or [abstract.rstrip(".")])


@pytest.mark.parametrize(
    "abstract",
    [
        "",
        "The code is on GitHub.",
        "Write to me@www.example.org or a/b // c.",
        "ftp://x.org/y javascript:alert(1) file:///etc/passwd",
        "https://user:word@github.com/some/code",
        "https://github.com@evil.org/",
        "https://",
        "https://localhost/x",
        "https://x_y and http://. and https://-.org",
        "https://x.org/" + "a" * 3000,
        "this https URL",
    ],
)
def test_no_address(abstract: str) -> None:
    assert find_links(abstract) == ()


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://github.com/a/b", "code"),
        ("https://www.github.com/a/b", "code"),
        ("https://gitlab.com/a/b", "code"),
        ("https://gitlab.inria.fr/a/b", "code"),
        ("https://git.example.org/a", "project"),
        ("https://gitee.com/a/b", "code"),
        ("https://huggingface.co/a/b", "code"),
        ("https://bitbucket.org/a/b", "code"),
        ("https://anonymous.4open.science/r/x", "code"),
        ("https://a.github.io/b", "project"),
        ("https://notgithub.com/a", "project"),
        ("https://github.com.evil.org/a", "project"),
        ("https://packages.example.org/hypertab/", "project"),
    ],
)
def test_code_is_told_from_pages(url: str, kind: str) -> None:
    assert [(link.url, link.kind) for link in find_links(f"At {url}.")] == [(url, kind)]


def test_the_bundled_pages(seed_paths: list[Path]) -> None:
    found = {
        title_key(record.title): find_links(record.abstract)
        for path in seed_paths
        for record in read_dump(path.read_text("utf-8")).records
    }
    linked = {key: links for key, links in found.items() if links}
    every = [link for links in linked.values() for link in links]

    assert len(linked) == 156
    assert len(every) == 159
    assert sum(link.kind == "code" for link in every) == 141
    for link in every:
        parts = urlsplit(link.url)
        assert parts.scheme in {"http", "https"}
        assert not set(link.url) & set(" {}\\~<>\"'()")
        assert link.url[-1] not in ".,;:"
    assert {link.url for link in every} >= {
        "https://anonymous.4open.science/r/BIB-ICLR2023-Submission/README.md",
        "https://anonymous.4open.science/r/TangleNAS-527C",
        "https://github.com/AngusDujw/Diversity-Driven-Synthesis",
        "https://github.com/Graph-COM/Neighborhood-Aware-Temporal-Network",
        "https://github.com/giangdip2410/HyperRouter",
        "https://github.com/harlanhong/ICCV2023-MCNET",
        "https://www.github.com/quasimetric-learning/torch-quasimetric",
    }


def test_hostile_text_takes_no_time() -> None:
    for piece in ("https://", "www.", "//github.com/", "https://a.b/(", "\\_"):
        find_links(piece * (20_000 // len(piece)))


@pytest.mark.parametrize(
    ("abstract", "urls"),
    [
        # A small İ is two characters: places in the small text are not those in the text.
        (f"{'İ' * 40} github.com/some/code", [CODE]),
        (f"İ and/or {'a b ' * 300}{CODE} or www.some.org/x", [CODE, "https://www.some.org/x"]),
        (f"and/or {'w/ ' * 200}WWW.Some.org/x, {CODE}", ["https://www.some.org/x", CODE]),
        (f"{'sub-' * 30}domain.github.io/page", [f"https://{'sub-' * 30}domain.github.io/page"]),
        ("/ /, // and /", []),
    ],
    ids=["long small letters", "far apart", "capitals", "long subdomain", "signs alone"],
)
def test_an_address_is_found_wherever_it_stands(abstract: str, urls: list[str]) -> None:
    assert [link.url for link in find_links(abstract)] == urls
