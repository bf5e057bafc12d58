"""Who imports whom: proved on the running interpreter and on the source, not only by contract."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

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


def test_looking_for_new_files_loads_no_reader_of_them(tmp_path: Path) -> None:
    code = "from recto.index import Library\nwith Library.open() as library:\n"
    code += "    assert library.sources.take_watched() == []"
    loaded = all_modules_after(code, tmp_path)
    assert "recto.index.adding.watching" in loaded
    assert not {"recto.index.adding.files", "_hashlib"} & loaded


def test_no_command_loads_a_toolkit_for_screens(tmp_path: Path) -> None:
    """One after the other in one interpreter, which is looked at behind each."""
    lines = (
        ["--version"],
        ["--help"],
        ["search"],
        ["search", "diffusion", "--json"],
        ["stats"],
        ["show", "zzzzzzzzzz"],
        ["reindex"],
        ["serach"],
        ["config"],
        ["doctor"],
    )
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "config.toml").write_text('[keys]\nbookmark = "B"\n')
    code = "from recto.tui.cli.main import main\n"
    code += f"for words in {lines!r}:\n    main(words)\n"
    code += "    heavy = {'textual', 'rich', 'asyncio'} & set(sys.modules)\n"
    code += "    assert not heavy, (words, heavy)\n"
    # The settings have a key, for which the reader's verbs are looked at.
    assert "recto.tui.commands.table" in all_modules_after(code, tmp_path)


def test_a_list_of_all_papers_loads_no_search_engine(tmp_path: Path) -> None:
    code = "from recto.tui.cli.main import main\nmain(['search', '--limit', '3'])"
    assert "whoosh" not in modules_after(code, tmp_path)


FIRST_SCREEN = """
import asyncio
from recto.tui.cli.main import main
from recto.index import Library
from recto.tui.app import RectoApp

async def start():
    with Library.open(seeds=False, window="reader") as library:
        async with RectoApp(library).run_test():
            pass

asyncio.run(start())
"""


def test_the_first_screen_loads_nothing_that_only_a_later_key_needs(tmp_path: Path) -> None:
    all_modules_after(
        "from recto.index import Library\nLibrary.open(seeds=False).close()", tmp_path
    )
    loaded = all_modules_after(FIRST_SCREEN, tmp_path)
    assert {"recto.tui.reader.main_screen", "recto.index.store.listings"} <= loaded
    late = (
        *("recto.tui.cli.table", "recto.tui.cli.command", "recto.tui.cli.crash"),
        *("recto.tui.cli.papers", "recto.tui.cli.marking", "recto.tui.cli.upkeep"),
        *("recto.tui.widgets.help_screen", "recto.tui.widgets.note_editor"),
        *("textual.widgets._text_area", "textual.widgets._markdown"),
        *("recto.index.search.filtering.filters", "recto.index.search.query.parser"),
        *("recto.index.search.retrieval", "recto.index.search.spelling", "whoosh", "secrets"),
        *("recto.index.pages.daily.dumps", "recto.index.adding.files", "recto.index.digest."),
        *("recto.index.exports.bibtex", "xml.dom", "html.parser"),
        # What a mark, a look back and a damaged file need, and what is known to types alone.
        *("recto.index.marking.marks", "recto.index.marking.notes", "recto.index.marking.tagging"),
        *("recto.index.marking.sources", "recto.index.parts.copies", "recto.index.parts.intake"),
        *("recto.index.parts.asking", "recto.index.results", "recto.index.store.fractional_index"),
        *("recto.index.journal.fold", "recto.index.journal.projection"),
        *("recto.index.journal.visibility", "recto.index.journal.arxiv_ids"),
        *("recto.index.safety.logs.wal", "recto.index.safety.logs.rollback_journal"),
        *("recto.index.safety.snapshots", "recto.index.safety.soundness"),
        *("recto.index.safety.schema", "recto.index.safety.texts"),
        *("recto.tui.reader.stage", "recto.tui.commands.adding", "recto.tui.commands.marking"),
        *(
            "recto.tui.commands.managing",
            "recto.tui.commands.ordering",
            "recto.tui.commands.out.piping",
        ),
        *("recto.tui.commands.chores", "recto.tui.commands.command_line"),
        *("recto.tui.reader.kept_exporter", "recto.tui.widgets.suggester"),
        *("recto.tui.system.editor", "recto.index.store.cite_keys"),
    )
    assert all(importlib.util.find_spec(name.rstrip(".")) for name in late if "." in name), (
        "one has moved"
    )
    assert not [name for name in sorted(loaded) if name.startswith(late)]


@cache
def import_lines(path: Path) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """Return all imports of a file, wherever they stand in it."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return tuple(node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom))


@cache
def imports(path: Path) -> frozenset[str]:
    """Return what a file imports from outside, by top-level name; relative ones as `.name`."""
    return frozenset(iterate_imports(path))


def iterate_imports(path: Path) -> Iterator[str]:
    for node in import_lines(path):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif node.level:
            names = [node.module] if node.module else [alias.name for alias in node.names]
            yield from ("." * node.level + name for name in names)
        else:
            yield (node.module or "").partition(".")[0]


def files_of(package: str) -> list[Path]:
    """Return every file of a package; there are more than a hundred in `tui` and in `index`."""
    files = sorted((ROOT / package.replace(".", "/")).rglob("*.py"))
    assert len(files) > (20 if "." in package else 100)
    return files


def importers(name: str) -> set[str]:
    files = [*files_of("index"), *files_of("tui")]
    return {p.relative_to(ROOT).as_posix() for p in files if name in imports(p)}


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        (
            "whoosh",
            {
                "index/search/schema.py",
                "index/search/storage.py",
                "index/search/analysis/stemming.py",
            },
        ),
        ("sqlite3", {"index/database/connections.py", "index/database/database.py"}),
        ("platformdirs", {"index/locations.py"}),
        ("fcntl", {"index/disk/file_locks.py"}),
    ],
)
def test_a_dependency_has_its_own_door(name: str, allowed: set[str]) -> None:
    found = importers(name)
    assert found
    assert found <= allowed


def test_the_index_knows_no_screen() -> None:
    for path in files_of("index"):
        assert not {"textual", "rich", "recto"} & set(imports(path)), path.name
        above = "." * len(path.relative_to(ROOT).parts)  # leads out of index/
        assert {name for name in imports(path) if name.startswith(above)} <= {f"{above}seeds"}


def test_the_screen_knows_only_the_front_of_the_index() -> None:
    for path in files_of("tui"):
        above = "." * len(path.relative_to(ROOT).parts)  # leads out of tui/
        beyond = {name for name in imports(path) if name.startswith(above)}
        assert beyond <= {f"{above}index"}, path.name
        assert "recto" not in imports(path), path.name


def contracts(kind: str) -> list[dict[str, Any]]:
    """Return the contracts of this type that pyproject.toml holds."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    found: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return [contract for contract in found if contract["type"] == kind]


ROOMS = {
    container.removeprefix("recto."): contract["layers"]
    for contract in contracts("layers")
    for container in contract["containers"]
}
"""The rooms of each package from the top, as the contracts have them.

`|` parts rooms of a height that know nothing of each other, `:` such as may.
"""

CIRCLES: dict[str, list[set[str]]] = {}
"""The circles of files that there are, each of which is one too many."""

LARGEST_FOLDER = 25
"""How many files one can look over."""


def edges(package: str) -> dict[str, set[str]]:
    """Return which files of a package each of them imports: also late ones, and for types alone."""
    top = ROOT / package.replace(".", "/")
    return {
        path.relative_to(top).as_posix(): {
            target.relative_to(top).as_posix()
            for target in imported_files(path)
            if target.is_relative_to(top) and target != path
        }
        for path in files_of(package)
    }


@cache
def imported_files(path: Path) -> frozenset[Path]:
    """Return the files behind the relative imports of a file."""
    return frozenset(iterate_files(path))


def iterate_files(path: Path) -> Iterator[Path]:
    for node in import_lines(path):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
        for name in node.names:
            inside = (base / f"{name.name}.py", base / name.name / "__init__.py")
            outside = (base.with_suffix(".py"), base / "__init__.py")
            found = [file for file in (*inside, *outside) if file.is_file()]
            assert found, f"{path}: {ast.unparse(node)}"
            yield found[0]


def circles(graph: Mapping[str, set[str]]) -> list[set[str]]:
    """Return the sets of files, of two and more, in which each leads to each."""
    reached = {name: reachable(graph, name) for name in graph}
    found: list[set[str]] = []
    for name in sorted(graph):
        circle = {other for other in reached[name] if name in reached[other]}
        if circle and circle not in found:
            found.append(circle)
    return found


def reachable(graph: Mapping[str, set[str]], start: str) -> set[str]:
    """Return what one step or several lead to."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def test_circles_are_found() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": {"e"}, "e": {"d"}, "f": set[str]()}
    assert circles(graph) == [{"b", "c"}, {"d", "e"}]


def test_late_imports_and_those_for_types_count(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    for name in ("top", "room/__init__", "room/one", "room/two", "room/three", "room/four"):
        (tmp_path / f"{name}.py").touch()
    (tmp_path / "room" / "one.py").write_text(
        "from typing import TYPE_CHECKING\nfrom . import two as other\nfrom .. import top\n"
        "if TYPE_CHECKING:\n    from .three import Name\n"
        "def late():\n    from .four import name\n    from ..room import anything\n"
    )
    found = {p.relative_to(tmp_path).as_posix() for p in imported_files(tmp_path / "room/one.py")}
    rooms = {f"room/{name}.py" for name in ("__init__", "two", "three", "four")}
    assert found == {"top.py", *rooms}


@pytest.mark.parametrize("package", ROOMS)
def test_no_files_import_each_other_in_a_circle(package: str) -> None:
    graph = edges(package)
    assert sum(map(len, graph.values())) > len(graph)
    assert circles(graph) == CIRCLES.get(package, [])


@pytest.mark.parametrize("package", ROOMS)
def test_a_room_imports_only_those_below_it(package: str) -> None:
    rank = {
        room.strip(): number
        for number, rooms in enumerate(ROOMS[package])
        for room in re.split("[|:]", rooms)
    }
    steps = [
        (path, target, room_of(path), room_of(target))
        for path, targets in edges(package).items()
        for target in targets
    ]
    folders = {room_of(path) for path, *_ in steps if "/" in path}
    assert folders <= set(rank), "a room stands in no layer"
    for path, target, here, there in steps:
        if here != there and here in rank and there in rank:
            is_beside = rank[here] == rank[there] and ":" in ROOMS[package][rank[here]]
            assert rank[here] < rank[there] or is_beside, f"{path} imports {target}"


def room_of(path: str) -> str:
    """Return the room of a file within its package; one at its top is a room of its own."""
    return path.removesuffix(".py").partition("/")[0]


@pytest.mark.parametrize("package", ROOMS)
def test_every_folder_is_a_package(package: str) -> None:
    """Python does without `__init__.py`; `lint-imports` does not see what such a folder imports."""
    folders = {path.parent for path in files_of(package)}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("package", ROOMS)
def test_no_folder_holds_more_files_than_one_can_look_over(package: str) -> None:
    folders = [path.parent for path in files_of(package) if path.name == "__init__.py"]
    assert folders
    for folder in folders:
        assert len(list(folder.glob("*.py"))) <= LARGEST_FOLDER, folder


def private_looks(code: ast.AST, names: re.Pattern[str]) -> Iterator[str]:
    """Yield where code reaches for what begins with `_` of something that has such a name."""
    for node in ast.walk(code):
        if isinstance(node, ast.Attribute) and re.match("_(?!_)", node.attr):
            whose = ast.unparse(node.value).rpartition(".")[2]
            if names.fullmatch(whose) and node.attr not in OF_A_NAMED_TUPLE:
                yield f"{node.lineno}: {whose}.{node.attr}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            # A script that a process of its own runs.
            for found in re.finditer(rf"\b(?:{names.pattern})\._[a-z]\w*", node.value):
                yield f"{node.lineno}: {found[0]}"


OF_A_NAMED_TUPLE = {"_asdict", "_fields", "_make", "_replace"}
"""What begins with `_` only because a tuple's own names do not."""

LIBRARIES = re.compile("_?library|empty|bare|either|another|again|window|one|two")
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
