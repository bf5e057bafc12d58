"""What the classes of LaTeXML are in a paper: https://math.nist.gov/~BMiller/LaTeXML/manual/.

arXiv and ar5iv convert with it. Its elements say by classes `ltx_…` what they stand for; whatever
has none of those named here is what its tag says.
"""

from __future__ import annotations

import re
from typing import Any

from ...text import clean
from ..blocks import Block, Place, Span
from .authors import read_authors
from .elements import enter_html, heading, style
from .equations import equation_cell, equation_row, equations
from .frames import Context, Note, number_of, plain
from .listings import code_block, line_of
from .reader import Handler, Reader
from .tables import caption, cell, figure, row, table
from .walking import SKIP, Leave, attribute, classes_of, nodes_of, text_of

_SKIPPED = frozenset(
    {"ltx_page_header", "ltx_page_footer", "ltx_page_navbar", "ltx_page_logo", "ltx_TOC"}
    | {"ltx_toclist", "ltx_pagination", "ltx_note_mark", "ltx_note_type", "ltx_bib_cited"}
    | {"ltx_listing_data", "ltx_contact_name", "ltx_role_orcid", "ltx_rdf", "ltx_phantom"}
    | {"ltx_dates", "ds-announcement", "infobox", "package-alerts", "sr-only"}
)
_LEVELS = {
    **dict.fromkeys(("part", "chapter", "section", "appendix", "bibliography"), 1),
    **dict.fromkeys(("acknowledgements", "index", "glossary"), 1),
    **{"subsection": 2, "subsubsection": 3, "paragraph": 4, "subparagraph": 5},
}
_STYLES = {
    "ltx_font_bold": "strong",
    "ltx_font_italic": "emphasis",
    "ltx_font_slanted": "emphasis",
    "ltx_emph": "emphasis",
    "ltx_font_typewriter": "code",
}
_PLACES: dict[str, Place] = {"ltx_appendix": "appendix", "ltx_bibliography": "references"}
_PRINTED_NUMBER = re.compile(r"\[?([\w+.-]{1,12})\]?")
"""What is printed before one of the references; names and years stand there for `natbib` alone."""


class LatexmlVisitor:
    """Reads the elements of a paper into blocks."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.text = reader.text

    def enter(self, node: Any, classes: frozenset[str]) -> Leave | None:
        """Say of an element what it is."""
        self._reader.anchor(node)
        if classes:
            if not classes.isdisjoint(_SKIPPED):
                return SKIP
            if found := _NAMES & classes:
                return _HANDLERS[min(found, key=_RANKS.__getitem__)](self._reader, node, classes)
            if "ltx_ERROR" in classes:
                self._reader.lacks["what its converter did not know"] = None
                return SKIP
            if any(name.startswith("ltx_title") for name in classes):
                return _title(self._reader, node, classes)
            if "ltx_tag" in classes:
                return _tag(self._reader, node, classes)
            if found := _STYLED & classes:
                return style(self._reader, _STYLES[min(found)])
        return enter_html(self._reader, node, classes)


def _title(reader: Reader, node: Any, classes: frozenset[str]) -> Leave | None:
    kind = max(name[len("ltx_title_") :] for name in classes if name.startswith("ltx_title"))
    if kind == "abstract":
        return SKIP
    if kind in ("theorem", "proof"):
        return _head(reader)
    if kind in ("keywords", "classification"):
        return reader.styled("strong")
    level = 0 if kind == "document" or node.name == "h1" else _LEVELS.get(kind, 1)
    section = node.parent if node.parent is not None else node
    return heading(reader, node, level, attribute(section, "id"))


def _head(reader: Reader) -> Leave | None:
    """Read what the first paragraph of a theorem or a proof begins with."""
    if reader.is_flat or not reader.contexts:
        return None
    reader.begin_flat()

    def leave() -> None:
        spans = reader.end_flat()
        text = plain(tuple(span for span in spans if span.kind != "note"))
        notes = tuple(span for span in spans if span.kind in ("note", "cite", "formula"))
        told = spans if notes else (Span(text),)
        reader.contexts[-1].head = tuple(
            span._replace(kind="strong") if span.kind in ("text", "emphasis") else span
            for span in told
        )

    return leave


def _tag(reader: Reader, node: Any, classes: frozenset[str]) -> Leave | None:
    """Read the number or sign that stands before something."""
    reader.begin_flat()

    def leave() -> None:
        text = plain(reader.end_flat())
        context = reader.contexts[-1] if reader.contexts else None
        if "ltx_tag_note" in classes:
            if reader.notes:
                reader.notes[-1].number = text
        elif "ltx_tag_bibitem" in classes and context is not None:
            found = _PRINTED_NUMBER.fullmatch(text)
            context.number = found[1] if found else ""
        elif "ltx_tag_theorem" in classes and context is not None:
            context.number = number_of(text) if any(map(str.isdigit, text)) else ""
            reader.run.add_text(text)
        elif "ltx_tag_item" in classes and context is not None and not reader.is_flat:
            context.number = text
        elif reader.headings and not reader.headings[-1]:
            reader.headings[-1].append(number_of(text))
            if "ltx_tag_figure" in classes or "ltx_tag_table" in classes or _is_float(classes):
                reader.run.add_text(text, "strong")
                reader.run.add_blank()
        else:
            reader.run.add_text(text, reader.styles[-1])

    return leave


def _is_float(classes: frozenset[str]) -> bool:
    return "ltx_tag_float" in classes or any(name.endswith("_caption") for name in classes)


def _section(reader: Reader, _: Any, classes: frozenset[str]) -> Leave | None:
    reader.flush()
    before = reader.place
    named = next((_PLACES[name] for name in _PLACES if name in classes), None)
    reader.place = named or ("body" if before == "abstract" else before)

    def leave() -> None:
        reader.flush()
        reader.place = "appendix" if named else reader.place

    return leave


def _abstract(reader: Reader, *_: Any) -> Leave | None:
    reader.flush()
    reader.place = "abstract"

    def leave() -> None:
        reader.flush()
        reader.place = "body"

    return leave


def _authors(reader: Reader, node: Any, _: frozenset[str]) -> Leave | None:
    reader.flush()
    for block in read_authors(node, reader.text_into):
        reader.emit(block)
    return SKIP


def _front(reader: Reader, *_: Any) -> Leave | None:
    reader.flush()
    before, reader.place = reader.place, "front"

    def leave() -> None:
        reader.flush()
        reader.place = before

    return leave


def _theorem(reader: Reader, node: Any, classes: frozenset[str]) -> Leave | None:
    kind = "proof" if "ltx_proof" in classes else "theorem"
    reader.begin_context(Context(kind, label=attribute(node, "id")))  # type: ignore[arg-type]
    return reader.end_context


def _bibitem(reader: Reader, node: Any, _: frozenset[str]) -> Leave | None:
    reader.begin_context(Context("entry", label=attribute(node, "id")))
    reader.begin_flat()

    def leave() -> None:
        spans = reader.end_flat()
        reader.run.add_all(spans)
        reader.end_context()

    return leave


def _blank(reader: Reader, *_: Any) -> Leave | None:
    reader.flush()
    return reader.flush


def _note(reader: Reader, node: Any, classes: frozenset[str]) -> Leave | None:
    """Read a footnote out of the sentence; its mark stays there."""
    reader.noted += 1
    label = clean(attribute(node, "id")) or f"note{reader.noted}"
    if "ltx_role_footnotemark" in classes:
        mark = next((one for one in nodes_of(node) if "ltx_note_mark" in classes_of(one)), None)
        text = clean(text_of(mark)) if mark is not None else ""
        reader.run.add(Span(text, "note"))
        return SKIP
    reader.notes.append(Note(label))
    reader.begin_flat()

    def leave() -> None:
        note = reader.notes.pop()
        spans = reader.end_flat()
        if not spans:
            return
        number = note.number or "*"
        reader.run.add(Span(number, "note", (label,)))
        reader.wait(Block("footnote", spans, number=number, label=label, place=reader.place))

    return leave


def _cite(reader: Reader, *_: Any) -> Leave | None:
    targets: list[str] = []
    reader.cites.append(targets)
    reader.begin_flat()

    def leave() -> None:
        reader.cites.pop()
        spans = reader.end_flat()
        if targets:
            reader.run.add(Span(plain(spans), "cite", tuple(dict.fromkeys(targets))))
        else:
            reader.run.add_all(spans)

    return leave


def _listing(reader: Reader, node: Any, _: frozenset[str]) -> Leave | None:
    reader.flush()
    if reader.is_flat:
        return None
    lines = [one for one in nodes_of(node) if "ltx_listingline" in classes_of(one)]
    if not lines:
        return None
    for line in lines:
        reader.anchor(line)
    reader.emit(code_block((line_of(line, reader.formulas) for line in lines), reader.place))
    return SKIP


_HANDLERS: dict[str, Handler] = {
    **{"ltx_eqn_table": equations, "ltx_eqn_row": equation_row, "ltx_eqn_cell": equation_cell},
    **dict.fromkeys(
        ("ltx_section", "ltx_subsection", "ltx_subsubsection", "ltx_paragraph"), _section
    ),
    **dict.fromkeys(("ltx_chapter", "ltx_part", "ltx_appendix", "ltx_bibliography"), _section),
    **{"ltx_abstract": _abstract, "ltx_authors": _authors, "ltx_keywords": _front},
    "ltx_classification": _front,
    **{"ltx_theorem": _theorem, "ltx_proof": _theorem, "ltx_bibitem": _bibitem},
    **{"ltx_bibblock": _blank, "ltx_note": _note, "ltx_cite": _cite},
    **{"ltx_figure": figure, "ltx_table": figure, "ltx_float": figure, "ltx_caption": caption},
    **{"ltx_tabular": table, "ltx_tr": row, "ltx_td": cell, "ltx_th": cell},
    "ltx_listing": _listing,
}
"""What classes are; of an element that has several the first holds."""
_RANKS = {name: rank for rank, name in enumerate(_HANDLERS)}
_NAMES = frozenset(_HANDLERS)
_STYLED = frozenset(_STYLES)
