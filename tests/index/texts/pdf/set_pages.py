"""PDF files set for tests: lines of text in named fonts at given places, as TeX would set them.

Each character is half an em wide, so that a line of 48 is 240 points wide at a size of 10.
"""

from __future__ import annotations

import random
import textwrap
from collections.abc import Sequence

LEFT, RIGHT_COLUMN = 60, 320
WIDE = 48
"""Characters of a line in one of two columns."""
LEADING = 12

OT1 = (
    "/Type /Encoding /Differences [11 /ff /fi /fl 16 /dotlessi 18 /grave /acute /caron "
    "24 /cedilla 27 /bullet 127 /dieresis]"
)


class Page:
    """Operators of one page, a group for each line."""

    def __init__(self) -> None:
        self.groups: list[str] = []
        self.y = 720.0

    def put(
        self, x: float, y: float, text: str, font: str = "CMR10", size: float = 10, wide: int = 0
    ) -> None:
        """Set a text, stretched to so many characters at its spaces."""
        spaces = text.count(" ")
        stretch = (wide - len(text)) * size / 2 / spaces if wide and spaces else 0
        self.show(x, y, f"[({escaped(text)})]", font, size, f"{stretch:.4f} Tw ")

    def show(
        self, x: float, y: float, array: str, font: str = "CMR10", size: float = 10, more: str = ""
    ) -> None:
        """Set the array of a TJ operator."""
        self.groups.append(f"BT /{font} {size} Tf {more}1 0 0 1 {x} {y} Tm {array} TJ ET")

    def lines(
        self, text: str, x: float = LEFT, font: str = "CMR10", size: float = 10, indent: int = 0
    ) -> None:
        """Set a paragraph below what is there, its lines stretched but for the last."""
        told = textwrap.wrap(" " * indent + text, WIDE, break_on_hyphens=False)
        for number, line in enumerate(told):
            left = x + (indent * size / 2 if not number else 0)
            wide = WIDE - (indent if not number else 0) if number < len(told) - 1 else 0
            self.put(left, self.y, line.strip(), font, size, wide)
            self.y -= LEADING

    def heading(self, text: str, x: float = LEFT, font: str = "CMBX12", size: float = 14) -> None:
        """Set a line with space around it."""
        self.y -= LEADING
        self.put(x, self.y, text, font, size)
        self.y -= LEADING * 1.7

    def skip(self, lines: float = 1) -> None:
        self.y -= lines * LEADING

    def shuffled(self, seed: int) -> None:
        """Bring the operators out of order."""
        random.Random(seed).shuffle(self.groups)


def escaped(text: str) -> str:
    return "".join(
        f"\\{ord(sign):03o}" if sign in "()\\" or not 32 <= ord(sign) < 127 else sign
        for sign in text
    )


def pdf(*pages: Page, forms: Sequence[str] = (), bitmaps: Sequence[int] = ()) -> bytes:
    """Return a file (PDF 1.7, 14.3.3); `bitmaps` are the codes of a Type 3 font called T3.

    Forms are streams of operators, called X0, X1 and so on.
    """
    streams = [*forms, *(group for page in pages for group in page.groups)]
    names = sorted({word[1:] for stream in streams for word in stream.split() if _font(word)})
    names = sorted({*names, "CMR10"})
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    fonts = []
    for name in names:
        objects.append(_bitmaps(bitmaps) if name == "T3" else _face(name))
        fonts.append(f"/{name} {len(objects)} 0 R")
    named = []
    resources = f"/Font << {' '.join(fonts)} >>"
    for number, stream in enumerate(forms):
        objects.append(
            f"<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << {resources} >> "
            f"/Length {len(stream)} >>\nstream\n{stream}\nendstream"
        )
        named.append(f"/X{number} {len(objects)} 0 R")
    kids = []
    for page in pages:
        stream = "\n".join(page.groups)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << "
            f"{resources} /XObject << {' '.join(named)} >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    )
    return data + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def _font(word: str) -> bool:
    return word.startswith("/") and not word.startswith("/X")


def _face(name: str) -> str:
    widths = " ".join(["500"] * 118)
    # As pdfTeX has it: what codes mean stands in the font's own file, which is not needed here.
    encoding = "" if name == "CMR12" else f"/Encoding << {OT1} >>"
    return (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+{name} /FirstChar 10 /LastChar 127 "
        f"/Widths [{widths}] {encoding} >>"
    )


def _bitmaps(codes: Sequence[int]) -> str:
    names = " ".join(f"{code} /a{code}" for code in codes)
    widths = " ".join(["50"] * 256)
    return (
        "<< /Type /Font /Subtype /Type3 /FontMatrix [0.01 0 0 0.01 0 0] /FontBBox [0 0 50 50] "
        f"/FirstChar 0 /LastChar 255 /Widths [{widths}] /CharProcs << >> "
        f"/Encoding << /Type /Encoding /Differences [{names}] >> >>"
    )
