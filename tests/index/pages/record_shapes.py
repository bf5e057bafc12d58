"""Lists of records in all their shapes: JSON, JSON Lines, CSL, feeds, BibTeX, RIS, ids."""

from __future__ import annotations

import itertools
import json
from typing import Any

from .reading_shapes import daily, of_papers, papers, repeated, shape, until

# JSON


@shape("json", "honest")
def _json(size: int) -> str:
    return "[" + ",\n".join(until(size, map(json.dumps, papers()))) + "]"


@shape("json", "honest answer")
def _answer(size: int) -> str:
    told = ",\n".join(until(size, (json.dumps(daily(paper)) for paper in papers())))
    return f'{{"papers": [{told}]}}'


@shape("csl-json", "honest")
def _csl(size: int) -> str:
    def write(paper: dict[str, Any]) -> str:
        return json.dumps(
            {
                "id": paper["title"],
                "type": "article",
                "title": paper["title"],
                "abstract": paper["abstract"],
                "author": [{"family": "Lovelace", "given": "Ada"}],
                "issued": {"date-parts": [[2024, 5, 27]]},
                "number": f"arXiv:{paper['arxiv_id']}",
            }
        )

    return "[" + ",\n".join(until(size, map(write, papers()))) + "]"


repeated("json", "braces", '{"a":')
repeated("json", "brackets", "[", "[")
repeated("json", "brackets within", "[[]],", "[", "1]")
repeated("json", "numbers", "1,", "[", "1]")
repeated("json", "digits", "1", "[", "]")
repeated("json", "text", "a", '["', '"]')
repeated("json", "text without end", "a", '["')
repeated("json", "escapes", "\\u00e9", '[{"title":"', '"}]')
repeated("json", "backslashes", "\\\\", '[{"title":"', '"}]')
repeated("json", "spaces", " ", "[", "]")
repeated("json", "lines", "\n", '[{"title":"a"}', "]")
repeated("json", "documents", '{"title": "A %d"}\n', "[]\n")
repeated("json", "papers in short", '{"title":"A %d"},', "[", "{}]")
repeated("json", "one paper", '{"title":"A"},', "[", "{}]")
repeated("json", "keys", '"a%d":1,', "[{", '"title":"a"}]')
repeated("json", "authors", '"a%d",', '[{"title":"a","authors":[', '"b"]}]')
repeated("json", "links", '"https://a.org/%d",', '[{"title":"a","links":[', '"b"]}]')
repeated("json", "tags", '"a%d",', '[{"title":"a","tags":[', '"b"]}]')
repeated("json", "no papers", "{},", "[", "{}]")
repeated("json", "answer of no papers", "{},", '{"papers":[', "{}]}")
repeated("json", "answers", '{"papers":[{"title":"A %d"}]}\n')
repeated("json", "broken", '{"title":"A %d"},', "[", "{,}]")
repeated("csl-json", "names", '{"literal":"a%d"},', '[{"title":"a","author":[', "{}]}]")
repeated("csl-json", "names of one", '"a ', '[{"title":"a","author":[{"literal":', '"}]}]')
repeated("csl-json", "keywords", "a%d,", '[{"title":"a","issued":1,"keyword":"', '"}]')
repeated("csl-json", "papers in short", '{"title":"A %d","issued":1},', "[", "{}]")

# JSON Lines


@shape("jsonl", "honest")
def _jsonl(size: int) -> str:
    return of_papers(size, lambda paper: json.dumps(paper) + "\n")


for _name, _piece in {
    "papers in short": '{"title":"A %d"}\n',
    "one paper": '{"title":"A"}\n',
    "one paper, other titles": '{"title":"A %d","arxiv_id":"2401.12345"}\n',
    "one paper, other links": '{"title":"A","links":["https://a.org/%d"]}\n',
    "one paper, other abstracts": '{"title":"A","abstract":"https://a.org/%d"}\n',
    "one paper, other tags": '{"title":"A","tags":["t%d"]}\n',
    "one paper, other ids": '{"title":"A","arxiv_id":"2401.%d"}\n',
    "one paper, with and without an id": '{"title":"A"}\n{"title":"A","arxiv_id":"2401.%d"}\n',
    "papers that turn out to be one": (
        '{"title":"B %d","arxiv_id":"2401.%d"}\n{"title":"C %d"}\n'
        '{"title":"C %d","arxiv_id":"2401.%d"}\n'
    ),
    "one paper, noted": '{"title":"A","note":"%d"}\n',
    "one paper in the queue": '{"title":"A","queue":%d}\n',
    "papers in the queue": '{"title":"A %d","queue":%d}\n',
    "papers with a tag each": '{"title":"A %d","tags":["t%d"]}\n',
    "papers with a note each": '{"title":"A %d","note":"%d"}\n',
    "no papers": "{}\n",
    "blank lines": "\n",
    "no JSON": "{\n",
    "braces": '{"a":',
    "marks on a letter": "\u0301",
}.items():
    repeated("jsonl", _name, _piece, '{"title":"b"}\n')


@shape("jsonl", "one paper, longer and longer")
def _longer(size: int) -> str:
    texts = ("a b " * (n % 500) + str(n) for n in itertools.count())
    return "".join(until(size, (json.dumps({"title": "A", "abstract": t}) + "\n" for t in texts)))


@shape("jsonl", "one paper, more and more authors")
def _more_authors(size: int) -> str:
    lists = ([f"a{n}" for n in range(k % 900)] for k in itertools.count())
    return "".join(until(size, (json.dumps({"title": "A", "authors": t}) + "\n" for t in lists)))


# Feeds

_FEED = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">'
_ENTRY = "<entry><id>http://arxiv.org/abs/2401.%d</id><title>A %d</title></entry>\n"


@shape("atom", "honest")
def _atom(size: int) -> str:
    def write(paper: dict[str, Any]) -> str:
        names = "".join(f"<author><name>{name}</name></author>" for name in paper["authors"])
        return (
            f"<entry><id>http://arxiv.org/abs/{paper['arxiv_id']}</id><title>{paper['title']}</title>"
            f"<summary>{paper['abstract']}</summary><published>{paper['date']}T00:00:00Z</published>"
            f"{names}</entry>\n"
        )

    return f"{_FEED}{of_papers(size, write)}</feed>"


repeated("atom", "papers in short", _ENTRY, _FEED, "</feed>")
repeated("atom", "one paper", _ENTRY.replace("%d", "12345"), _FEED, "</feed>")
repeated("atom", "no papers", "<entry/>", _FEED, "</feed>")
_ONE = f"{_FEED}<entry><title>A</title>"
for _name, _piece in {
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
}.items():
    repeated("atom", _name, _piece, _ONE, "</entry></feed>")
repeated("atom", "deep", "<a>", _ONE)
repeated("atom", "attributes", " a%d='b'", f"{_FEED}<entry", "/></feed>")
repeated(
    "atom",
    "names of one list",
    "a,",
    f"{_ONE}<creator xmlns='http://purl.org/dc/elements/1.1/'>",
    "</creator></entry></feed>",
)
repeated("atom", "announced", "arXiv:1 ", f"{_ONE}<summary>", "</summary></entry></feed>")
repeated(
    "atom",
    "announced and no more",
    "Announce Type: Abstract",
    f"{_ONE}<summary>arXiv:1 ",
    "</summary></entry></feed>",
)

# BibTeX


@shape("bibtex", "honest")
def _bibtex(size: int) -> str:
    def write(paper: dict[str, Any]) -> str:
        return (
            f"@article{{key{paper['arxiv_id']}-{paper['date']},\n  title = {{{paper['title']}}},\n"
            f"  author = {{{' and '.join(paper['authors'])}}},\n  year = 2024,\n  month = may,\n"
            f"  abstract = {{{paper['abstract']}}},\n  eprint = {{{paper['arxiv_id']}}}\n}}\n\n"
        )

    return of_papers(size, write)


@shape("bibtex", "TeX in every word")
def _tex(size: int) -> str:
    def write(paper: dict[str, Any]) -> str:
        words = paper["abstract"].split()
        told = " ".join(f"{word}{{\\'e}}\\emph{{{at}}}" for at, word in enumerate(words))
        return (
            f"@misc{{k{paper['title']},\n title={{{paper['title']}}},\n abstract={{{told}}}\n}}\n"
        )

    return of_papers(size, write)


repeated("bibtex", "papers in short", "@misc{a%d,title={A %d}}\n")
repeated("bibtex", "one paper", "@misc{a,title={A}}\n")
repeated("bibtex", "one paper, other keys", "@misc{a%d,title={A}}\n")
repeated("bibtex", "unclosed", "@misc{a%d,title={A %d\n")
repeated("bibtex", "unclosed in one line", "@misc{a,title={A ")
repeated("bibtex", "unclosed in quotes", '@misc{a%d,title="A %d\n')
repeated("bibtex", "in round brackets", "@misc(a%d,title={A %d})\n")
repeated("bibtex", "in round brackets, unclosed", "@misc(a%d,title={A %d\n")
repeated("bibtex", "in round brackets, in one line", "@misc(a,title={A ")
repeated("bibtex", "at signs", "@")
repeated("bibtex", "at signs in lines", "@\n")
repeated("bibtex", "types", "@misc{")
repeated("bibtex", "types in lines", "@misc{\n")
repeated("bibtex", "types in round brackets", "@misc(\n")
repeated("bibtex", "a word", "a", "@")
repeated("bibtex", "spaces before signs", " @a{", "@misc{a,title={A}}\n")
repeated("bibtex", "spaces", " ", "@misc{a,title={A}}\n@misc")
repeated("bibtex", "spaces within", " ", "@misc{a,title={A}}\n@misc{a,title={", "@a{}")
repeated("bibtex", "comments", "@comment{a}\n", "@misc{a,title={A}}\n")
repeated("bibtex", "comments of words", "a b\n", "@misc{a,title={A}}\n")
repeated("bibtex", "strings", "@string{a%d = {b}}\n", "@misc{a,title={A}}\n")
repeated("bibtex", "strings of strings", "@string{a = a # a}\n", "@misc{a,title=a}\n")
repeated("bibtex", "one string often", "@misc{a%d,title=b # b}\n", "@string{b = {c}}\n")
_MISC = "@misc{a,title={"
for _name, _piece in {
    "braces": "{",
    "braces closed": "}",
    "braces both": "{}",
    "quotes": '"',
    "equals": "=",
    "commas": ",",
    "backslashes": "\\",
    "accents": "\\'e",
    "accents in words": "a\\'{e} ",
    "commands": "\\emph{a} ",
    "commands without end": "\\emph{",
    "environments": "\\begin{a} ",
    "environments in one word": "\\begin{a}",
    "dollars": "$",
    "dollars escaped": "$\\$",
    "formulas": "$a$ ",
    "ties": "~",
    "braces in words": "{a} ",
    "braces in one word": "{a}",
    "comments": "%",
    "switches": "{\\bf a} ",
    "unknown commands": "\\a%d{b} ",
    "square brackets": "\\cite[",
    "verbatim": "\\verb|",
    "ligatures": "---",
    "lines": "\n",
}.items():
    repeated("bibtex", f"{_name} in a title", _piece, _MISC, "}}\n@misc{b,title={B}}\n")
_MISC = "@misc{a,title={A},"
repeated("bibtex", "fields", "a%d={b},", _MISC, "}\n")
repeated("bibtex", "one field", "a={b},", _MISC, "}\n")
repeated("bibtex", "fields without values", "a,", _MISC, "}\n")
repeated("bibtex", "names", "Ada Lovelace and ", f"{_MISC}author={{", "B}}\n")
repeated("bibtex", "'and'", "and ", f"{_MISC}author={{", "B}}\n")
repeated("bibtex", "words of a name", "Ada ", f"{_MISC}author={{", "B}}\n")
repeated("bibtex", "commas of a name", ",", f"{_MISC}author={{", "B}}\n")
repeated("bibtex", "braces of a name", "{", f"{_MISC}author={{", "B}}\n")
repeated("bibtex", "braces closed in a name", "}", f'{_MISC}author="', '"}\n')
repeated("bibtex", "keywords", "a%d,", f"{_MISC}keywords={{", "B}}\n")
repeated("bibtex", "links", "https://a.org/%d ", f"{_MISC}verba={{", "B}}\n")
repeated("bibtex", "notes", "a\n\n", f"{_MISC}annote={{", "B}}\n")
repeated("bibtex", "notes of spaces", "\n ", f"{_MISC}annote={{a", "B}}\n")
repeated("bibtex", "notes ended", "{\\newline}", f"{_MISC}annote={{a", "B}}\n")
repeated("bibtex", "a journal", "arXiv:", f"{_MISC}journal={{", "B}}\n")

# RIS


@shape("ris", "honest")
def _ris(size: int) -> str:
    def write(paper: dict[str, Any]) -> str:
        names = "".join(f"AU  - {name}\n" for name in paper["authors"])
        return (
            f"TY  - JOUR\nTI  - {paper['title']}\n{names}PY  - 2024\nAB  - {paper['abstract']}\n"
            f"AN  - arXiv:{paper['arxiv_id']}\nER  - \n\n"
        )

    return of_papers(size, write)


repeated("ris", "papers in short", "TY  - JOUR\nTI  - A %d\nER  - \n")
repeated("ris", "one paper", "TY  - JOUR\nTI  - A\nER  - \n")
repeated("ris", "one paper, noted", "TY  - JOUR\nTI  - A\nN1  - %d\nER  - \n")
repeated("ris", "no titles", "TY  - JOUR\nER  - \n")
repeated("ris", "types", "TY  - \n")
repeated("ris", "types in one line", "TY  - ")
repeated("ris", "no ends", "TY  - JOUR\nTI  - A %d\n")
repeated("ris", "ends", "ER  - \n", "TY  - JOUR\nTI  - A\n")
_TY = "TY  - JOUR\nTI  - A\n"
for _name, _piece in {
    "lines of a title": "a\n",
    "lines of spaces": "   \n",
    "names": "AU  - Lovelace, Ada %d\n",
    "one name": "AU  - Lovelace, Ada\n",
    "titles": "TI  - a\n",
    "abstracts": "AB  - a b\n",
    "dates": "DA  - x\n",
    "dates of slashes": "DA  - ////\n",
    "ids": "AN  - arXiv:x\n",
    "links": "UR  - https://a.org/%d\n",
    "tags": "KW  - a%d\n",
    "notes": "N1  - a\n",
    "unknown tags": "ZZ  - a\n",
    "spaces before a sign": "AU  -",
    "line ends of another kind": "a\u2028",
    "form feeds": "\f",
    "carriage returns": "\r",
    "commas": "AU  - ,,,,\n",
}.items():
    repeated("ris", _name, _piece, _TY, "\nER  - \n")

# Lists of ids

repeated("arxiv", "honest", "2401.%d\n")
repeated("arxiv", "links", "https://arxiv.org/abs/2401.%d\n")
repeated("arxiv", "one id", "2401.12345\n")
repeated("arxiv", "no ids", "a%d\n", "2401.12345\n")
repeated("arxiv", "remarks", "# a\n", "2401.12345\n")
repeated("arxiv", "remarks in one line", " #", "2401.12345\n")
repeated("arxiv", "letters", "a-", "2401.12345\n", "/1234567\n")
repeated("arxiv", "blank lines", "\n", "2401.12345\n")
repeated("arxiv", "spaces", " ", "2401.12345\n", "x\n")


@shape("arxiv", "many ids")
def _ids(size: int) -> str:
    numbers = itertools.product(range(1, 26), range(1, 13), range(1, 20_000))
    return "".join(until(size, (f"{y:02}{m:02}.{n:05}\n" for y, m, n in numbers)))
