"""A tree of HTML gone through from its first leaf to its last, without any recursion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

Leave = Callable[[], None]

SKIP: Leave = lambda: None  # noqa: E731 - a mark, which is never called
"""What a visitor answers of whose inside it wants nothing."""


class Visitor(Protocol):
    """Whoever is told what there is in a tree."""

    def text(self, data: str) -> None:
        """Be told of a text."""

    def enter(self, node: Any, classes: frozenset[str]) -> Leave | None:
        """Be told of an element and its classes; return what to do behind it, or `SKIP`."""


def walk(root: Any, visitor: Visitor) -> None:
    """Tell a visitor all that is in an element, in its order."""
    stack: list[tuple[Iterator[Any], Leave | None]] = [(iter(root.children), None)]
    while stack:
        children, leave = stack[-1]
        for node in children:
            if node.name == "#text":
                visitor.text(node.data)
            elif not node.name.startswith(("#", "!")):
                after = visitor.enter(node, classes_of(node))
                if after is not SKIP:
                    stack.append((iter(node.children or ()), after))
                    break
        else:
            stack.pop()
            if leave is not None:
                leave()


def nodes_of(root: Any) -> Iterator[Any]:
    """Yield the elements in a tree in their order."""
    stack = [iter(root.children or ())]
    while stack:
        for node in stack[-1]:
            if not node.name.startswith(("#", "!")):
                yield node
                if node.children:
                    stack.append(iter(node.children))
                    break
        else:
            stack.pop()


def text_of(root: Any, without: Callable[[Any], bool] | None = None) -> str:
    """Return the text in an element as it stands there, without that of some others."""
    texts: list[str] = []
    stack = [iter(root.children or ())]
    while stack:
        for node in stack[-1]:
            if node.name == "#text":
                texts.append(node.data)
            elif node.children and not (without is not None and without(node)):
                stack.append(iter(node.children))
                break
        else:
            stack.pop()
    return "".join(texts)


def attribute(node: Any, name: str) -> str:
    """Return what an attribute says, empty where there is none."""
    return (node.attrs or {}).get(name) or ""


def classes_of(node: Any) -> frozenset[str]:
    """Return the classes of an element."""
    found = (node.attrs or {}).get("class")
    return frozenset(found.split()) if found else frozenset()
