"""Whole papers searched on the shell, and what is told of their index."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index.texts.keeping import TextFiles

from ....index.texts.search.made import keep, paper
from ...shells import Shell

ID = "4fmbdg4sb2"
INK = paper("Ink", Drying="Wombats write with quick ink. They do so at night.", Other="Nothing.")


@pytest.fixture
def inked(shell: Shell) -> Shell:
    """A library of which one paper has a text."""
    keep(TextFiles(shell.library / "texts"), ID, INK)
    return shell


def test_papers_are_found_by_their_texts(inked: Shell) -> None:
    (line,) = inked.lines("search", 'text:"quick ink"')
    assert line.startswith(ID)
    assert "(text: 1 Drying" in line
    (told,) = inked.objects("search", "text:night", "--json")
    assert told["reasons"] == [{"field": "text", "text": "1 Drying"}]
    assert told["score"] > 0
    assert [line[:10] for line in inked.lines("search", "has:text")] == [ID]
    status, out, err = inked("search", "wombats")
    assert (status, out[:10]) == (0, ID)
    assert err == "recto: No title or abstract has it; 1 whole paper has.\n"


def test_a_terminal_shows_the_sentence(inked: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recto.tui.system.plain_text.is_terminal", lambda _: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    _, out, _ = inked("search", "text:wombat")
    assert "Wombats" in out
    assert "They do so" not in out


def test_the_index_of_texts_is_looked_at_and_built_anew(inked: Shell) -> None:
    def told() -> list[str]:
        _, out, _ = inked("doctor")
        return [line for line in out.splitlines() if "index of texts" in line]

    assert "There is no search index yet" in told()[0]
    assert inked.objects("reindex", "--json") == [{"papers": 603, "texts": 1}]
    assert "1 text, sound" in told()[0]
    assert inked.lines("reindex") == ["603 papers and 1 text indexed"]
    keep(TextFiles(inked.library / "texts"), "aaaa", INK)
    assert "texts have come or gone since" in told()[0]
    (stats,) = inked.objects("stats", "--json")
    assert (stats["texts"], stats["text_index"]) == (2, "stale")
    inked.lines("search", "text:night")
    assert "2 texts, sound" in told()[0]
    (generation, *_) = sorted(
        (Path(inked.library) / "cache" / "index-texts").glob("g-*/*.places"),
        key=lambda path: path.stat().st_mtime_ns,
        reverse=True,
    )
    data = bytearray(generation.read_bytes())
    data[-1] ^= 1
    generation.write_bytes(data)
    assert "is not what was written" in told()[0]
