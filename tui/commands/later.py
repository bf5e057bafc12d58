"""Verbs whose modules are loaded when they are first used, so that the start need not wait."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


class Later:
    """Stands for a module of this package where its functions are named but not yet called."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, function: str) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            module = import_module(f".{self._name}", __package__)
            return getattr(module, function)(*arguments)

        return run
