"""What a query asks for, taken apart by how it is looked up."""

from __future__ import annotations

from ..filtering.paper_set import PaperSet
from ..query.nodes import Node
from .clauses import Clause
from .leaf_plans import LeafPlan


class QueryPlan:
    """What a query asks for, by how it is looked up."""

    def __init__(self) -> None:
        self.required: list[Clause] = []
        """What every paper has to meet."""
        self.optional: list[Clause] = []
        """What adds to a paper's score and need not be met."""
        self.unfinished: Clause | None = None
        """The clause of the word being typed."""
        self.is_chained = False
        """Whether that is one with the words before it."""
        self.each: list[Clause] = []
        """The words that are asked for, each by itself, for papers that have most of them."""
        self.names: list[Clause] = []
        """What tells the papers that have a name in one piece, for each name of several words."""
        self.checks: list[LeafPlan] = []
        self.conditions: list[Node] = []
        """What else is said of words: any of several, none of several."""
        self.wanted: list[PaperSet] = []
        """The only papers that may be found: those in all of these."""
        self.open_leaf: Node | None = None
        self.is_typing = False
        self.is_plain = True
        """Whether only words are asked for, and papers that filters let through."""
