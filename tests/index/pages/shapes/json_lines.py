"""JSON Lines."""

from __future__ import annotations

import itertools
import json

from .shape import Paper, Shapes, until

JSON_LINES = Shapes("jsonl")


@JSON_LINES.of_papers("honest")
def _jsonl(paper: Paper) -> str:
    return json.dumps(paper) + "\n"


JSON_LINES.each(
    {
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
    },
    '{"title":"b"}\n',
)


@JSON_LINES.shape("one paper, longer and longer")
def _longer(size: int) -> str:
    texts = ("a b " * (n % 500) + str(n) for n in itertools.count())
    return "".join(until(size, (json.dumps({"title": "A", "abstract": t}) + "\n" for t in texts)))


@JSON_LINES.shape("one paper, more and more authors")
def _more_authors(size: int) -> str:
    lists = ([f"a{n}" for n in range(k % 900)] for k in itertools.count())
    return "".join(until(size, (json.dumps({"title": "A", "authors": t}) + "\n" for t in lists)))
