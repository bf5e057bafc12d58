"""Lists of papers in JSON: Recto's own, answers of a site, CSL."""

from __future__ import annotations

import json

from .shape import Paper, Shapes, daily

JSON = Shapes("json")
CSL_JSON = Shapes("csl-json")


@JSON.of_papers("honest", begin="[", between=",\n", end="]")
def _json(paper: Paper) -> str:
    return json.dumps(paper)


@JSON.of_papers("honest answer", begin='{"papers": [', between=",\n", end="]}")
def _answer(paper: Paper) -> str:
    return json.dumps(daily(paper))


@CSL_JSON.of_papers("honest", begin="[", between=",\n", end="]")
def _csl(paper: Paper) -> str:
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


JSON.repeated("braces", '{"a":')
JSON.repeated("brackets", "[", "[")
JSON.repeated("brackets within", "[[]],", "[", "1]")
JSON.repeated("numbers", "1,", "[", "1]")
JSON.repeated("digits", "1", "[", "]")
JSON.repeated("text", "a", '["', '"]')
JSON.repeated("text without end", "a", '["')
JSON.repeated("escapes", "\\u00e9", '[{"title":"', '"}]')
JSON.repeated("backslashes", "\\\\", '[{"title":"', '"}]')
JSON.repeated("spaces", " ", "[", "]")
JSON.repeated("lines", "\n", '[{"title":"a"}', "]")
JSON.repeated("documents", '{"title": "A %d"}\n', "[]\n")
JSON.repeated("papers in short", '{"title":"A %d"},', "[", "{}]")
JSON.repeated("one paper", '{"title":"A"},', "[", "{}]")
JSON.repeated("keys", '"a%d":1,', "[{", '"title":"a"}]')
JSON.repeated("authors", '"a%d",', '[{"title":"a","authors":[', '"b"]}]')
JSON.repeated("links", '"https://a.org/%d",', '[{"title":"a","links":[', '"b"]}]')
JSON.repeated("tags", '"a%d",', '[{"title":"a","tags":[', '"b"]}]')
JSON.repeated("no papers", "{},", "[", "{}]")
JSON.repeated("answer of no papers", "{},", '{"papers":[', "{}]}")
JSON.repeated("answers", '{"papers":[{"title":"A %d"}]}\n')
JSON.repeated("broken", '{"title":"A %d"},', "[", "{,}]")
CSL_JSON.repeated("names", '{"literal":"a%d"},', '[{"title":"a","author":[', "{}]}]")
CSL_JSON.repeated("names of one", '"a ', '[{"title":"a","author":[{"literal":', '"}]}]')
CSL_JSON.repeated("keywords", "a%d,", '[{"title":"a","issued":1,"keyword":"', '"}]')
CSL_JSON.repeated("papers in short", '{"title":"A %d","issued":1},', "[", "{}]")
