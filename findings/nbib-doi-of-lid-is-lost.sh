#!/usr/bin/env bash
# nbib 0.3.2 gives a record no DOI where PubMed says it in LID, its field for the location of an
# article online; it looks into AID alone.
# Guessed before it was run: the id that is marked [doi] is the DOI, whichever of both has it.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q nbib==0.3.2
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

import nbib

TEXT = """
PMID- 100
OWN - NLM
STAT- MEDLINE
DP  - 2020 Mar 5
TI  - On Inks.
{}
FAU - Quill, Rosa
AU  - Quill R
JT  - Journal of inks
"""
print("nbib", version("nbib"))
told = {}
for field in ("LID", "AID"):
    (record,) = nbib.read(TEXT.format(f"{field} - 10.1000/x [doi]"))
    told[field] = record.get("doi")
    print(f"{field} - 10.1000/x [doi] gives the DOI", told[field])
as_described = told == {"LID": None, "AID": "10.1000/x"}
print(
    "A DOI in LID is lost without a word, also beside a pii; the same in AID is read."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
