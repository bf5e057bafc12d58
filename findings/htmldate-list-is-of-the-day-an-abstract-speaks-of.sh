#!/usr/bin/env bash
# htmldate 1.11.0, asked for the date of a list of a day with `extensive_search=False`, answers with a
# day that one of the abstracts speaks of; the heading says the list's own ("Showing new listings for
# Wednesday, 12 August 2026"), and the extensive search finds it.
# Guessed before it was run: the day of the heading, or none.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q htmldate==1.11.0
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

from htmldate import find_date

PAGE = """<!DOCTYPE html><html><head><title>Machine Learning</title></head><body>
<h1>Machine Learning</h1><h3>Showing new listings for Wednesday, 12 August 2026</h3>
<p>Total of 1 entries</p><dl><dt><a href="/abs/2608.09001">arXiv:2608.09001</a></dt>
<dd><div>Title: Forecasts of Storms</div>
<p>We look at the storms of 12 May 2021 and at the one of 2019-03-04.</p></dd></dl></body></html>"""
print("htmldate", version("htmldate"))
found = {
    "as it is": find_date(PAGE),
    "extensive_search=False": find_date(PAGE, extensive_search=False),
}
for asked, answer in found.items():
    print(f"find_date, {asked}: {answer}")
as_described = list(found.values()) == ["2026-08-12", "2019-03-04"]
print(
    "The careful search takes the storm's day for the list's; only the other one reads the heading."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
