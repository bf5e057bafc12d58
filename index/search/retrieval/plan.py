"""What a query asks for, taken apart by how it is looked up."""

from __future__ import annotations

from ..filtering.paper_set import Members
from ..query.nodes import Node
from .clauses import Need
from .leaf_plans import Leaf


class Plan:
    """What a query asks for, by how it is looked up."""

    def __init__(self) -> None:
        self.needs: list[Need] = []
        self.wishes: list[Need] = []
        """What adds to a paper's score and need not be met."""
        self.closing: Need | None = None
        """The need of the word being typed."""
        self.checks: list[Leaf] = []
        self.conditions: list[Node] = []
        """What else is said of words: any of several, none of several."""
        self.wanted: Members | None = None
        """The only papers that may be found."""
        self.open_leaf: Node | None = None
        self.is_typing = False
        self.is_plain = True
        """Whether only words are asked for, and papers that filters let through."""
