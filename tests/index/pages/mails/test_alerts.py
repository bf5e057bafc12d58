"""Mails of arXiv and alerts of Google Scholar, as files and as mutt pipes them."""

from __future__ import annotations

import base64
import quopri
from email.message import EmailMessage

import pytest
from recto.index import Library
from recto.index.pages.contents import Contents
from recto.index.pages.kinds import read_page, recognise
from recto.index.paper import Record

RULE = "-" * 78
HEAD = f"""{RULE}
 Submissions to:
Machine Learning
 received from  Thu  4 Jan 24 19:00:00 GMT  to  Fri  5 Jan 24 19:00:00 GMT
{RULE}
{RULE}
"""
NEW = f"""\\\\
arXiv:2401.00001
Date: Fri, 5 Jan 2024 18:59:13 GMT   (1234kb,D)

Title: Inks at Speed, and a Title that goes
  over two lines
Authors: Ann Alpha, Bob Beta and
  Cy Gamma
Categories: cs.LG stat.ML
Comments: 12 pages. Code at https://github.com/ann/inks
License: http://creativecommons.org/licenses/by/4.0/
\\\\
  We read inks
and pens = 3.
\\\\ ( https://arxiv.org/abs/2401.00001 ,  1234kb)
{RULE}
"""
CROSS = f"""\\\\
arXiv:2312.00002 (*cross-listing*)
Date: Thu, 14 Dec 2023 20:21:32 GMT   (36kb)

Title: Pens
Authors: Ann Alpha
Categories: cs.CV cs.LG
\\\\
  We read pens.
\\\\ ( https://arxiv.org/abs/2312.00002 ,  36kb)
%%--%%--%%
{RULE}
"""
REPLACED = f"""\\\\
arXiv:2305.00003
replaced with revised version Fri, 5 Jan 2024 09:01:21 GMT   (852kb,D)

Title: Nibs
Authors: Bob Beta
Categories: cs.LG
Journal-ref: Journal of Nibs 7 (2024) 1-9
DOI: 10.1000/NIBS
\\\\ ( https://arxiv.org/abs/2305.00003 ,  852kb)
{RULE}
"""
OLD = """\\\\
Paper: hep-th/9901001
From: Ann Alpha <ann@a.org>
Date: Fri, 1 Jan 1999 09:01:21 GMT   (20kb)
Date (revised v3): Mon, 8 Feb 1999 10:00:00 GMT   (21kb)

Title: Strings of Ink
Author: Ann Alpha
\\\\
  Strings.
\\\\
"""
BODY = HEAD + NEW + CROSS + REPLACED


def mail(body: str, subtype: str = "plain", cte: str = "quoted-printable") -> str:
    message = EmailMessage()
    message["From"] = "no-reply@arxiv.org"
    message["To"] = "ann@a.org"
    message["Subject"] = "cs daily"
    message["Date"] = "Mon, 08 Jan 2024 01:23:45 -0500"
    message["Message-ID"] = "<1@arxiv.org>"
    message.set_content(body, subtype=subtype, cte=cte)
    return message.as_string()


def read(text: str) -> Contents:
    assert recognise(text) == "mail"
    return read_page("mail", text, "mail", None)


def told(record: Record) -> tuple[object, ...]:
    return record.arxiv_id, record.title, record.published, record.updated, record.categories


WANTED = [
    ("2401.00001", "Inks at Speed, and a Title that goes over two lines", "2024-01-05", None,
     ("cs.LG", "stat.ML")),
    ("2312.00002", "Pens", "2023-12-14", None, ("cs.CV", "cs.LG")),
    ("2305.00003", "Nibs", None, "2024-01-05", ("cs.LG",)),
]  # fmt: skip


def test_the_text_of_a_mail_of_arxiv() -> None:
    page = read(BODY)
    assert (list(map(told, page.records)), page.day, page.problems) == (WANTED, "2024-01-05", ())
    first, _, third = page.records
    assert first.authors == ("Ann Alpha", "Bob Beta", "Cy Gamma")
    assert first.abstract == "We read inks and pens = 3."
    assert first.arxiv_comment == "12 pages. Code at https://github.com/ann/inks"
    assert first.license == "http://creativecommons.org/licenses/by/4.0/"
    assert [link.url for link in first.links] == ["https://github.com/ann/inks"]
    assert (first.line, third.abstract) == (8, "")
    assert (third.venue, third.published_journal) == ("Journal of Nibs 7 (2024) 1-9", "2024")
    assert third.doi == "10.1000/nibs"


@pytest.mark.parametrize(
    "text",
    [
        mail(BODY),
        mail(BODY, cte="base64"),
        mail(BODY, cte="7bit"),
        "From no-reply@arxiv.org Mon Jan  8 01:23:45 2024\n" + mail(BODY),
        "From: arXiv\nTo: ann\nDate: Mon, 08 Jan 2024 01:23:45 -0500\nSubject: cs\n\n" + BODY,
        mail(BODY).replace("\n", "\r\n"),
        "\ufeff" + mail(BODY),
        "Date: Mon, 08 Jan 2024 01:23:45 -0500\nFrom: Bob\nSubject: Fwd: cs\n\nSee:\n\n"
        + "".join(f"> {line}\n" for line in BODY.split("\n")),
    ],
    ids=["printable", "base64", "plain", "mailbox", "mutt", "crlf", "mark", "forwarded"],
)
def test_a_mail_of_arxiv_with_its_headers(text: str) -> None:
    page = read(text)
    assert (list(map(told, page.records)), page.day) == (WANTED, "2024-01-08")
    assert page.records[0].abstract == "We read inks and pens = 3."


def test_several_mails_behind_one_another() -> None:
    one, other = mail(HEAD + NEW), mail(HEAD + CROSS + NEW)
    for text in (
        f"From a@b Mon Jan  8 01:23:45 2024\n{one}\nFrom a@b Mon Jan  8 01:23:45 2024\n{other}",
        f"Return-Path: <a@b>\n{one}\n\nReturn-Path: <a@b>\n{other}",
    ):
        page = read(text)
        assert [record.arxiv_id for record in page.records] == ["2401.00001", "2312.00002"]
        assert [record.rank for record in page.records] == [1, 2]
        assert page.day == "2024-01-08"


def test_mails_of_several_days_have_no_day_of_their_own() -> None:
    later = mail(HEAD + CROSS).replace("08 Jan", "09 Jan")
    page = read(
        f"From a@b Mon Jan  8 01:23:45 2024\n{mail(HEAD + NEW)}\n"
        f"From a@b Mon Jan  9 01:23:45 2024\n{later}"
    )
    assert (len(page.records), page.day) == (2, None)


def test_older_mails_name_papers_as_papers() -> None:
    (record,) = read(OLD).records
    assert told(record) == ("hep-th/9901001", "Strings of Ink", "1999-01-01", "1999-02-08", ())
    assert (record.arxiv_version, record.authors) == (3, ("Ann Alpha",))


def test_an_entry_that_breaks_off_costs_no_other() -> None:
    page = read(HEAD + NEW.replace("Title: Inks at Speed, and a Title that goes\n", "") + CROSS)
    assert [record.arxiv_id for record in page.records] == ["2312.00002"]
    assert [problem.line for problem in page.problems] == [8]


SCHOLAR = """<!doctype html><html><body><div style="font-family:arial">
<h3 style="font-weight:normal"><span>[PDF]</span> <a href="https://scholar.google.com/scholar_url\
?url=https://arxiv.org/pdf/2401.00001&amp;hl=en&amp;sa=X&amp;d=77&amp;oi=scholaralrt" \
class="gse_alrt_title">Inks at <b>Speed</b></a></h3>
<div style="color:#006621">A Alpha, B Beta&nbsp;- arXiv preprint arXiv:2401.00001, 2024</div>
<div class="gse_alrt_sni">We read <b>inks</b> at speed and<br>\nshow that …</div>
<div><table><tr><td><a href="https://scholar.google.com/citations?save=1">Save</a></td>
<td><a href="https://scholar.google.com/x">Twitter</a></td></tr></table></div>
<h3><a href="https://scholar.google.de/scholar_url?url=https://doi.org/10.1000/pens&amp;hl=de">\
Größe der Pens</a></h3>
<div>C Gamma, D Delta, E Epsilon…&nbsp;- Journal of Pens, 2023 - Springer</div>
<div>Pens are large …</div>
<h3><a href="https://scholar.google.com/scholar_url?url=https://nibs.org/7.html&amp;hl=en">Nibs</a>
</h3><div>F Phi</div>
<p>This message was sent by Google Scholar because you follow new articles.</p>
<p><a href="https://scholar.google.com/scholar_alerts">List alerts</a></p></div></body></html>"""


@pytest.mark.parametrize(
    "text",
    [
        mail(SCHOLAR, "html"),
        mail(SCHOLAR, "html", "base64"),
        mail(SCHOLAR, "html", "8bit"),
        "From a@b Mon Jan  8 01:23:45 2024\n" + mail(SCHOLAR, "html"),
    ],
)
def test_an_alert_of_google_scholar(text: str) -> None:
    page = read(text)
    first, second, third = page.records
    assert page.day == "2024-01-08"
    assert (first.title, first.arxiv_id) == ("Inks at Speed", "2401.00001")
    assert (first.authors, first.has_more_authors) == (("A Alpha", "B Beta"), False)
    assert first.abstract == "We read inks at speed and show that …"
    assert (first.published, first.published_journal, first.venue) == ("2024", None, None)
    assert (second.title, second.doi) == ("Größe der Pens", "10.1000/pens")
    assert second.authors == ("C Gamma", "D Delta", "E Epsilon")
    assert (second.has_more_authors, second.author_count) == (True, None)
    assert (second.venue, second.publisher) == ("Journal of Pens", "Springer")
    assert (second.published, second.published_journal) == ("2023", "2023")
    assert (third.title, third.authors, third.abstract) == ("Nibs", ("F Phi",), "")
    assert [link.url for link in third.links] == ["https://nibs.org/7.html"]


def test_the_page_of_an_alert_may_be_saved_alone() -> None:
    page = read_page(recognise(SCHOLAR), SCHOLAR, "alert.html", None)
    assert (recognise(SCHOLAR), len(page.records)) == ("html", 3)


def test_an_alert_has_a_part_of_plain_text_as_well(empty: Library) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "scholaralerts-noreply@google.com", "inks"
    message["Date"] = "Mon, 08 Jan 2024 01:23:45 +0000"
    message.set_content("Inks at Speed\nA Alpha - 2024\nhttps://arxiv.org/pdf/2401.00001\n")
    message.add_alternative(SCHOLAR, subtype="html")
    report = empty.add_text("stdin", message.as_bytes())
    assert (report.format, report.records, report.error) == ("mail", 3, None)
    assert empty.paper("2401.00001").title == "Inks at Speed"


@pytest.mark.parametrize(
    ("body", "records"),
    [
        ("- https://arxiv.org/abs/2401.00001\n- 2401.00002 for Monday\n", 2),
        ("@article{a,\n  title = {Inks at Speed},\n  eprint = {2401.00001}\n}\n", 1),
        ("TY  - JOUR\nTI  - Inks at Speed\nER  - \n", 1),
    ],
)
def test_what_somebody_sends_is_read_as_what_it_is(empty: Library, body: str, records: int) -> None:
    report = empty.add_text("stdin", mail(body).encode())
    assert (report.format, report.records, report.error) == ("mail", records, None)


def test_a_bibliography_may_be_attached(empty: Library) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "bob@b.org", "as promised"
    message.set_content("Dear Ann,\n\nhere it is.\n\nBob\n")
    bib = "@misc{a, title = {Größe der Pens}}\n".encode()
    message.add_attachment(bib, maintype="application", subtype="x-bibtex", filename="a.bib")
    report = empty.add_text("stdin", message.as_bytes())
    assert (report.records, report.error) == (1, None)
    assert empty.rows(empty.listing("").rowids)[0].title == "Größe der Pens"


def test_a_mail_without_papers_is_told_as_what_it_is(empty: Library) -> None:
    report = empty.add_text("stdin", mail("Dear Ann,\n\nsee you at noon.\n\nBob\n").encode())
    assert "It is a mail in which no papers are listed" in str(report.error)


def test_letters_in_other_encodings_are_read(empty: Library) -> None:
    body = NEW.replace("Ann Alpha", "Ånn Älpha")
    head = (
        "From: a\nSubject: b\nMIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\n"
        "Content-Transfer-Encoding: {}\n\n"
    )
    raw = body.encode("latin-1")
    for name, data in (
        ("8bit", raw),
        ("quoted-printable", quopri.encodestring(raw)),
        ("base64", base64.encodebytes(raw)),
    ):
        report = empty.add_text(name, head.format(name).encode() + data)
        assert (report.records, report.problems) == (1, ())
        assert empty.paper("2401.00001").authors[0] == "Ånn Älpha"
        empty.undo()


def test_an_alert_of_google_scholar_in_plain_text() -> None:
    text = """From: Google Scholar Alerts <scholaralerts-noreply@google.com>
Subject: inks

[PDF] Inks at Speed
<https://scholar.google.com/scholar_url?url=https://arxiv.org/pdf/2401.00001&hl=en>
A Alpha, B Beta... - arXiv preprint arXiv:2401.00001, 2024
We read inks
and pens...

A Title of Pens that goes
on
<https://scholar.google.de/scholar_url?url=https%3A%2F%2Fdoi.org%2F10.1000%2Fxyz&hl=de>
C Gamma - Journal of Nibs, 2023 - Elsevier
We read pens.

This message was sent by Google Scholar because you're following new articles.
"""
    one, two = read_page(recognise(text), text, "mail", None).records
    assert (one.title, one.arxiv_id) == ("Inks at Speed", "2401.00001")
    assert (one.authors, one.has_more_authors) == (("A Alpha", "B Beta"), True)
    assert one.abstract == "We read inks and pens..."
    assert (two.title, two.doi) == ("A Title of Pens that goes on", "10.1000/xyz")
    assert (two.authors, two.venue, two.abstract) == (
        ("C Gamma",),
        "Journal of Nibs",
        "We read pens.",
    )


@pytest.mark.parametrize(
    ("authors", "count"),
    [
        ("Ann Alpha (1), Bob Beta, (and 3 additional authors not shown) ((1) Lab)", 5),
        ("Ann Alpha, Bob Beta, et al. (additional authors not shown)", None),
        ("Ann Alpha, Bob Beta...", None),
    ],
)
def test_authors_that_are_not_shown_are_more_than_these(authors: str, count: int | None) -> None:
    text = HEAD + NEW.replace("Ann Alpha, Bob Beta and\n  Cy Gamma", authors)
    (record,) = read_page(recognise(text), text, "mail", None).records
    assert (record.authors, record.has_more_authors) == (("Ann Alpha", "Bob Beta"), True)
    assert record.author_count == count
