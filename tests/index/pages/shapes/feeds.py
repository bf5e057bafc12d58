"""Feeds."""

from __future__ import annotations

from .shape import Paper, Shapes

ATOM = Shapes("atom")


_FEED = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">'
_ENTRY = "<entry><id>http://arxiv.org/abs/2401.%d</id><title>A %d</title></entry>\n"


@ATOM.of_papers("honest", begin=_FEED, end="</feed>")
def _atom(paper: Paper) -> str:
    names = "".join(f"<author><name>{name}</name></author>" for name in paper["authors"])
    return (
        f"<entry><id>http://arxiv.org/abs/{paper['arxiv_id']}</id><title>{paper['title']}</title>"
        f"<summary>{paper['abstract']}</summary><published>{paper['date']}T00:00:00Z</published>"
        f"{names}</entry>\n"
    )


ATOM.each(
    {
        "papers in short": _ENTRY,
        "one paper": _ENTRY.replace("%d", "12345"),
        "no papers": "<entry/>",
        "mistakes": _ENTRY.replace("A %d", "A & %d"),
        "entries that stop": "<entry><a b>",
        "ends of nothing": "<entry></a>",
        "entries that do not end": "<entry>",
    },
    _FEED,
    "</feed>",
)
_ONE = f"{_FEED}<entry><title>A</title>"
ATOM.each(
    {
        "authors": "<author><name>a %d</name></author>",
        "links": '<link href="https://arxiv.org/abs/x%d"/>',
        "other children": "<a/>",
        "titles": "<title>a</title>",
        "lines": "\n",
        "text": "a ",
        "entities": "&amp;",
        "numbers of signs": "&#65;",
        "CDATA": "<![CDATA[a]]>",
        "comments": "<!-- a -->",
        "instructions": "<?a b?>",
        "entries within": "<entry><title>a</title></entry>",
        "creators": '<creator xmlns="http://purl.org/dc/elements/1.1/">a, b</creator>',
        "names of spaces": '<x xmlns:a%d="b%d"/>',
        "bare signs": "a & b < c ",
        "entities of HTML": "a&nbsp;b &nosuch%d; ",
        "control characters": "a\x0cb &#12; ",
        "signs within CDATA": "<![CDATA[a & \x0c b &nbsp;]]>",
        "signs within comments": "<!-- a -- & \x0c b -->",
    },
    _ONE,
    "</entry></feed>",
)
ATOM.repeated("deep", "<a>", _ONE)
ATOM.repeated("attributes", " a%d='b'", f"{_FEED}<entry", "/></feed>")
ATOM.repeated(
    "names of one list",
    "a,",
    f"{_ONE}<creator xmlns='http://purl.org/dc/elements/1.1/'>",
    "</creator></entry></feed>",
)
ATOM.repeated("announced", "arXiv:1 ", f"{_ONE}<summary>", "</summary></entry></feed>")
ATOM.repeated(
    "announced and no more",
    "Announce Type: Abstract",
    f"{_ONE}<summary>arXiv:1 ",
    "</summary></entry></feed>",
)
ATOM.repeated("CDATA without end", "a & ]] > b ", f"{_ONE}<summary><![CDATA[")
ATOM.repeated("comment without end", "a -- b ", f"{_ONE}<!--")
ATOM.repeated("signs begun", "&a", _ONE)
ATOM.repeated("sections begun", "<![CDATA[", _ONE)


@ATOM.shape("many names of spaces before mistakes")
def _spaces(size: int) -> str:
    spaces = "".join(f' xmlns:a{number}="http://a.org/{number}"' for number in range(size // 80))
    return f"{_FEED.removesuffix('>')}{spaces}>" + "<entry><a b>" * (size // 16)


@ATOM.shape("a long name of a space before mistakes")
def _space(size: int) -> str:
    begin = f'{_FEED.removesuffix(">")} xmlns:a="http://a.org/{"a" * (size // 2)}">'
    return begin + "<entry><a b>" * (size // 16)
