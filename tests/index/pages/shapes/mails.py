"""Mails of arXiv and alerts of Google Scholar."""

from __future__ import annotations

from .shape import LONG_LINE, Paper, Shapes

MAIL = Shapes("mail")

_HEAD = "From: a@arxiv.org\nDate: Mon, 08 Jan 2024 01:23:45 -0500\nSubject: x\n"
_ENTRY = (
    "\\\\\narXiv:2401.%d\nDate: Fri, 5 Jan 2024 18:59:13 GMT\n\nTitle: Walks %d\n"
    f"Authors: Ada, Bob\n\\\\\n  {LONG_LINE}\\\\ ( https://arxiv.org/abs/2401.%d )\n"
)


@MAIL.of_papers("honest", begin=f"{_HEAD}\n")
def _mail(paper: Paper) -> str:
    names = ", ".join(paper["authors"])
    return (
        f"\\\\\narXiv:{paper['arxiv_id']}\nDate: Fri, 5 Jan 2024 18:59:13 GMT   (12kb)\n\n"
        f"Title: {paper['title']}\nAuthors: {names}\nCategories: cs.LG\n\\\\\n"
        f"  {paper['abstract']}\n\\\\ ( https://arxiv.org/abs/{paper['arxiv_id']} ,  12kb)\n"
    )


MAIL.each(
    {
        "papers in short": _ENTRY,
        "one paper": _ENTRY.replace("%d", "12345"),
        "borders": "\\\\\n",
        "beginnings": "\\\\\narXiv:2401.%d\n",
        "titles": "Title: a\n",
        "lines that go on": "  a\n",
        "abstract": LONG_LINE,
        "quotations": "> ",
        "quoted lines": "> a\n",
        "headers": "X-A: b\n",
        "lines of headers": " b\n",
        "parts": "--x\n\na\n",
        "blank lines": "\n",
        "spaces": " ",
        "received": "received from ",
        "ends of lines": "=\n",
        "names": "a, ",
        "brackets": "(",
        "brackets closed": "(a) ",
    },
    f"{_HEAD}\n{_ENTRY.replace('%d', '12345')}\\\\\narXiv:2401.54321\nTitle: A\nAuthors: ",
)
MAIL.each(
    {
        "messages": f"From a@b Mon Jan  8 01:23:45 2024\n{_HEAD}\n{_ENTRY}",
        "messages without borders": f"\n\nReturn-Path: <a>\n{_HEAD}\n{_ENTRY}",
        "borders of messages": "From a@b Mon Jan  8 01:23:45 2024\n",
        "headers alone": "X-A: b\n",
        "multiparts": 'Content-Type: multipart/mixed; boundary="x%d"\n\n--x%d\n',
    },
    _HEAD,
)
_HTML = f"{_HEAD}Content-Type: text/html\n\n"
_ALERT = (
    '<h3><a href="https://scholar.google.com/scholar_url?url=https://a.org/%d">Walks %d</a></h3>'
)
MAIL.each(
    {
        "alerts": f"{_ALERT}<div>A B - C, 2024 - D</div><div>{LONG_LINE}</div>\n",
        "titles of alerts": _ALERT,
        "tags": "<b>",
        "lines of one alert": "<div>a - b</div>",
    },
    f"{_HTML}{_ALERT}",
)
