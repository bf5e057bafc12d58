#!/usr/bin/env bash
# idutils 1.7.1 takes some file names of PDFs from arXiv for ISBNs: it leaves letters and points away,
# and of 2401.00001v1.pdf there remain ten digits that happen to have the right sum. One in eleven does.
# The id itself, 2401.00001v1, is both arXiv and ISBN.
# Guessed before it was run: arXiv, or no scheme at all.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q idutils==1.7.1
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

import idutils

NAMES = [f"2401.{number:05}v1.pdf" for number in range(1, 1001)]
found = {name: idutils.detect_identifier_schemes(name) for name in NAMES}
books = [name for name, schemes in found.items() if schemes == ["isbn"]]
others = [name for name, schemes in found.items() if schemes not in ([], ["isbn"])]
print("idutils", version("idutils"))
print("2401.00001v1 is", idutils.detect_identifier_schemes("2401.00001v1"))
print("2401.00001v1.pdf is", found["2401.00001v1.pdf"], "and normalized",
      idutils.normalize_pid("2401.00001v1.pdf", "isbn"))
print(f"Of {len(NAMES)} such names {len(books)} are ISBNs, {len(others)} are something else")
as_described = (
    idutils.detect_identifier_schemes("2401.00001v1") == ["arxiv", "isbn"]
    and found["2401.00001v1.pdf"] == ["isbn"]
    and 80 <= len(books) <= 100
    and not others
)
print(
    "Whoever asks what a folder of papers holds is told of books that nobody has written."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
