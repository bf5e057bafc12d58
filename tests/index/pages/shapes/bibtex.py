"""BibTeX."""

from __future__ import annotations

from .shape import Paper, Shapes

BIBTEX = Shapes("bibtex")


@BIBTEX.of_papers("honest")
def _bibtex(paper: Paper) -> str:
    return (
        f"@article{{key{paper['arxiv_id']}-{paper['date']},\n  title = {{{paper['title']}}},\n"
        f"  author = {{{' and '.join(paper['authors'])}}},\n  year = 2024,\n  month = may,\n"
        f"  abstract = {{{paper['abstract']}}},\n  eprint = {{{paper['arxiv_id']}}}\n}}\n\n"
    )


@BIBTEX.of_papers("TeX in every word")
def _tex(paper: Paper) -> str:
    words = paper["abstract"].split()
    told = " ".join(f"{word}{{\\'e}}\\emph{{{at}}}" for at, word in enumerate(words))
    return f"@misc{{k{paper['title']},\n title={{{paper['title']}}},\n abstract={{{told}}}\n}}\n"


BIBTEX.each(
    {
        "papers in short": "@misc{a%d,title={A %d}}\n",
        "one paper": "@misc{a,title={A}}\n",
        "one paper, other keys": "@misc{a%d,title={A}}\n",
        "unclosed": "@misc{a%d,title={A %d\n",
        "unclosed in one line": "@misc{a,title={A ",
        "unclosed in quotes": '@misc{a%d,title="A %d\n',
        "in round brackets": "@misc(a%d,title={A %d})\n",
        "in round brackets, unclosed": "@misc(a%d,title={A %d\n",
        "in round brackets, in one line": "@misc(a,title={A ",
        "at signs": "@",
        "at signs in lines": "@\n",
        "types": "@misc{",
        "types in lines": "@misc{\n",
        "types in round brackets": "@misc(\n",
    }
)
BIBTEX.repeated("a word", "a", "@")
BIBTEX.repeated("spaces before signs", " @a{", "@misc{a,title={A}}\n")
BIBTEX.repeated("spaces", " ", "@misc{a,title={A}}\n@misc")
BIBTEX.repeated("spaces within", " ", "@misc{a,title={A}}\n@misc{a,title={", "@a{}")
BIBTEX.each(
    {
        "comments": "@comment{a}\n",
        "comments of words": "a b\n",
        "strings": "@string{a%d = {b}}\n",
    },
    "@misc{a,title={A}}\n",
)
BIBTEX.repeated("strings of strings", "@string{a = a # a}\n", "@misc{a,title=a}\n")
BIBTEX.repeated("one string often", "@misc{a%d,title=b # b}\n", "@string{b = {c}}\n")
_TITLE = "@misc{a,title={"
BIBTEX.each(
    {
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
        "square brackets": "\\cite[a]{b} ",
        "verbatim": "\\verb|",
        "ligatures": "---",
        "lines": "\n",
        "formulas in brackets": "\\(a\\)",
        "formulas in brackets, unclosed": "\\(",
        "links": "\\href{https://a.org/%d}{a} ",
        "links apart": "\\href {a} {b} ",
        "links without end": "\\href{a} ",
        "accents apart": "\\c c",
        "letters set low": "\\textsubscript{1}",
        "unknown commands of groups": "\\a{b}{c}",
        "tags": "<i>a</i>",
        "tags begun": "<i>",
        "tags half begun": "<i ",
        "signs of tags": "<",
        "letters set low in tags": "<sub>a</sub>",
        "letters set lower and lower": "<sub>",
        "entities": "&amp;",
        "entities of entities": "&amp;amp;",
        "formulas in tags": "<mml:math><mml:mi>a</mml:mi></mml:math>",
        "formulas in tags, unclosed": "<mml:math>",
        "formulas in formulas": "<math><math>",
        "TeX in tags": "<tex-math>$a$</tex-math>",
        "choices of formulas": "<alternatives>",
        "comments in tags": "<!-- a -->",
        "comments begun": "<!--",
    },
    _TITLE,
    "}}\n@misc{b,title={B}}\n",
    name="{} in a title",
)
_MISC = "@misc{a,title={A},"
BIBTEX.each(
    {
        "fields": "a%d={b},",
        "one field": "a={b},",
        "fields without values": "a,",
    },
    _MISC,
    "}\n",
)
BIBTEX.each(
    {
        "names": "Ada Lovelace and ",
        "'and'": "and ",
        "words of a name": "Ada ",
        "commas of a name": ",",
        "braces of a name": "{",
    },
    f"{_MISC}author={{",
    "B}}\n",
)
BIBTEX.each(
    {
        "names in parts": "family=Lovelace, given=Ada and ",
        "parts of a name": "given=Ada, ",
        "semicolons": "Lovelace, Ada; ",
        "commas between names": "Ada Lovelace, ",
        "ampersands": "Ada L & ",
        "colons": "a: ",
        "others": "others and ",
        "et al.": "et al., ",
    },
    f"{_MISC}author={{",
    "B}}\n",
    name="{} of authors",
)
BIBTEX.each(
    {
        "strings joined": '"a" # ',
        "words joined": "a # ",
        "quotes and braces": '"{',
        "signs of joining": "#",
    },
    f"{_MISC}journal=",
    '"b"}\n',
)
BIBTEX.each(
    {
        "borrowed before": "@inproceedings{k%d, title={A %d}, crossref={p}}\n",
        "borrowed from nobody": "@inproceedings{k%d, title={A %d}, crossref={p%d}}\n",
        "lent and borrowed": "@book{k%d, title={A}, crossref={k10000}}\n",
        "borrowed from many": "@misc{k%d, title={A}, xdata={a,b,c,d,e,f}}\n",
        "borrowed from oneself": "@misc{k%d, title={A}, crossref={k%d}}\n",
    },
    "",
    "@proceedings{p, title={P}, year=2024}\n",
)
BIBTEX.repeated("crossref in crossref", "{", f"{_MISC}crossref={{", "}}\n")
BIBTEX.repeated("months", "mar ", f"{_MISC}year=2024, month={{", "}}\n")
BIBTEX.repeated("dates", "2024-", f"{_MISC}date={{", "}}\n")
BIBTEX.repeated("ids", "arXiv:", f"{_MISC}eprint={{", "}}\n")
BIBTEX.repeated("archives", "abs/a-", f"{_MISC}note={{", "}}\n")
BIBTEX.repeated("DOIs", "doi:10.1/", f"{_MISC}note={{", "}}\n")
BIBTEX.repeated("files", ":a:PDF;", f"{_MISC}file={{", "}}\n")
BIBTEX.repeated("colons of files", ":", f"{_MISC}file={{", "}}\n")
BIBTEX.repeated("marks", "recto:4fmbdg4sb2 a%d ", f"{_MISC}verbb={{", "}}\n")
BIBTEX.repeated("addresses escaped", "{\\_}", f"{_MISC}url={{http://a.org/", "}}\n")
BIBTEX.repeated("braces closed in a name", "}", f'{_MISC}author="', '"}\n')
BIBTEX.repeated("keywords", "a%d,", f"{_MISC}keywords={{", "B}}\n")
BIBTEX.repeated("links", "https://a.org/%d ", f"{_MISC}verba={{", "B}}\n")
BIBTEX.repeated("notes", "a\n\n", f"{_MISC}annote={{", "B}}\n")
BIBTEX.repeated("notes of spaces", "\n ", f"{_MISC}annote={{a", "B}}\n")
BIBTEX.repeated("notes ended", "{\\newline}", f"{_MISC}annote={{a", "B}}\n")
BIBTEX.repeated("a journal", "arXiv:", f"{_MISC}journal={{", "B}}\n")
