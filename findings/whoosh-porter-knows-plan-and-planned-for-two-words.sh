#!/usr/bin/env bash
# `whoosh.lang.porter.stem` of Whoosh 2.7.4, and of whoosh3 3.54.0 that goes on with it, which is what
# their StemFilter and StemmingAnalyzer use, is not Porter's stemmer: what follows upon `-ed` and `-ing` is left out where it is due (a double
# letter stays double, no `e` is put back for the later steps to find), and `-ic` and `-ical` are no
# endings. So "planned" is not found by "plan", "generated" not by "generate" and "physical" not by
# "physics", while "merged" is found by "merge". Its neighbour `whoosh.lang.porter2` and
# snowballstemmer 3.1.1, asked for "porter", join them all.
# Guessed before it was run: both give the same stem for each plain word of an abstract.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q snowballstemmer==3.1.1
for package in whoosh==2.7.4 whoosh3==3.54.0; do
    "$folder/venv/bin/pip" install -q --target "$folder/$package" "$package"
done
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

from snowballstemmer import stemmer
from whoosh.analysis import StemmingAnalyzer
from whoosh.lang import porter, porter2

name = sys.argv[1]
print(name, version(name) + ", snowballstemmer", version("snowballstemmer"))
PAIRS = [
    ("plan", "planned"),
    ("map", "mapping"),
    ("generate", "generated"),
    ("optimization", "optimized"),
    ("physics", "physical"),
    ("merge", "merged"),
]
WAYS = {
    "whoosh.lang.porter": porter.stem,
    "whoosh.lang.porter2": porter2.stem,
    "snowballstemmer's porter": stemmer("porter").stemWord,
}
joined = {}
for name, stem in WAYS.items():
    told = ", ".join(f"{stem(one)}/{stem(other)}" for one, other in PAIRS)
    joined[name] = [stem(one) == stem(other) for one, other in PAIRS]
    print(f"{name}: {told}; {sum(joined[name])} of {len(PAIRS)} pairs have one stem.")
analysed = [token.text for token in StemmingAnalyzer()("plan planned")]
print(f'StemmingAnalyzer makes {analysed} of "plan planned".')
as_described = (
    joined["whoosh.lang.porter"] == [False] * 5 + [True]
    and all(joined["whoosh.lang.porter2"])
    and all(joined["snowballstemmer's porter"])
    and analysed == ["plan", "plann"]
)
print(
    "A word is not found by its own other forms."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
for package in whoosh==2.7.4 whoosh3==3.54.0; do
    PYTHONPATH="$folder/$package" "$folder/venv/bin/python" "$folder/run.py" "${package%%=*}"
done
