"""What CONTRIBUTING.md asks of the code and no linter knows, looked for in the source."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("index", "tui", "bench", "tests")
FILES = [path for room in ROOMS for path in ROOT.glob(f"{room}/**/*.py")]

VALUES = {"int", "float", "complex", "str", "bytes", "tuple", "Decimal", "Fraction", "Path"}
"""Types of which two equal ones need not be the same one."""

VALUE_CALLS = VALUES | {"len", "sum", "ord", "chr", "repr", "hash", "round", "abs"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def is_value_type(annotation: ast.expr | None) -> bool:
    """Tell whether an annotation names values alone, or nothing beside them but None."""
    match annotation:
        case ast.Name(name):
            return name in VALUES
        case ast.Subscript(ast.Name("tuple")):
            return True
        case ast.BinOp(left, ast.BitOr(), right):
            types = [side for side in (left, right) if not is_none(side)]
            return all(map(is_value_type, types))
    return False


def annotated_names(function: ast.AST) -> dict[str, bool]:
    """Return the names that a function's head and lines annotate, and which of them are values."""
    names = {}
    for node in ast.walk(function):
        match node:
            case ast.arg(arg=name, annotation=annotation) if annotation is not None:
                names[name] = is_value_type(annotation)
            case ast.AnnAssign(target=ast.Name(name), annotation=annotation):
                names[name] = is_value_type(annotation)
    return names


def set_attributes(nodes: Sequence[ast.AST]) -> Iterator[tuple[str, bool]]:
    """Yield the attributes that classes and functions of a file set, and whether to values."""
    lines = [line for line in nodes if isinstance(line, ast.Assign) and sets_attribute(line)]
    for node in nodes:
        match node:
            case ast.ClassDef(body=body):
                for line in body:
                    if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                        yield line.target.id, is_value_type(line.annotation)
            case ast.AnnAssign(target=ast.Attribute(attr=name), annotation=annotation):
                yield name, is_value_type(annotation)
            case ast.FunctionDef(name=name, returns=returns, decorator_list=[*above]):
                if any(ast.unparse(one).endswith("property") for one in above):
                    yield name, is_value_type(returns)
                inside = [line for line in lines if is_within(line, node)]
                names = annotated_names(node) if inside else {}
                for line in inside:
                    for target, value in pairs(line):
                        if isinstance(target, ast.Attribute):
                            yield target.attr, is_value(value, names, {})


def sets_attribute(line: ast.Assign) -> bool:
    return any(isinstance(target, ast.Attribute) for target, _ in pairs(line))


def is_within(line: ast.stmt, function: ast.FunctionDef) -> bool:
    """Tell by the lines of a file, on which no two statements share one."""
    return function.lineno <= line.lineno <= (function.end_lineno or function.lineno)


def pairs(line: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what an assignment sets and what to, one by one where it sets several."""
    for target in line.targets:
        match target, line.value:
            case ast.Tuple(targets), ast.Tuple(values) if len(targets) == len(values):
                yield from zip(targets, values, strict=True)
            case ast.Tuple(targets), _:
                yield from ((one, ast.Name("unknown")) for one in targets)
            case _:
                yield target, line.value


def value_attributes(files: Iterable[Sequence[ast.AST]]) -> Mapping[str, bool]:
    """Return the attributes that are set to values wherever they are set."""
    kinds: dict[str, bool] = {}
    for nodes in files:
        for name, found in set_attributes(nodes):
            kinds[name] = kinds.get(name, True) and found
    return kinds


def is_value(node: ast.expr, names: Mapping[str, bool], attributes: Mapping[str, bool]) -> bool:
    """Tell whether an expression is plainly a number, a text or a tuple."""
    match node:
        case ast.Constant(value):
            return isinstance(value, (int, float, complex, str, bytes)) and not isinstance(
                value, bool
            )
        case ast.JoinedStr() | ast.BinOp() | ast.Tuple():
            return True
        case ast.Name(name):
            return names.get(name, False)
        case ast.Attribute(attr=name):
            return attributes.get(name, False)
        case ast.Call(func=ast.Name(name)):
            return name in VALUE_CALLS
        case ast.NamedExpr(target=target, value=value):
            return is_value(target, names, attributes) or is_value(value, names, attributes)
    return False


def compares_identity(node: ast.AST) -> bool:
    """Tell whether an expression asks whether something is the same as what is not None."""
    if not isinstance(node, ast.Compare):
        return False
    sides = [node.left, *node.comparators]
    return any(isinstance(operator, ast.Is | ast.IsNot) for operator in node.ops) and not all(
        isinstance(side, ast.Constant) and side.value is None for side in sides[1:]
    )


def comparisons(
    node: ast.AST, names: Mapping[str, bool], attributes: Mapping[str, bool]
) -> Iterator[str]:
    """Yield where `is` stands beside a value, with the line."""
    for child in ast.iter_child_nodes(node):
        inner = {**names, **annotated_names(child)} if isinstance(child, Function) else names
        yield from comparisons(child, inner, attributes)
    if not isinstance(node, ast.Compare):
        return
    sides = [node.left, *node.comparators]
    for operator, left, right in zip(node.ops, sides, sides[1:], strict=False):
        if not isinstance(operator, ast.Is | ast.IsNot):
            continue
        if any(isinstance(side, ast.Constant) and side.value is None for side in (left, right)):
            continue
        if any(is_value(side, names, attributes) for side in (left, right)):
            yield f"{node.lineno}: {ast.unparse(node)}"


def test_values_are_compared_by_what_they_are() -> None:
    files = {path: [*ast.walk(ast.parse(path.read_text("utf-8")))] for path in FILES}
    assert len(files) > 400
    attributes = value_attributes(files.values())
    assert attributes["rowid"]
    found = [
        f"{path.relative_to(ROOT)}:{place}"
        for path, nodes in files.items()
        if any(map(compares_identity, nodes))
        for place in comparisons(nodes[0], {}, attributes)
    ]
    assert not found


@pytest.mark.parametrize(
    ("code", "is_wrong"),
    [
        ("def f(rowid: int):\n    kept = g(rowid)\n    return kept is rowid", True),
        ("def f(text: str):\n    if (shown := g(text)) is not text: pass", True),
        ("def f(text: str | None, other):\n    return other is not text", True),
        ("def f(one, other):\n    return one.rowid is other.rowid", True),
        ("def f(text):\n    return len(text) is 3", True),
        ("def f(text):\n    return lambda: text is 'x'", True),
        ("def f(text: str | None):\n    return text is None", False),
        ("def f(node: Node, other: Node):\n    return node is other", False),
        ("def f(is_on: bool, value):\n    return value is is_on", False),
        ("def f(slot):\n    return type(slot) is int", False),
    ],
)
def test_the_look_at_comparisons_finds_what_it_should(code: str, is_wrong: bool) -> None:
    found = [*comparisons(ast.parse(code), {}, {"rowid": True})]
    assert bool(found) is is_wrong


def test_files_are_made_durable_in_one_place() -> None:
    found = [
        str(path.relative_to(ROOT))
        for room in ("index", "tui")
        for path in ROOT.glob(f"{room}/**/*.py")
        if "fsync(" in path.read_text("utf-8")
    ]
    assert found == ["index/disk/whole_files.py"]


def test_processes_of_recto_take_no_code_from_where_one_is() -> None:
    """Without `-P` Python looks for modules in the present directory first, whoever wrote there."""
    found = [
        ast.unparse(node)
        for room in ("index", "tui")
        for path in ROOT.glob(f"{room}/**/*.py")
        if "executable" in (text := path.read_text("utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.List | ast.Tuple)
        and node.elts
        and "sys.executable" in ast.unparse(node.elts[0])
    ]
    assert len(found) >= 6
    assert [one for one in found if not one[1:].startswith("sys.executable, '-P', ")] == []
