#!/usr/bin/env bash
# pypdfium2 5.15.2 reads the text of a layer (optional content, PDF 1.7, 8.11) that is off, and does
# not draw it: what it reads of a page is more than what a person sees of it, such as another
# language's words or an answer that is to be shown later.
# Guessed before it was run: as it is not drawn it is not read.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pypdfium2==5.15.2
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

import pypdfium2

print("pypdfium2", version("pypdfium2"))


def pdf(state):
    stream = "/OC /L BDC BT /F1 40 Tf 72 700 Td (hidden) Tj ET EMC"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << "
        f"/{state} [6 0 R] >> >> >>",
        "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> "
        "/Properties << /L 6 0 R >> >> /Contents 4 0 R >>",
        "<< /Type /OCG /Name (answers) >>",
    ]
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return data + (
        f"xref\n0 7\n0000000000 65535 f \n{table}trailer\n<< /Size 7 /Root 1 0 R >>\n"
        f"startxref\n{len(data)}\n%%EOF\n"
    ).encode()


def read(state):
    """Return what is read of a page, and whether anything is drawn on it."""
    page = pypdfium2.PdfDocument(pdf(state))[0]
    drawn = len(set(bytes(page.render().buffer))) > 1
    return page.get_textpage().get_text_range(), drawn


on, off = read("ON"), read("OFF")
print("layer on: ", on)
print("layer off:", off)
as_described = on == ("hidden", True) and off == ("hidden", False)
print(
    "What is not drawn is read." if as_described else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
