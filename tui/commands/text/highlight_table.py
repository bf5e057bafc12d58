"""The verbs of highlights: to mark words of a paper's text, and to come back to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...keys.command import Command
from ...keys.contexts import BESIDE_TEXTS, MARKING, TEXT
from ..later import Later

if TYPE_CHECKING:
    from ...reader.main_screen import MainScreen
    from . import highlights
else:
    highlights = Later("text.highlights")

HERE = frozenset({TEXT})
WHILE = frozenset({MARKING})

HIGHLIGHTS: tuple[Command[MainScreen], ...] = (
    Command(
        "mark-text",
        ("v",),
        "mark text, from the sentence in sight or the one just found",
        highlights.begin,
        "Highlight",
        "mark text",
        HERE,
    ),
    Command(
        "yank-formula",
        ("y f",),
        "copy the TeX of a formula in sight",
        highlights.yank_formula,
        "Highlight",
        "formula",
        HERE,
    ),
    Command(
        "highlights",
        ("g h",),
        "the highlights of this paper, or of all papers",
        highlights.show,
        "Highlight",
        "highlights",
        BESIDE_TEXTS | HERE,
    ),
    Command(
        "mark-sentence",
        (")",),
        "on to the end of the sentence",
        highlights.sentence_on,
        "Highlight",
        "sentence",
        WHILE,
    ),
    Command(
        "mark-sentence-back",
        ("(",),
        "back by a sentence",
        highlights.sentence_back,
        "Highlight",
        "back",
        WHILE,
    ),
    Command(
        "mark-paragraph",
        ("}",),
        "on to the end of the paragraph",
        highlights.paragraph_on,
        "Highlight",
        "paragraph",
        WHILE,
    ),
    Command(
        "mark-paragraph-back",
        ("{",),
        "back by a paragraph",
        highlights.paragraph_back,
        "Highlight",
        "paragraph back",
        WHILE,
    ),
    Command(
        "mark-word", ("w", "l"), "on by a word", highlights.word_on, "Highlight", "word", WHILE
    ),
    Command(
        "mark-word-back",
        ("b", "h"),
        "back by a word",
        highlights.word_back,
        "Highlight",
        "word back",
        WHILE,
    ),
    Command(
        "other-end",
        ("o",),
        "go on at the other end of what is marked",
        highlights.other_end,
        "Highlight",
        "other end",
        WHILE,
    ),
    Command(
        "next-sentence",
        ("tab",),
        "mark the next sentence instead",
        highlights.next_sentence,
        "Highlight",
        "begin further",
        WHILE,
    ),
    Command(
        "previous-sentence",
        ("shift+tab",),
        "mark the sentence before instead",
        highlights.previous_sentence,
        "Highlight",
        "begin before",
        WHILE,
    ),
    Command(
        "choose-sentence",
        ("f",),
        "show letters to choose the sentence to begin with",
        highlights.choose_sentence,
        "Highlight",
        "choose",
        WHILE,
    ),
    Command(
        "keep-highlight",
        ("enter",),
        "keep what is marked as a highlight",
        highlights.keep,
        "Highlight",
        "highlight",
        WHILE,
    ),
    Command(
        "note-highlight",
        ("e",),
        "keep it with a note",
        highlights.keep_with_note,
        "Highlight",
        "with note",
        WHILE,
    ),
    Command(
        "yank-marked",
        ("y",),
        "copy what is marked, formulas as TeX",
        highlights.yank,
        "Highlight",
        "copy",
        WHILE,
    ),
    Command(
        "drop-marking",
        ("escape", "v", "q", "ctrl+c"),
        "mark nothing",
        highlights.drop,
        "Highlight",
        "drop",
        WHILE,
    ),
)
"""In the order of the help screen."""
