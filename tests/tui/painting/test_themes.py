"""How the reader looks: themes, colours, character sets, and states without colour."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from recto.index import THEMES, Config, Library, Paper, clean
from recto.tui.app import RectoApp
from recto.tui.painting.line_pane import strip_of
from recto.tui.painting.look import Look, Palette
from recto.tui.painting.themes import look_for
from recto.tui.system.ability import TRUE_COLOR, Ability, ability_of
from recto.tui.terminal.ascii import AsciiFilter, spell, spell_text
from recto.tui.terminal.filters import ColorFilter
from recto.tui.widgets.rows.row import RowColumns, RowPainter, RowState
from recto.tui.widgets.rows.row_column import Column
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.color import Color

from ..conftest import ReaderFactory

BLACK = Color(0, 0, 0)


@pytest.mark.parametrize(
    ("environ", "color", "colors"),
    [
        ({"TERM": "xterm-256color"}, "auto", 256),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "auto", TRUE_COLOR),
        ({"TERM": "xterm-256color", "COLORTERM": "yes"}, "auto", 256),
        ({"TERM": "xterm-kitty"}, "auto", 256),
        ({"TERM": "xterm-direct"}, "auto", TRUE_COLOR),
        ({"TERM": "screen"}, "auto", 16),
        ({"TERM": "tmux-256color"}, "auto", 256),
        ({"TERM": "linux", "COLORTERM": "truecolor"}, "auto", 16),
        ({"TERM": "vt100"}, "auto", 0),
        ({"TERM": "vt100"}, "always", 16),
        ({"TERM": "xterm-mono"}, "auto", 0),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "auto", 0),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "auto", 256),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "always", 256),
        ({"TERM": "xterm-256color"}, "never", 0),
        ({}, "auto", 16),
    ],
)
def test_how_many_colours_there_are(environ: dict[str, str], color: str, colors: int) -> None:
    assert ability_of(environ, "utf-8", color=color).colors == colors


@pytest.mark.parametrize(
    ("encoding", "is_asked", "is_ascii"),
    [
        ("utf-8", False, False),
        ("UTF8", False, False),
        ("utf-8", True, True),
        ("latin-1", False, True),
        ("ascii", False, True),
        ("ANSI_X3.4-1968", False, True),
        (None, False, True),
    ],
)
def test_an_encoding_without_the_signs_means_ascii(
    encoding: str | None, is_asked: bool, is_ascii: bool
) -> None:
    assert ability_of({"TERM": "xterm"}, encoding, is_ascii=is_asked).is_ascii is is_ascii


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("plain", "plain"),
        ("Über naïve Œuvre, Łódź, Straße", "Uber naive Oeuvre, Lodz, Strasse"),
        ("“quoted” — it’s…", '"quoted" -- it\'s...'),
        ("α-β, Ωμέγα, ς", "alpha-beta, Omegamuepsilongammaalpha, sigma"),
        ("x₂ ≤ 10⁻³ × ½", "x2 <= 10-3 x 1/2"),
        ("𝐱 ∈ ℝ", "x  in  R"),
        ("漢字 한 Юлия 🤗", "HanZi Han Yuliya :hugging:"),
        ("e\u0301", "e"),
        ("↓ Enter", "Down Enter"),
        ("\u00a0\u2003|", "  |"),
        ("\u0301", ""),
        ("\U0010ffff\ue000", "??"),
    ],
)
def test_unicode_is_spelt_in_ascii(text: str, spelt: str) -> None:
    assert spell(text) == spelt
    assert spell_text(Text(text)).plain == spelt


def test_whatever_it_is_is_spelt_in_what_can_be_seen() -> None:
    everything = "".join(map(chr, [*range(0x80, 0xD800, 3), *range(0xE000, 0x20000, 7)]))
    spelt = spell(everything)
    assert spelt.isascii()
    assert spelt.isprintable()


def test_styles_stay_on_their_words_when_these_are_spelt() -> None:
    text = Text("α—b c")
    text.stylize(Style(bold=True), 2, 3)
    text.stylize(Style(underline=True), 0, 1)
    spelt = spell_text(text)
    assert [(spelt.plain[s.start : s.end], str(s.style)) for s in spelt.spans] == [
        ("b", "bold"),
        ("alpha", "underline"),
    ]


@pytest.mark.parametrize(
    "text", ["│ ─ ▌★ Ünïcode", "漢字 e\u0301 🇩🇪", "…—“”", "𝐱ℝ", "\u0301", "…\u0301"]
)
def test_the_filter_keeps_every_cell(text: str) -> None:
    ((out, _, _),) = AsciiFilter().apply([Segment(text, Style())], BLACK)
    assert out.isascii()
    assert len(out) == cell_len(text)


@pytest.mark.parametrize("color", ["default", "red", "color(8)", "#123456"])
def test_the_colour_filter_leaves_no_colour(color: str) -> None:
    style = Style(color=color, bgcolor=color, bold=True, reverse=True)
    ((_, out, _),) = ColorFilter(has_color=False).apply([Segment("x", style)], BLACK)
    assert out == Style(bold=True, reverse=True)


def test_the_colour_filter_sends_no_colour_that_is_there_anyway() -> None:
    style = Style(color="red", bgcolor="default", dim=True)
    ((_, out, _),) = ColorFilter(has_color=True).apply([Segment("x", style)], BLACK)
    assert out == Style(color="red", dim=True)


ABILITIES = [Ability(colors) for colors in (0, 16, 256, TRUE_COLOR)]


def shape(style: Style) -> tuple[bool, bool, bool]:
    """Return what is left of a style without its colours."""
    return bool(style.bold), bool(style.underline), bool(style.reverse)


def luminance(color: Color) -> float:
    """Return how bright a colour is, from 0 to 1 (WCAG 2, relative luminance)."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in color.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(style: Style, palette: Palette) -> float:
    """Return the contrast of a style, as WCAG counts it."""
    ground = style.bgcolor or palette.text.bgcolor
    ink = style.color or palette.text.color
    assert ink is not None and ground is not None
    pair = sorted(luminance(Color.from_rich_color(color)) for color in (ink, ground))
    return (pair[1] + 0.05) / (pair[0] + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ability", ABILITIES)
def test_no_state_is_told_by_colour_alone(theme: str, ability: Ability) -> None:
    palette = look_for(theme, ability).palette
    text = shape(palette.text)
    for name in ("name", "match", "error", "resting_cursor", "heading"):
        assert shape(getattr(palette, name)) != text, name
    assert shape(palette.name_match) != shape(palette.name)
    cursor = palette.cursor
    assert cursor is not None
    assert shape(cursor.match) != shape(cursor.text)
    assert shape(cursor.name) != shape(cursor.text)
    if not ability.colors:
        styles = [getattr(palette, name) for name in ("text", "dim", "accent", "match", "error")]
        assert not any(style.color or style.bgcolor for style in [*styles, cursor.text])
        assert cursor.text.reverse


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ability", ABILITIES[1:])
def test_matches_tags_what_is_unread_and_keys_have_hues_of_their_own(
    theme: str, ability: Ability
) -> None:
    palette = look_for(theme, ability).palette
    styles = (palette.text, palette.match, palette.tag, palette.unread, palette.accent)
    assert len({style.color for style in styles}) == 5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ability", ABILITIES)
def test_current_and_selected_rows_look_otherwise(theme: str, ability: Ability) -> None:
    look = look_for(theme, ability)
    paper = Paper(1, "a", "Merging of Nets", "", read=True)
    painter = RowPainter()
    drawn = set()
    for is_here, is_active, is_selected in ((0, 0, 0), (1, 1, 0), (1, 0, 0), (0, 0, 1)):
        state = RowState(bool(is_here), bool(is_active), bool(is_selected))
        strip = painter.draw(look, paper, None, state, RowColumns(Column()), 60, None)
        style = next(style for text, style, _ in strip if "Nets" in text)
        drawn.add((strip.text[0] if not ability.colors else "", style))
    assert len(drawn) == 4


@pytest.mark.parametrize(
    ("theme", "least", "faint"), [("dark", 7, 4.5), ("light", 7, 4.5), ("high-contrast", 15, 15)]
)
def test_what_is_to_be_read_stands_out(theme: str, least: float, faint: float) -> None:
    palette = look_for(theme, Ability(TRUE_COLOR)).palette
    cursor = palette.cursor
    assert cursor is not None
    assert contrast(palette.text, palette) >= least
    assert contrast(palette.dim, palette) >= faint
    for style in (palette.accent, palette.match, palette.tag, palette.unread):
        assert contrast(style, palette) >= 4.5
    assert contrast(palette.text + palette.selected, palette) >= 4.5
    assert contrast(palette.error, palette) >= 4.5
    assert contrast(cursor.text, palette) >= least


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ({"theme": "dark"}, ""),
        ({"theme": "high-contrast", "color": "never", "ascii": True, "cursor": True}, ""),
        ({"theme": "drak"}, "theme must be terminal, dark, light or high-contrast, not 'drak'."),
        ({"theme": 3}, "theme must be terminal, dark, light or high-contrast, not 3."),
        ({"color": "sometimes"}, "color must be auto, always or never, not 'sometimes'."),
        ({"ascii": "yes"}, "ascii must be true or false, not 'yes'."),
    ],
)
def test_settings_of_the_look(table: dict[str, Any], wrong: str) -> None:
    config, warnings = Config.read(table, "config.toml")
    assert warnings == ([f"config.toml: {wrong}"] if wrong else [])
    for name, value in table.items():
        assert (getattr(config, name) == value) is (not wrong)


def looks(app: object) -> Look:
    assert isinstance(app, RectoApp)
    return app.look


async def test_another_theme_while_reading(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        assert looks(r.app).theme == "terminal"
        await r.press("colon")
        await r.type("theme dark")
        await r.press("enter")
        await r.sees('theme = "dark" in config.toml keeps it.')
        assert looks(r.app).theme == "dark"
        await r.press("colon")
        await r.type("theme")
        await r.press("enter")
        await r.type("hi")
        await r.press("tab", "enter")
        await r.sees('theme = "high-contrast"')
        ground = looks(r.app).palette.text.bgcolor
        for pane in (r.main.results, r.main.abstract, r.main.sidebar, r.main.bottom):
            styles = [segment.style for segment in pane.render_line(pane.height - 1)]
            assert all(style and style.bgcolor == ground for style in styles), pane
        await r.press("colon")
        await r.type("theme drak")
        await r.press("enter")
        await r.sees("There is no theme drak; there are terminal, dark, light, high-contrast.")
        assert looks(r.app).theme == "high-contrast"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ability", ABILITIES)
async def test_every_theme_draws_every_pane(
    tmp_path: Path, seeded: Path, theme: str, ability: Ability
) -> None:
    with Library.open(seeded, seeds=False) as library:
        app = RectoApp(library, str(seeded), fresh=True, theme=theme, ability=ability)
        async with app.run_test(size=(120, 40)) as pilot:
            for key in ("tab", "tab", "slash", "escape", "colon", "escape", "question_mark", "q"):
                await pilot.press(key)
                await pilot.pause()
            strips = app.screen._compositor.render_strips()
            sent = [style for strip in strips for _, style, _ in strip if style]
    colors = {c.name for style in sent for c in (style.color, style.bgcolor) if c}
    assert bool(colors) is bool(ability.colors)
    assert "default" not in colors


async def test_the_cursor_row_rests_while_another_pane_has_the_focus(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        results = r.main.results

        def row() -> list[tuple[str, Style | None]]:
            return [(text, style) for text, style, _ in results.render_line(0)]

        active = row()
        await r.press("slash")
        await r.until(lambda: row() != active, "drawn as resting")
        assert row()[0][0].startswith("▌")
        await r.press("escape")
        await r.until(lambda: row() == active, "drawn as active")


def test_a_style_over_letters_that_become_none_is_no_harm() -> None:
    text = Text("a\u0301b")
    text.stylize(Style(bold=True), 1, 2)
    assert strip_of(spell_text(text)).text == "ab"


TITLES = (
    "漢字のタイトル: 日本語の論文の題名がここに長く続いていきます、終わりまで",
    "Flags 🇩🇪🇫🇷🇯🇵 and a family 👨‍👩‍👧‍👦 and a thumb 👍🏽 in one title long enough to be cut",
    "Combining Z"
    + "\u0301" * 12
    + " flood and e\u0301 in a title that is long enough to be cut somewhere",
    "한국어 제목과 ภาษาไทย and العربية and עברית in one title that is long enough to be cut",
    "A" * 400,
    "漢" * 200,
)


@pytest.mark.parametrize("width", [20, 37, 60, 61, 79, 120])
@pytest.mark.parametrize("is_ascii", [False, True])
@pytest.mark.parametrize("title", TITLES)
def test_every_row_is_as_wide_as_the_list(title: str, is_ascii: bool, width: int) -> None:
    look = look_for("terminal", Ability(is_ascii=is_ascii))
    paper = Paper(1, "a", clean(title), "", published="2024-05-01", tags=("漢字", "ml/sparse"))
    paper = replace(paper, authors=("漢" * 9, "Kou"), venue="漢字漢字漢字漢字", upvotes=9_999_999)
    kind = "upvotes" if is_ascii else "day"
    columns = RowColumns(Column(kind), has_byline=True, has_place=True)
    painter = RowPainter()
    for is_here in (False, True):
        state = RowState(is_here, is_here, is_selected=True)
        for part in (None,) if width >= 60 else (0, 1):
            strip = painter.draw(look, paper, None, state, columns, width, part)
            assert strip.cell_length == width
            assert sum(map(cell_len, strip.text)) == width, "as a terminal counts"
            assert strip.text.isascii() or not is_ascii
