#!/usr/bin/env bash
# bibtexparser 2.1.0 drops the accent of an author whose name begins with one, unless it is the first.
# Guessed before it was run: two names, the second with its accent.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q bibtexparser==2.1.0
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

import bibtexparser
from bibtexparser.middlewares import SeparateCoAuthors

TEXT = r"""
@book{a,
  title = {On Letters},
  author = {Ada Lovelace and \'Etienne Dupont and \O{}ystein Ore}
}
@book{b,
  title = {On Braces},
  author = {\'Etienne Dupont and {\O}ystein Ore}
}
"""
library = bibtexparser.parse_string(TEXT, append_middleware=[SeparateCoAuthors()])
first, second = (entry["author"] for entry in library.entries)
print("bibtexparser", version("bibtexparser"))
print(r"author = {Ada Lovelace and \'Etienne Dupont and \O{}ystein Ore} is read as", first)
print(r"author = {\'Etienne Dupont and {\O}ystein Ore} is read as", second)
as_described = first == ["Ada Lovelace", "Etienne Dupont", "{}ystein Ore"] and second == [
    r"\'Etienne Dupont",
    r"{\O}ystein Ore",
]
print(
    "A command of TeX with which a name begins is lost where the name stands behind `and`: "
    "Étienne becomes Etienne and Øystein loses his first letter. The first name of a field keeps "
    "it, and so does one in braces."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
