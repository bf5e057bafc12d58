#!/usr/bin/env bash
# bibtexparser 2.1.0 with its LatexDecodingMiddleware reads addresses as if they were prose: links
# and DOIs lead nowhere any more.
# Guessed before it was run: url, doi and file, which biblatex reads verbatim, stay as they are.
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
from bibtexparser.middlewares import LatexDecodingMiddleware

TEXT = r"""
@article{k,
  title = {On Inks},
  url = {https://a.example/~ann/ink--pen%20nib.html},
  doi = {10.1000/a--b}
}
"""
library = bibtexparser.parse_string(TEXT, append_middleware=[LatexDecodingMiddleware()])
(entry,) = library.entries
print("bibtexparser", version("bibtexparser"))
print("Read:", TEXT)
print("url:", ascii(entry["url"]))
print("doi:", ascii(entry["doi"]))
as_described = (entry["url"], entry["doi"]) == (
    "https://a.example/\xa0ann/ink\u2013pen",
    "10.1000/a\u2013b",
)
print(
    "The tilde is a space, two hyphens are a dash, and what stands behind the per cent sign is "
    "gone as a comment."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
