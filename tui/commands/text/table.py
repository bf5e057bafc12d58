"""The verbs on a whole paper: to open it, to move in it, and to follow what it refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...keys.command import Command
from ...keys.contexts import ABSTRACTS, MARKING, PAPERS, TEXT
from ..later import Later

if TYPE_CHECKING:
    from ...reader.main_screen import MainScreen
    from . import links, references, texts
else:
    links, references = Later("text.links"), Later("text.references")
    texts = Later("text.texts")

HERE = frozenset({TEXT})
PAGED = HERE | {MARKING}

TEXTS: tuple[Command[MainScreen], ...] = (
    Command(
        "text",
        ("T",),
        "the whole paper, fetched if you say so",
        texts.open_text,
        "Text",
        "whole paper",
        ABSTRACTS,
        needs_paper=True,
    ),
    Command(
        "text-again",
        ("T",),
        "fetch a newer version that is out, or what is better than a PDF",
        texts.fetch_again,
        "Text",
        "newer",
        HERE,
    ),
    Command(
        "remove-text",
        (),
        "remove the paper's text",
        texts.remove_text,
        "Text",
        "remove",
        PAPERS,
        needs_paper=True,
    ),
    Command(
        "restore-text",
        (),
        "bring back a text that was removed within a day",
        texts.restore_text,
        "Text",
        "restore",
        PAPERS,
        needs_paper=True,
    ),
    Command("text-on", ("space",), "page the text", texts.page_on, "Text", "page", PAGED),
    Command("text-back", ("-",), "page the text back", texts.page_back, "Text", "page back", PAGED),
    Command(
        "close-text",
        ("q", "h", "backspace"),
        "back to where one was",
        texts.close,
        "Text",
        "back",
        HERE,
    ),
    Command("next-section", ("] ]",), "next section", texts.next_section, "Text", "section", HERE),
    Command(
        "previous-section",
        ("[ [",),
        "the section's beginning, or the section before",
        texts.previous_section,
        "Text",
        "section back",
        HERE,
    ),
    Command(
        "next-paragraph", ("}",), "next paragraph", texts.next_paragraph, "Text", "paragraph", HERE
    ),
    Command(
        "previous-paragraph",
        ("{",),
        "previous paragraph",
        texts.previous_paragraph,
        "Text",
        "paragraph back",
        HERE,
    ),
    Command(
        "find",
        ("/",),
        "find words in the text, whatever their case, accents and hyphens",
        texts.ask_find,
        "Text",
        "find",
        HERE,
        take=texts.find,
    ),
    Command("find-next", ("n",), "find them again", texts.find_next, "Text", "next", HERE),
    Command(
        "find-previous",
        ("N",),
        "find them again further up",
        texts.find_previous,
        "Text",
        "previous",
        HERE,
    ),
    Command(
        "set-mark",
        ("m",),
        "and a letter: remember this place under it",
        texts.set_mark,
        "Text",
        "mark",
        HERE,
    ),
    Command(
        "go-to-mark",
        ("'",),
        "and a letter: go to the place of that; '' goes to and fro",
        texts.go_to_mark,
        "Text",
        "to mark",
        HERE,
    ),
    Command(
        "way-back",
        ("ctrl+o",),
        "back to where one jumped from",
        texts.way_back,
        "Text",
        "jump back",
        HERE,
    ),
    Command("outline", ("O",), "the headings, to go there", texts.outline, "Text", "outline", HERE),
    Command(
        "skim",
        ("s",),
        "headings with the first sentence of each paragraph, or all again",
        texts.skim,
        "Text",
        "skim",
        HERE,
    ),
    Command("next-link", ("tab",), "next link in sight", texts.next_link, "Text", "link", HERE),
    Command(
        "previous-link",
        ("shift+tab",),
        "previous link in sight",
        texts.previous_link,
        "Text",
        "link back",
        HERE,
    ),
    Command(
        "follow-link",
        ("enter",),
        "show in a line what the link leads to; again: go there",
        texts.follow_link,
        "Text",
        "show link",
        HERE,
    ),
    Command(
        "choose-link",
        ("f",),
        "show letters to choose a link by",
        texts.choose_link,
        "Text",
        "links",
        HERE,
    ),
    Command(
        "open-picture",
        ("g x",),
        "open the page that shows the figure or table in sight, or else the paper's code",
        links.open_picture,
        "Text",
        "picture",
        HERE,
        needs_paper=True,
    ),
    Command(
        "references",
        ("g r",),
        "the references, with what is mine marked",
        references.references,
        "Text",
        "references",
        PAPERS,
        needs_paper=True,
    ),
    Command(
        "citing",
        ("g R",),
        "which of my papers cite this one",
        references.citing,
        "Text",
        "cited by",
        PAPERS,
        needs_paper=True,
    ),
    Command(
        "aside",
        ("right",),
        "what is wider than the screen to the left",
        texts.aside,
        "Text",
        "aside",
        HERE,
    ),
    Command("aside-back", ("left",), "and back", texts.aside_back, "Text", "aside back", HERE),
    Command(
        "drop",
        ("escape",),
        "let nothing stand out any more",
        texts.drop,
        "Text",
        "drop",
        HERE,
    ),
)
"""In the order of the help screen."""
