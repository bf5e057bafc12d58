"""Names that Textual and Rich keep to themselves stand behind the doors of `tui/`, nowhere else."""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import rich
import textual

ROOT = Path(__file__).parent.parent
DOORS = ("painting", "terminal", "app.py")
TOOLKITS = ("textual", "rich")
OF_TUPLES = {"_replace", "_asdict", "_fields", "_make"}
"""Names of the standard library's named tuples, which are no secret."""


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def named(node: ast.AST) -> str:
    """Return the name that a piece of source gives to something, or nothing."""
    match node:
        case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
            return name
        case ast.Attribute(attr=name, ctx=ast.Store()) | ast.Name(id=name, ctx=ast.Store()):
            return name
    return ""


def names_given(tree: ast.AST) -> set[str]:
    """Return the private names that a piece of source gives to what is its own."""
    return {name for node in ast.walk(tree) if is_private(name := named(node))}


@cache
def toolkit_names() -> frozenset[str]:
    """Return every private name that Textual or Rich give to anything."""
    files = [path for kit in (textual, rich) for path in Path(kit.__path__[0]).rglob("*.py")]
    return frozenset().union(*(names_given(ast.parse(path.read_text("utf-8"))) for path in files))


def names_taken(source: str) -> Iterator[str]:
    """Yield the toolkits' private names that a file imports, or asks other objects for."""
    tree = ast.parse(source)
    own = names_given(tree) | OF_TUPLES
    modules = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name.partition(".")[0] in sys.stdlib_module_names
    }
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                for alias in aliases:
                    top, *below = alias.name.split(".")
                    if top in TOOLKITS:
                        yield from filter(is_private, below)
            case ast.ImportFrom(module=str(module), names=aliases, level=0):
                top, *below = module.split(".")
                if top in TOOLKITS:
                    yield from filter(is_private, [*below, *(alias.name for alias in aliases)])
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                pass  # the class knows which names are its own
            case ast.Attribute(value=ast.Name(id=name)) if name in modules:
                pass
            case (
                ast.Attribute(attr=name)
                | ast.Call(
                    func=ast.Name(id="getattr" | "setattr" | "hasattr" | "delattr"),
                    args=[_, ast.Constant(value=str(name)), *_],
                )
            ):
                if is_private(name) and name in toolkit_names() and name not in own:
                    yield name


def names_shared(kind: type) -> set[str]:
    """Return the private names that a class has in common with the toolkits' classes above it.

    Those it overrides or uses, and those it gives without knowing that they are taken.
    """
    above = [one for one in kind.__mro__ if one.__module__.partition(".")[0] in TOOLKITS]
    theirs = set[str]().union(*map(members, above))
    asked = {node.attr for node in ast.walk(source_of(kind)) if isinstance(node, ast.Attribute)}
    return theirs & (members(kind) | asked)


@cache
def members(kind: type) -> frozenset[str]:
    """Return the private names in the body of a class, and those its methods set on something."""
    source = source_of(kind)
    named_in_body = {name for statement in source.body for name in targets(statement)}
    sets = {
        node.attr
        for node in ast.walk(source)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    return frozenset(filter(is_private, named_in_body | sets))


def targets(statement: ast.stmt) -> list[str]:
    """Return the names that a statement in the body of a class gives."""
    match statement:
        case ast.Assign(targets=left):
            return [named(target) for target in left]
        case ast.AnnAssign(target=target):
            return [named(target)]
    return [named(statement)]


@cache
def source_of(kind: type) -> ast.ClassDef:
    (source,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(source, ast.ClassDef)
    return source


def private_names(path: Path) -> set[str]:
    """Return the toolkits' private names in a file of `tui/`."""
    found = set(names_taken(path.read_text("utf-8")))
    parts = path.relative_to(ROOT / "tui").with_suffix("").parts
    if parts[-1] not in ("__init__", "__main__"):
        name = ".".join(("recto.tui", *parts))
        kinds = filter(inspect.isclass, vars(importlib.import_module(name)).values())
        found |= {one for kind in kinds if kind.__module__ == name for one in names_shared(kind)}
    return found


def files() -> tuple[list[Path], list[Path]]:
    """Return the files behind the doors, and all others."""
    every = sorted((ROOT / "tui").rglob("*.py"))
    doors = [path for path in every if path.relative_to(ROOT / "tui").parts[0] in DOORS]
    return doors, [path for path in every if path not in doors]


def test_private_names_of_the_toolkits_stand_behind_the_doors_alone() -> None:
    _, others = files()
    assert len(others) > 80
    found = {str(path.relative_to(ROOT)): private_names(path) for path in others}
    assert not {path: names for path, names in found.items() if names}


def test_the_names_behind_the_doors_are_found() -> None:
    doors, _ = files()
    found = set[str]().union(*map(private_names, doors))
    taken = {"_driver", "_segments", "_color_system", "_xterm_parser", "_wrap", "_exit"}
    overridden = {"_reset_focus", "_compositor_refresh", "_update_timer", "_display", "_set_dirty"}
    assert taken | overridden <= found


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("from textual._compositor import Compositor", {"_compositor"}),
        ("def f():\n    import rich._wrap", {"_wrap"}),
        ("from textual.css import _style_properties", {"_style_properties"}),
        ("def f(screen): return screen.app._driver", {"_driver"}),
        ("def f(app): setattr(app, '_driver', None)", {"_driver"}),
        ("class A:\n    def f(self, other): self._driver = other._driver", set()),
        ("import os\nos._exit(0)", set()),
        ("def f(pair): return pair._replace(a=1)", set()),
        ("def f(box): return box._recto_only", set()),
    ],
)
def test_what_counts_as_taken(source: str, names: set[str]) -> None:
    assert set(names_taken(source)) == names
