"""Who imports whom: proved on the running interpreter and on the source, not only by contract."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = {"textual", "rich", "whoosh"}


def modules_after(code: str, tmp_path: Path, *arguments: str) -> set[str]:
    """Return the top-level names that an interpreter of its own has loaded after running code."""
    return {name.partition(".")[0] for name in all_modules_after(code, tmp_path, *arguments)}


def all_modules_after(code: str, tmp_path: Path, *arguments: str) -> set[str]:
    """Return every module that an interpreter of its own has loaded after running code."""
    listing = tmp_path / "modules"
    script = f"import sys\n{code}\nopen({str(listing)!r}, 'w').write('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={"HOME": str(tmp_path), "RECTO_DATA_DIR": str(tmp_path / "library")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(listing.read_text().split())


def test_the_library_loads_no_screen_and_no_search_engine(tmp_path: Path) -> None:
    assert not HEAVY & modules_after("from recto.index import Library", tmp_path)


def test_opening_a_library_loads_no_search_engine(tmp_path: Path) -> None:
    code = "from recto.index import Library\nLibrary.open().close()"
    assert not HEAVY & modules_after(code, tmp_path)


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["--help"],
        ["search"],
        ["search", "diffusion", "--json"],
        ["stats"],
        ["show", "zzzzzzzzzz"],
        ["reindex"],
        ["serach"],
        ["config"],
        ["doctor", "--quick"],
    ],
    ids=" ".join,
)
def test_no_command_loads_a_toolkit_for_screens(
    words: list[str], tmp_path: Path, home: Path
) -> None:
    (home / "recto").mkdir()
    (home / "recto" / "config.toml").write_text('[keys]\nbookmark = "B"\n')
    code = "from recto.tui.cli import main\nmain(sys.argv[1:])"
    assert not {"textual", "rich"} & modules_after(code, tmp_path, *words)


def test_a_list_of_all_papers_loads_no_search_engine(tmp_path: Path) -> None:
    code = "from recto.tui.cli import main\nmain(['search', '--limit', '3'])"
    assert "whoosh" not in modules_after(code, tmp_path)


FIRST_SCREEN = """
import asyncio
from recto.tui import cli
from recto.index import Library
from recto.tui.app import RectoApp

async def start():
    with Library.open(seeds=False, window="reader") as library:
        async with RectoApp(library).run_test():
            pass

asyncio.run(start())
"""


def test_the_first_screen_loads_nothing_that_only_a_later_key_needs(tmp_path: Path) -> None:
    loaded = all_modules_after(FIRST_SCREEN, tmp_path)
    assert {"recto.tui.main_screen", "recto.index.store.listings"} <= loaded
    late = (
        *("recto.tui.headless", "recto.tui.shell", "recto.tui.crash", "recto.tui.help_screen"),
        *("recto.tui.note_editor", "textual.widgets._text_area", "textual.widgets._markdown"),
        *("recto.index.search.filters", "recto.index.search.leaves", "recto.index.search.needs"),
        *("recto.index.search.query_parser", "recto.index.search.ranking", "whoosh", "secrets"),
        *("recto.index.pages.dumps", "recto.index.store.adding", "recto.index.digest.gathering"),
        *("recto.index.exports.bibtex", "xml.dom", "html.parser"),
    )
    assert not [name for name in sorted(loaded) if name.startswith(late)]


def imports(path: Path) -> Iterator[str]:
    """Yield what a file imports from outside, by top-level name; relative ones as `.name`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                names = [node.module] if node.module else [alias.name for alias in node.names]
                yield from ("." * node.level + name for name in names)
            else:
                yield (node.module or "").partition(".")[0]


def importers(name: str) -> set[str]:
    files = [*ROOT.glob("index/**/*.py"), *ROOT.glob("tui/*.py")]
    assert len(files) > 10
    return {p.relative_to(ROOT).as_posix() for p in files if name in imports(p)}


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("whoosh", {"index/search/search.py", "index/search/schema.py"}),
        ("sqlite3", {"index/store/database.py"}),
        ("platformdirs", {"index/locations.py"}),
    ],
)
def test_a_dependency_has_its_own_door(name: str, allowed: set[str]) -> None:
    found = importers(name)
    assert found
    assert found <= allowed


def test_the_index_knows_no_screen() -> None:
    for path in ROOT.glob("index/**/*.py"):
        assert not {"textual", "rich", "recto"} & set(imports(path)), path.name
        above = "." * len(path.relative_to(ROOT).parts)  # leads out of index/
        assert {name for name in imports(path) if name.startswith(above)} <= {f"{above}seeds"}


def test_the_screen_knows_only_the_front_of_the_index() -> None:
    for path in ROOT.glob("tui/*.py"):
        beyond = {name for name in imports(path) if name.startswith("..")}
        assert beyond <= {"..index"}, path.name
        assert "recto" not in imports(path), path.name


def private_looks(code: ast.AST, names: re.Pattern[str]) -> Iterator[str]:
    """Yield where code reaches for what begins with `_` of something that has such a name."""
    for node in ast.walk(code):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            whose = ast.unparse(node.value).rpartition(".")[2]
            if names.fullmatch(whose) and node.attr not in OF_A_NAMED_TUPLE:
                yield f"{node.lineno}: {whose}.{node.attr}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            # A script that a process of its own runs.
            for found in re.finditer(rf"\b(?:{names.pattern})\._[a-z]\w*", node.value):
                yield f"{node.lineno}: {found[0]}"


OF_A_NAMED_TUPLE = {"_asdict", "_fields", "_make", "_replace"}
"""What begins with `_` only because a tuple's own names do not."""

LIBRARIES = re.compile("_?library|empty|rich|bare|either|other|another|again|window|one|two")
"""What a library is called."""


def test_a_library_is_looked_at_from_outside() -> None:
    """Tests and measurements use what everybody may use, or look at the file on the disk."""
    files = [*ROOT.glob("tests/**/*.py"), *ROOT.glob("bench/**/*.py")]
    assert len(files) > 100
    for path in files:
        if path != Path(__file__):
            code = ast.parse(path.read_text("utf-8"))
            assert list(private_looks(code, LIBRARIES)) == [], path.name


def test_a_look_into_a_library_would_be_found() -> None:
    code = "r.library._store\nlibrary.rows\nself._library.x\none._replace()\nrun('library._id')"
    looks = list(private_looks(ast.parse(code), LIBRARIES))
    assert looks == ["1: library._store", "5: library._id"]
