"""Words and sentences of blocks, where they stand on the screen, and motions over them."""

from __future__ import annotations

import pytest
from recto.index import Block, Span, Text
from recto.tui.painting.look import Look
from recto.tui.painting.themes import PLAIN
from recto.tui.terminal.ascii import spell
from recto.tui.widgets.text.flow import Flow
from recto.tui.widgets.text.marking import words_of
from recto.tui.widgets.text.selecting import Mark, Selection, TextWords
from recto.tui.widgets.text.sentences import sentence_ends
from recto.tui.widgets.text.shapes import Wrapped
from recto.tui.widgets.text.words import BlockWords, shown

from . import sample

SPANS = (
    Span("  We know it by Kim et al. (2020). See "),
    Span("x. y", "formula"),
    Span("  here. "),
    Span("W_{1}", "formula"),
    Span(" is a row w.r.t. "),
    Span("b", "formula"),
    Span(". It ends here."),
    Span("1", "note"),
    Span(" Next one "),
    Span("[12, 3]", "cite"),
    Span(". And e.g. this naïve one, with 3.4 things? "),
    Span("“Yes.”", "emphasis"),
)
SENTENCES = [
    "We know it by Kim et al. (2020).",
    "See x. y here.",
    "W_{1} is a row w.r.t. b.",
    "It ends here.1",
    "Next one [12, 3].",
    "And e.g. this naïve one, with 3.4 things?",
    "“Yes.”",
]


def test_sentences_end_where_they_do() -> None:
    text, start, found = "".join(span.text for span in SPANS), 0, []
    for end in sentence_ends(SPANS):
        found.append(" ".join(text[start:end].split()))
        start = end
    assert found == SENTENCES
    assert sentence_ends(()) == [0]
    words = BlockWords(Block("paragraph", SPANS))
    firsts = [words.text[words.words[at].start :].split()[0] for at in words.sentences]
    assert firsts == [sentence.split()[0] for sentence in SENTENCES]


@pytest.mark.parametrize("look", [PLAIN, PLAIN._replace(is_ascii=True)])
@pytest.mark.parametrize("room", [20, 80])
def test_words_are_found_where_they_are_read(look: Look, room: int) -> None:
    block = Block("paragraph", SPANS)
    shape = Flow(Text((block,), "html"), look, room).shape(0)
    assert isinstance(shape, Wrapped)
    words = BlockWords(block)
    said = []
    for word in words.words:
        start, end = shown(shape, block, word.start, word.end)
        said.append(shape.prose.text[start:end])
        assert said[-1].strip() == said[-1] != ""
    assert " ".join(said) == shape.prose.text
    assert "W_{1}" not in said
    assert spell("naïve") in said if look.is_ascii else "naïve" in said


def test_what_is_not_broken_into_lines_is_marked_as_a_whole_and_code_by_lines() -> None:
    paper = sample.text(1)
    flow = Flow(paper, PLAIN, 80)
    words = words_of(flow)
    kinds = [block.kind for block in flow.blocks]
    counts = {kind: len(words.of(kinds.index(kind)).words) for kind in kinds}
    assert (counts["formula"], counts["table"], counts["code"]) == (1, 1, 2)
    code = kinds.index("code")
    second = words.of(code).words[1]
    assert shown(flow.shape(code), flow.blocks[code], *second) == (1, 2)
    formula = kinds.index("formula")
    assert shown(flow.shape(formula), flow.blocks[formula], 0, 5) == (0, 1)


def made() -> TextWords:
    blocks = [
        Block("paragraph", (Span("A b c. D e f. G h i."),)),
        Block("formula", (Span("x"),)),
        Block("table"),
        Block("paragraph", (Span("J k. L m."),)),
        Block("heading", (Span("Footnotes"),)),
        Block("footnote", (Span("N o."),)),
    ]
    return TextWords(blocks, [0, 1, 2, 4, 6, 3], 6)


def said(words: TextWords, at: Selection) -> str:
    return " ".join(words.of(nth).text[s:e] for nth, (s, e) in words.letters(at).items())


def test_sentences_come_to_what_is_marked_on_either_side() -> None:
    words = made()
    middle = Selection(Mark(0, 3), Mark(0, 5))
    assert said(words, middle) == "D e f."

    def moved(*steps: int, of: Selection = middle) -> str:
        at = of
        for step in steps:
            at = words.by_bounds(at, step, words.sentence)
        assert words.count(at) == len(said(words, at).split())
        return said(words, at)

    assert moved(1) == "D e f. G h i."
    assert moved(2) == moved(1, 1) == "D e f. G h i. x"
    assert moved(3) == "D e f. G h i. x J k."
    assert moved(9) == "D e f. G h i. x J k. L m."  # footnotes stand elsewhere in the paper
    assert moved(2, -1) == "D e f. G h i."
    assert moved(-1) == moved(-9) == "A b c. D e f."
    assert moved(-1, 1) == "D e f."
    assert moved(-1, 1, 1) == "D e f. G h i."
    other = Selection(middle.caret, middle.anchor)
    assert moved(-1, of=other) == "A b c. D e f."
    assert moved(1, of=other) == "D e f. G h i."


def test_words_and_paragraphs_move_the_end_as_in_an_editor() -> None:
    words = made()
    at = Selection(Mark(0, 3), Mark(0, 5))
    assert said(words, words.by_word(at, -1)) == "D e"
    assert said(words, words.by_word(at, -4)) == "b c. D"
    assert said(words, words.by_word(at, 5)) == "D e f. G h i. x J"
    assert said(words, words.by_word(at, 99)) == "D e f. G h i. x J k. L m."
    part = words.by_word(at, -1)
    assert said(words, words.by_bounds(part, 1, words.sentence)) == "D e f."
    assert said(words, words.by_bounds(part, -1, words.sentence)) == "A b c. D e"
    assert said(words, words.by_bounds(at, 1, words.block)) == "D e f. G h i."
    assert said(words, words.by_bounds(at, 2, words.block)) == "D e f. G h i. x"
    assert said(words, words.by_bounds(at, -1, words.block)) == "A b c. D e f."
    assert said(words, words.next_sentence(at, 4)) == "L m."
    assert said(words, words.next_sentence(at, 5)) == said(words, words.next_sentence(at, 9))
    assert said(words, words.next_sentence(at, 5)) == "N o."
    assert said(words, words.next_sentence(at, -9)) == "A b c."
    assert words.near(2) == Mark(3, 0)
