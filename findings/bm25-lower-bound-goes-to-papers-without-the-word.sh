#!/usr/bin/env bash
# rank_bm25 0.2.2 and bm25s 0.3.16 give the lower bound of BM25+, `delta`, to papers that lack the
# word as well as to those that have it, so that no `delta`, however large, changes the order: it is
# plain BM25. With "bm25l" of bm25s a larger `delta` even brings both closer together. The bound is
# there to set a long paper that has a word apart from one without it (Lv and Zhai, CIKM 2011).
# Guessed before it was run: a larger delta lifts the long paper that has both words to the top.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q rank_bm25==0.2.2 bm25s==0.3.16
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

import bm25s
from rank_bm25 import BM25Plus

NAMES = ("short", "long", "none")
PAPERS = [
    ["merging"] * 3,
    ["merging", "permutation", *(f"word{i}" for i in range(400))],
    ["speech", "audio"],
    ["audio", "heat"],
    ["inks"],
]
QUERY = ["merging", "permutation"]
DELTAS = (0.0, 1.0, 50.0)


def of_rank_bm25(delta):
    """Return the score of each paper by rank_bm25's BM25+."""
    return BM25Plus(PAPERS, delta=delta).get_scores(QUERY)


def of_bm25s(method):
    """Return what scores each paper by a method of bm25s."""

    def scores(delta):
        index = bm25s.BM25(method=method, delta=delta)
        index.index(PAPERS, show_progress=False)
        return index.get_scores(QUERY)

    return scores


def bounded(delta):
    """Return the score of each paper by rank_bm25, the bound for words that it has alone."""
    scores = of_rank_bm25(delta)
    idf = BM25Plus(PAPERS).idf
    return [
        score - sum(delta * idf[word] for word in QUERY if word not in paper)
        for score, paper in zip(scores, PAPERS)
    ]


print("rank_bm25", version("rank_bm25"), "and bm25s", version("bm25s"))
print("The query is", *QUERY, "- short has the first thrice, long has both once, none has neither.")
told = {}
for name, scores in (
    ("rank_bm25's BM25Plus", of_rank_bm25),
    ("bm25s's bm25+", of_bm25s("bm25+")),
    ("bm25s's bm25l", of_bm25s("bm25l")),
    ("With the bound as the paper has it", bounded),
):
    told[name] = []
    for delta in DELTAS:
        values = [float(score) for score in scores(delta)[:3]]
        order = [NAMES[place] for place in sorted(range(3), key=lambda place: -values[place])]
        above = [round(value - values[2], 2) for value in values[:2]]
        told[name].append((order, above))
        print(
            f"{name}, delta {delta:g}: {', '.join(order)}; above none by "
            f"{above[0]:g} (short) and {above[1]:g} (long)."
        )
plus, sparse, lengths, meant = told.values()
plain = ["short", "long", "none"]
as_described = (
    plus == sparse == [(plain, [2.41, 1.05])] * 3
    and [order for order, _ in lengths] == [plain] * 3
    and lengths[0][1][0] > lengths[1][1][0] > lengths[2][1][0]
    and [order[0] for order, _ in meant] == ["short", "long", "long"]
)
print(
    "The bound is added to every paper alike, and says nothing of any."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
