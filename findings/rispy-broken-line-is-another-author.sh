#!/usr/bin/env bash
# rispy 0.10.0 takes the rest of a broken line for another value wherever a tag may be repeated, and
# writes values with line breaks so that it reads them back as several.
# Guessed before it was run: the two lines are one value, as they are for a title.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q rispy==0.10.0
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

import rispy

TEXT = """TY  - JOUR
TI  - A title that goes on
on the next line
AU  - The Collaboration for Measuring,
Weighing and Counting
N1  - A note that goes on
on the next line
ER  -
"""
(read,) = rispy.loads(TEXT)
print("rispy", version("rispy"))
for field in ("title", "authors", "notes"):
    print(f"{field}:", read[field])
told = {"type_of_reference": "JOUR", "title": "T", "notes": ["first line\nsecond line"]}
(back,) = rispy.loads(rispy.dumps([told]))
print("One note of two lines, written by rispy and read back:", back["notes"])
as_described = (
    read["title"] == "A title that goes on on the next line"
    and read["authors"] == ["The Collaboration for Measuring,", "Weighing and Counting"]
    and read["notes"] == ["A note that goes on", "on the next line"]
    and back["notes"] == ["first line", "second line"]
)
print(
    "A title, an abstract is put together again; of one author, keyword or note in two lines rispy "
    "makes two, and does so with what it wrote itself."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
