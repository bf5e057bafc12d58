"""Answers of OAI-PMH."""

from __future__ import annotations

from .shape import Paper, Shapes

OAI = Shapes("oai")

_HEAD = (
    '<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
    "<request verb='ListRecords'>a</request><ListRecords>\n"
)
_END = "</ListRecords></OAI-PMH>"
_BEGIN = "<record><header><datestamp>2026-01-01</datestamp></header><metadata><arXivRaw>"


@OAI.of_papers("honest", begin=_HEAD, end=_END)
def _raw(paper: Paper) -> str:
    return (
        f"{_BEGIN}<id>{paper['arxiv_id']}</id><title>{paper['title']}</title>"
        f"<authors>{', '.join(paper['authors'])}</authors><abstract>{paper['abstract']}</abstract>"
        "<version version='v1'><date>Mon, 22 Jan 2024 13:54:29 GMT</date></version>"
        "</arXivRaw></metadata></record>\n"
    )


OAI.each(
    {
        "nothing in records": "<record/>",
        "records that stop": "<record><a b>",
        "records that do not end": "<record>",
        "deleted ones": "<record><header status='deleted'/></record>",
        "papers in short": f"{_BEGIN}<id>2401.%05d</id><title>A %d</title></arXivRaw></metadata>"
        "</record>".replace("%05d", "12345"),
    },
    _HEAD,
    _END,
)
_ONE = f"{_HEAD}{_BEGIN}<id>2401.12345</id><title>A</title>"
_ONE_ENDS = f"</arXivRaw></metadata></record>{_END}"
OAI.each(
    {
        "versions": "<version version='v%d'><date>Mon, 22 Jan 2024 13:54:29 GMT</date></version>",
        "titles": "<title>a</title>",
        "other children": "<a/>",
    },
    _ONE,
    _ONE_ENDS,
)
OAI.repeated("brackets in authors", "(", f"{_ONE}<authors>", f"</authors>{_ONE_ENDS}")
OAI.repeated("pairs in authors", "()", f"{_ONE}<authors>", f"</authors>{_ONE_ENDS}")
OAI.repeated("names", "A B, ", f"{_ONE}<authors>", f"</authors>{_ONE_ENDS}")
OAI.repeated("TeX in names", "\\'e ", f"{_ONE}<authors>", f"</authors>{_ONE_ENDS}")
OAI.repeated("errors", "<error code='a'", _HEAD, _END)
