"""A made-up page of Hugging Face whose papers stand in its own data, as browsers save it."""

from __future__ import annotations

import html
import json
import quopri
from pathlib import Path
from typing import Any

from recto.index.pages.contents import Contents
from recto.index.pages.kinds import recognise
from recto.index.pages.markup.html import is_html, read_html_page

DATA = Path(__file__).parents[1] / "data"


def entry(number: int, **told: Any) -> dict[str, Any]:
    title = f'Paper {number}: "Sets" & <Things>'
    paper = {
        "id": f"2606.{number:05}",
        "authors": [
            {"_id": "65f0", "name": "Ada Ångström", "hidden": False},
            {"_id": "65f1", "name": "Émile Zola", "user": {"fullname": "Émile", "isPro": False}},
        ],
        "publishedAt": "2026-06-01T22:10:35.000Z",
        "title": title,
        "submittedOnDailyBy": {"fullname": "AK", "name": "akhaliq"},
        "summary": "We study sets.\nThings in them are <shallow> & few.",
        "upvotes": 10 + number,
        "discussionId": "65f2",
        "githubRepo": "https://github.com/ada/sets",
        "githubStars": 31,
        "organization": {"name": "occ-ai", "fullname": "OCC"},
    }
    return {
        "paper": paper,
        "publishedAt": "2026-06-01T18:10:35.000Z",
        "title": title,
        "summary": paper["summary"],
        "thumbnail": "https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/1.png",
        "numComments": 2,
        "submittedBy": {"fullname": "AK", "name": "akhaliq"},
        **told,
    }


def saved(props: object, target: str = "DailyPapers", head: str = "<!doctype html>\n") -> str:
    told = props if isinstance(props, str) else json.dumps(props)
    return (
        f'{head}<html class="">\n<head><title>Daily Papers - Hugging Face</title>\n'
        '<script>a = "<div data-target=\\"DailyPapers\\" data-props=\\"{}\\">";</script></head>\n'
        '<body class="flex"><div class="SVELTE_HYDRATER contents" data-target="SystemThemeMonitor" '
        'data-props="{&quot;isLoggedIn&quot;:false}"></div>\n<main>'
        f'<div class="SVELTE_HYDRATER contents" data-target="{target}" '
        f'data-props="{html.escape(told)}"><section>…</section></div></main></body></html>\n'
    )


def archived(page: str) -> str:
    body = quopri.encodestring(page.encode()).decode()
    return (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://huggingface.co/papers\r\n"
        "Subject: =?utf-8?Q?Daily=20Papers?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Boundary"\r\n'
        "\r\n\r\n------Boundary\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Location: https://huggingface.co/papers\r\n\r\n{body}\r\n"
        "------Boundary\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        "iVBORw0KGgo=\r\n------Boundary--\r\n"
    )


def reason(text: str) -> str:
    page = read_html_page(text)
    assert page.records == ()
    (problem,) = page.problems
    return problem.reason


def read(text: str) -> Contents:
    assert is_html(text)
    assert recognise(text) == "html"
    return read_html_page(text)


PAGE = saved({"dailyPapers": [entry(1), entry(2)], "dateString": "2026-06-03", "periodType": "day"})
