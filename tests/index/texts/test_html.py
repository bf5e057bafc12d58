"""Papers by LaTeXML as blocks."""

from __future__ import annotations

import pytest
from recto.index.texts.blocks import Span
from recto.index.texts.html.page import read_html

from .pages import bibliography, equation, math, note, page, para, read, section, told

TITLE = '<h1 class="ltx_title ltx_title_document">Drying of Ink</h1>'
AUTHORS = """<div class="ltx_authors">
<span class="ltx_creator ltx_role_author"><span class="ltx_personname">Ada Åström
<br class="ltx_break">House of Ink
</span><span class="ltx_author_notes"><span class="ltx_contact ltx_role_email">
<span class="ltx_contact_name">Email:</span> ada@example.org</span>
<span class="ltx_contact ltx_role_thanks">ORCID: 0000-0002-1825-0097</span></span></span>
<span class="ltx_author_before">  </span><span class="ltx_creator ltx_role_author">
<span class="ltx_personname">Bo Nguyễn</span></span></div>"""
ABSTRACT = """<div class="ltx_abstract"><h6 class="ltx_title ltx_title_abstract">Abstract</h6>
<p class="ltx_p">Ink dries.</p></div>"""


def test_the_front_of_a_paper_is_told_apart_from_what_surrounds_it() -> None:
    text = read(TITLE + AUTHORS + ABSTRACT + section("S1", "1", "Ink", para("It is wet.")))
    assert told(text.blocks) == [
        ("title", "Drying of Ink"),
        ("authors", "Ada Åström, Bo Nguyễn"),
        ("authors", "House of Ink; ada@example.org"),
        ("paragraph", "Ink dries."),
        ("heading", "Ink"),
        ("paragraph", "It is wet."),
    ]
    assert [block.level for block in text.blocks[1:3]] == [0, 1]
    places = [block.place for block in text.blocks]
    assert places == ["front", "front", "front", "abstract", "body", "body"]
    assert (text.source, text.version, text.license) == ("arxiv", 3, "CC BY 4.0")


def test_a_page_without_furniture_is_read_as_well() -> None:
    bare = '<article class="ltx_document"><h1 class="ltx_title">Ink</h1><p>Dry.</p></article>'
    text = read_html(bare)
    assert told(text.blocks) == [("title", "Ink"), ("paragraph", "Dry.")]
    assert (text.source, text.version, text.license) == ("html", None, "")
    linked = f'<html><head><link href="https://ar5iv.labs.arxiv.org/a.css"></head>{bare}</html>'
    assert read_html(linked).source == "ar5iv"


def test_what_is_cut_off_behind_the_abstract_is_said() -> None:
    assert "the body" in read(TITLE + ABSTRACT).lacks
    assert "the body" not in read(TITLE + section("S1", "1", "Ink", para("Wet."))).lacks


def test_headings_have_level_number_place_and_label() -> None:
    deep = section("S1.SS1", "1.1", "Wet <em>ink</em>", para("Wet."), "subsection")
    text = read(
        section("S1", "1", "Ink", deep)
        + section("Sx1", "", "Acknowledgements", para("Thanks."))
        + bibliography("A. One. Inks.")
        + section("A1", "Appendix A", "Proofs", para("Clear."), "appendix")
    )
    headings = [block for _, block in text.headings()]
    assert [(block.level, block.number, block.label, block.place) for block in headings] == [
        (1, "1", "S1", "body"),
        (2, "1.1", "S1.SS1", "body"),
        (1, "", "Sx1", "body"),
        (1, "", "bib", "references"),
        (1, "A", "A1", "appendix"),
    ]
    assert headings[1].spans == (Span("Wet "), Span("ink", "emphasis"))
    assert text.blocks[-1].place == "appendix"


def test_a_folded_formula_is_joined_and_its_mathml_is_passed_over() -> None:
    folded = math(r"\nabla_{%&#10;\theta}L&lt;\epsilon")
    text = read(para(f"We see {folded}."))
    assert text.blocks[0].spans == (
        Span("We see "),
        Span(r"\nabla_{\theta}L<\epsilon", "formula"),
        Span("."),
    )


def test_cells_of_a_row_are_one_and_each_number_has_its_rows() -> None:
    shown = equation(
        "S1.EGx1",
        [
            ((r"\displaystyle a", r"\displaystyle=b"), ""),
            (("", r"\displaystyle=c"), "1"),
            ((r"\displaystyle d", r"\displaystyle=e"), "2"),
        ],
    )
    text = read(
        section("S1", "1", "Ink", para("So") + shown + para("holds, see " + link("S1.EGx1.2")))
    )
    first, second = (block for block in text.blocks if block.kind == "formula")
    assert (first.number, first.text) == ("1", "a & =b\n & =c".replace("\n ", "\n"))
    assert (second.number, second.text) == ("2", "d =e")
    (leading,) = (span for span in text.blocks[-1].spans if span.kind == "reference")
    assert leading.targets == (second.label,)


def link(target: str, text: str = "there", base: str = "") -> str:
    return f'<a href="{base}#{target}" title="x" class="ltx_ref">{text}</a>'


def test_a_number_of_two_rows_is_told_once() -> None:
    rows = (
        '<table id="S1.E9" class="ltx_equationgroup ltx_eqn_table"><tbody>'
        '<tr class="ltx_eqn_row"><td class="ltx_td ltx_eqn_cell">' + math("x=") + "</td>"
        '<td rowspan="2" class="ltx_eqn_cell ltx_eqn_eqno"><span class="ltx_tag">(9)</span></td>'
        "</tr>"
        '<tr class="ltx_eqn_row"><td class="ltx_td ltx_eqn_cell">' + math("+y") + "</td></tr>"
        "</tbody></table>"
    )
    (formula,) = read(rows).blocks
    assert (formula.number, formula.text) == ("9", "x=\n+y")


def test_a_footnote_stands_once_and_outside_of_the_sentence() -> None:
    text = read(para(f"Ink dries.{note(1, 'Under a lamp.')} Then it is old."))
    paragraph, footnote = text.blocks
    assert paragraph.spans == (
        Span("Ink dries."),
        Span("1", "note", ("footnote1",)),
        Span(" Then it is old."),
    )
    assert (footnote.kind, footnote.text, footnote.number) == ("footnote", "Under a lamp.", "1")
    assert footnote.label == "footnote1"


def test_a_footnote_of_a_table_comes_behind_the_table() -> None:
    table = (
        '<table class="ltx_tabular"><tr class="ltx_tr"><td class="ltx_td">a</td>'
        f'<td class="ltx_td">b{note(2, "Or c.")}</td></tr></table>'
    )
    assert [block.kind for block in read(table).blocks] == ["table", "footnote"]


def test_a_range_of_citations_leads_to_all_between() -> None:
    def cite(*numbers: int, between: str = ", ") -> str:
        inside = between.join(link(f"bib.bib{number}", str(number)) for number in numbers)
        return f'<cite class="ltx_cite">[{inside}]</cite>'

    said = f"{cite(1)}–{cite(3)}, {cite(4)} – {cite(2)}, {cite(2, 4, between=']-[')}, {cite(1, 4)}"
    paragraph = read(para(said) + bibliography(*["A. One. Inks."] * 4)).blocks[0]
    one, two, three, four = (f"bib.bib{number}" for number in range(1, 5))
    assert [(span.text, span.targets) for span in paragraph.spans if span.kind == "cite"] == [
        ("[1]–[3]", (one, two, three)),
        ("[4]", (four,)),
        ("[2]", (two,)),
        ("[2]-[4]", (two, three, four)),
        ("[1, 4]", (one, four)),
    ]


@pytest.mark.parametrize("base", ["", "https://arxiv.org/html/2401.00042v3"])
def test_citations_and_references_lead_to_what_they_name(base: str) -> None:
    both = f"{link('bib.bib2', '2', base)}, {link('bib.bib1', '1', base)}"
    cite = f'<cite class="ltx_cite">[{both}]</cite>'
    text = read(
        section("S1", "1", "Ink", para(f"As {cite} say in Section {link('S1', '1', base)}."))
        + bibliography("A. One. Inks.", "B. Two. Pens.")
    )
    paragraph = text.blocks[1]
    assert paragraph.spans == (
        Span("As "),
        Span("[2, 1]", "cite", ("bib.bib2", "bib.bib1")),
        Span(" say in Section "),
        Span("1", "reference", ("S1",)),
        Span("."),
    )
    entries = [block for block in text.blocks if block.kind == "entry"]
    assert [(one.number, one.label, one.text) for one in entries] == [
        ("1", "bib.bib1", "A. One. Inks."),
        ("2", "bib.bib2", "B. Two. Pens."),
    ]
    assert {one.place for one in entries} == {"references"}


def test_names_and_years_are_no_numbers_of_references() -> None:
    html = (
        '<li id="bib.bib1" class="ltx_bibitem"><span class="ltx_tag ltx_role_refnum '
        'ltx_tag_bibitem">One et al. (2020)</span><span class="ltx_bibblock">A. One.</span>'
        '<span class="ltx_bibblock">Inks.</span></li>'
    )
    (entry,) = read(html).blocks
    assert (entry.number, entry.text) == ("", "A. One. Inks.")


def test_a_reference_to_what_is_not_there_leads_nowhere() -> None:
    text = read(para(f"See {link('S9')} and {link('S1.p1')}.") + '<p id="S1.p1">Here.</p>')
    spans = [span for span in text.blocks[0].spans if span.kind == "reference"]
    assert [span.targets for span in spans] == [(), ("S1.p1",)]
    assert text.labelled()["S1.p1"] == 1


def test_only_safe_addresses_are_links() -> None:
    text = read(
        para('<a href="https://example.org/a">here</a>, <a href="javascript:alert(1)">there</a>')
    )
    assert text.blocks[0].spans == (
        Span("here", "link", ("https://example.org/a",)),
        Span(", there"),
    )


def test_items_have_signs_and_lie_in_each_other() -> None:
    html = """<ol class="ltx_enumerate"><li id="I1" class="ltx_item">
<span class="ltx_tag ltx_tag_item">(a)</span><div class="ltx_para"><p class="ltx_p">Pour.</p></div>
<div class="ltx_para"><p class="ltx_p">Slowly.</p></div>
<ul class="ltx_itemize"><li class="ltx_item"><span class="ltx_tag ltx_tag_item">•</span>
<div class="ltx_para"><p class="ltx_p">Stir.</p></div></li></ul></li></ol>
<dl class="ltx_description"><dt class="ltx_item"><span class="ltx_tag ltx_tag_item">Ink</span></dt>
<dd class="ltx_item"><div class="ltx_para"><p class="ltx_p">is wet.</p></div></dd></dl>"""
    found = [(block.level, block.number, block.text) for block in read(html).blocks]
    assert found == [
        (1, "(a)", "Pour."),
        (1, "", "Slowly."),
        (2, "•", "Stir."),
        (1, "", "Ink is wet."),
    ]


def test_theorems_and_proofs_begin_with_their_names() -> None:
    html = """<div id="Thm1" class="ltx_theorem ltx_theorem_lemma">
<h6 class="ltx_title ltx_runin ltx_title_theorem"><span class="ltx_tag ltx_tag_theorem">
<span class="ltx_text ltx_font_bold">Lemma 3</span></span> (Ink)<span class="ltx_text">.</span></h6>
<div class="ltx_para"><p class="ltx_p"><span class="ltx_text ltx_font_italic">It dries.</span></p>
</div></div><div class="ltx_proof"><h6 class="ltx_title ltx_runin ltx_title_proof">Proof.</h6>
<div class="ltx_para"><p class="ltx_p">Wait. ∎</p></div></div>"""
    theorem, proof = read(html).blocks
    assert (theorem.kind, theorem.number, theorem.label) == ("theorem", "3", "Thm1")
    assert theorem.spans == (Span("Lemma 3 (Ink).", "strong"), Span(" It dries."))
    assert (proof.kind, proof.text) == ("proof", "Proof. Wait. ∎")


def test_tables_have_all_columns_in_each_row() -> None:
    html = """<figure id="S1.T1" class="ltx_table"><figcaption class="ltx_caption">
<span class="ltx_tag ltx_tag_table">Table 1: </span>Inks.</figcaption>
<table class="ltx_tabular"><thead class="ltx_thead"><tr class="ltx_tr">
<th class="ltx_td ltx_th ltx_th_column" rowspan="2">Ink</th>
<th class="ltx_td ltx_th ltx_th_column" colspan="2">Hours</th></tr><tr class="ltx_tr">
<th class="ltx_td ltx_th ltx_th_column">dry</th><th class="ltx_td ltx_th ltx_th_column">wet</th>
</tr></thead><tbody><tr class="ltx_tr"><th class="ltx_td ltx_th ltx_th_row">blue</th>
<td class="ltx_td">1</td><td class="ltx_td"><table class="ltx_tabular"><tr class="ltx_tr">
<td class="ltx_td">2</td></tr></table></td></tr></tbody></table></figure>"""
    caption, table = read(html).blocks
    assert (caption.kind, caption.text, caption.number) == ("caption", "Table 1: Inks.", "1")
    assert caption.label == "S1.T1"
    assert table.text == "Ink\tHours\t\n\tdry\twet\nblue\t1\t2"
    assert table.head == 2


def test_a_table_of_one_column_is_paragraphs() -> None:
    html = "<table><tr><td>One thing.</td></tr><tr><td>Another.</td></tr></table>"
    assert told(read(html).blocks) == [("paragraph", "One thing."), ("paragraph", "Another.")]


def test_lines_of_an_algorithm_keep_blanks_and_formulas() -> None:
    html = f"""<figure id="alg1" class="ltx_float"><figcaption class="ltx_caption">
<span class="ltx_tag ltx_tag_float"><b>Algorithm 1</b> </span> Dry.</figcaption>
<div class="ltx_listing"><div class="ltx_listingline">
<span class="ltx_tag ltx_tag_listingline">1:</span><b>for</b> {math("t")} <b>do</b>
</div><div class="ltx_listingline"><span class="ltx_tag ltx_tag_listingline">2:</span>    wait
</div></div></figure>"""
    caption, code = read(html).blocks
    assert (caption.text, caption.number) == ("Algorithm 1 Dry.", "1")
    assert code.rows[0][0] == (Span("1: for ", "code"), Span("t", "formula"), Span(" do", "code"))
    assert code.rows[1][0] == (Span("2:     wait", "code"),)
    plain = read("<pre>if dry:\n    print(1)\n</pre>").blocks[0]
    assert [span.text for span in plain.spans] == ["if dry:", "    print(1)"]


def test_pictures_leave_no_words_and_are_said_to_be_missing() -> None:
    html = '<p>Ink</p><figure id="F1" class="ltx_figure"><svg><text>NEVER</text><svg></svg></svg>'
    text = read(html + '<figcaption class="ltx_caption">A pen.</figcaption></figure>')
    assert told(text.blocks) == [("paragraph", "Ink"), ("caption", "A pen.")]
    assert "pictures" in text.lacks


def test_what_latexml_did_not_know_is_left_out_and_said() -> None:
    text = read(para(r'Ink <span class="ltx_ERROR undefined">\blot</span>dries.'))
    assert text.blocks[0].text == "Ink dries."
    assert "what its converter did not know" in text.lacks


def test_raised_and_lowered_digits_stay_so() -> None:
    text = read(para("10<sup>5</sup> of H<sub>2</sub>O, the 1<sup>st</sup>"))
    assert text.blocks[0].text == "10⁵ of H₂O, the 1st"


def test_text_is_made_safe() -> None:
    text = read(para("a\u202eb\x1b[31mc\u200bd\ue0000\ue001 &#xE000;7&#xE001; e"))
    assert text.blocks[0].text == "abcd0 e"


def test_mathml_without_tex_is_told_by_its_signs() -> None:
    text = read(para("so <math><mi>x</mi><mo>=</mo><mn>2</mn></math>"))
    assert text.blocks[0].text == "so x = 2"
    assert "the TeX of its formulas" in text.lacks


def test_other_pages_are_read_by_their_main_part() -> None:
    html = """<html><body><nav>never</nav><header>Site</header><main><h1>Ink</h1><h2>1. Wet</h2>
<p>It is <strong>wet</strong>.<br>Very.</p><blockquote>Said Ada.</blockquote>
<ol><li>Pour</li><li>Stir <code>it</code></li></ol>
<p>As said<a href="#r1">[1]</a>.</p><h2>References</h2><ol><li id="r1">A. One. Inks.</li></ol>
</main><aside>never</aside></body></html>"""
    text = read_html(html)
    assert text.source == "html"
    assert [(block.kind, block.number, block.text) for block in text.blocks] == [
        ("title", "", "Ink"),
        ("heading", "1", "Wet"),
        ("paragraph", "", "It is wet. Very."),
        ("paragraph", "", "Said Ada."),
        ("item", "1.", "Pour"),
        ("item", "2.", "Stir it"),
        ("paragraph", "", "As said[1]."),
        ("heading", "", "References"),
        ("entry", "1", "A. One. Inks."),
    ]
    assert text.blocks[6].spans[1] == Span("[1]", "cite", ("r1",))


def test_nothing_is_too_deep() -> None:
    deep = "<div>" * 5000 + "<b>" * 200 + "ink" + "<span class='ltx_note'>" * 300
    assert read_html(page(deep)).blocks[0].text == "ink"


def test_keywords_are_no_section() -> None:
    html = """<div class="ltx_keywords"><h6 class="ltx_title ltx_title_keywords">Index Terms: </h6>
ink, pens</div>"""
    (block,) = read(html).blocks
    assert (block.kind, block.place, block.text) == ("paragraph", "front", "Index Terms: ink, pens")


def test_a_table_of_spans_within_a_paragraph_stands_by_itself() -> None:
    html = para(
        'So <span class="ltx_tabular"><span class="ltx_tr"><span class="ltx_td">a</span>'
        '<span class="ltx_td">b</span></span></span> it is.'
    )
    assert told(read(html).blocks) == [
        ("paragraph", "So"),
        ("table", "a\tb"),
        ("paragraph", "it is."),
    ]


def test_panels_of_a_figure_have_captions_of_their_own() -> None:
    panel = (
        '<figure id="F1.sf{0}" class="ltx_figure ltx_figure_panel"><img><figcaption '
        'class="ltx_caption"><span class="ltx_tag ltx_tag_figure">({0}) </span>Ink.</figcaption>'
        "</figure>"
    )
    html = (
        f'<figure id="F1" class="ltx_figure">{panel.format("a")}{panel.format("b")}<figcaption '
        'class="ltx_caption"><span class="ltx_tag ltx_tag_figure">Figure 1: </span>Both.'
        f"</figcaption></figure>{para(link('F1', '1') + link('F1.sfb', '1b'))}"
    )
    *captions, paragraph = read(html).blocks
    assert [(one.label, one.number, one.text) for one in captions] == [
        ("F1.sfa", "a", "(a) Ink."),
        ("F1.sfb", "b", "(b) Ink."),
        ("F1", "1", "Figure 1: Both."),
    ]
    assert [span.targets for span in paragraph.spans] == [("F1",), ("F1.sfb",)]


def test_marks_and_notes_that_stand_apart_find_each_other() -> None:
    mark = '<span class="ltx_note ltx_role_footnotemark"><sup class="ltx_note_mark">4</sup></span>'
    apart = note(4, "Apart.").replace("ltx_role_footnote", "ltx_role_footnotetext")
    paragraph, _, footnote = read(para(f"Ink{mark} dries.") + para(f"Later.{apart}")).blocks
    assert paragraph.spans[1] == Span("4", "note", ("footnote4",))
    assert (footnote.text, footnote.label) == ("Apart.", "footnote4")


def test_notes_without_ids_have_labels_of_their_own() -> None:
    bare = (
        '<span class="ltx_note ltx_role_footnote"><span class="ltx_note_content">{}</span></span>'
    )
    paragraph, first, second = read(para(f"Ink{bare.format('a')} dries{bare.format('b')}.")).blocks
    marks = [span for span in paragraph.spans if span.kind == "note"]
    assert [mark.targets for mark in marks] == [(first.label,), (second.label,)]
    assert first.label != second.label


def test_an_id_that_is_there_twice_is_that_of_the_first() -> None:
    text = read(section("S1", "1", "Ink", para("a")) + section("S1", "2", "Pens", para(link("S1"))))
    assert [block.label for _, block in text.headings()] == ["S1", ""]
