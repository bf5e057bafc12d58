#!/usr/bin/env bash
# pdfminer.six 20260107 does not go to the next line at the operator `"`, which sets both spacings
# and then shows its text on the next line (PDF 1.7, table 109): two lines are printed over each
# other. The operator `'`, which does the same without spacings, goes on to the next line.
# Guessed before it was run: both lines stand apart.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pdfminer.six==20260107
cat > "$folder/run.py" <<'PYTHON'
import io
import sys
from importlib.metadata import version

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar

print("pdfminer.six", version("pdfminer.six"))


def pdf(shown):
    stream = f"BT /F1 10 Tf 14 TL 72 700 Td (first line) Tj {shown} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
        "/Resources << /Font << /F1 3 0 R >> >> /Contents 4 0 R >>",
    ]
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return data + (
        f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\n"
        f"startxref\n{len(data)}\n%%EOF\n"
    ).encode()


def baselines(data):
    """Return how high the letters of a page stand."""
    found = set()

    def look(item):
        if isinstance(item, LTChar):
            found.add(round(item.matrix[5]))
        elif hasattr(item, "__iter__"):
            for inner in item:
                look(inner)

    for page in extract_pages(io.BytesIO(data), laparams=LAParams()):
        look(page)
    return sorted(found, reverse=True)


single, double = baselines(pdf("(second line) '")), baselines(pdf('5 1 (second line) "'))
print("with '   lines at", single)
print('with "   lines at', double)
as_described = single == [700, 686] and double == [700]
print(
    "The second line stands on the first one."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
