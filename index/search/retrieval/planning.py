"""A query taken apart by how it is looked up: what has to be met, what adds, what is checked."""

from __future__ import annotations

from ..filtering.paper_set import PaperSet
from ..query.nodes import Phrase, Word, has_text
from ..query.query import Query
from .boolean import BooleanEvaluator
from .clauses import Lexicon
from .names import Chain, grouped, name_of_chain, together
from .plan import QueryPlan


class Planner:
    """Plans the searches of one question."""

    def __init__(self, lexicon: Lexicon, evaluator: BooleanEvaluator) -> None:
        self._lexicon = lexicon
        self._evaluator = evaluator

    def plan(self, query: Query, typing: bool, within: PaperSet | None) -> QueryPlan:
        """Return what a query asks for, of all papers or of those `within`."""
        open_leaf = query.open_leaf if typing else None
        plan = QueryPlan()
        if within is not None:
            plan.wanted.append(within)
        plan.open_leaf = open_leaf
        plan.is_typing = typing
        for node in grouped(query.root.nodes, self._lexicon, open_leaf):
            if isinstance(node, tuple):
                self._plan_chain(plan, node)
            elif isinstance(node, Word) and node.kind == "stem":
                self._plan_word(plan, node)
            elif isinstance(node, Word | Phrase):
                leaf = self._evaluator.leaf_plan(node, node is open_leaf)
                plan.required.extend(leaf.clauses)
                plan.is_plain = False
                if leaf.check:
                    plan.checks.append(leaf)
            elif has_text(node):
                plan.conditions.append(node)
                plan.is_plain = False
            else:
                plan.wanted.append(self._evaluator.members(node))
        last = plan.open_leaf
        is_slight = isinstance(last, Word) and last.is_function_word and len(last.parts[-1]) > 1
        is_slight = is_slight and not plan.is_chained
        if plan.unfinished and plan.required and is_slight:
            # `learning to` may become `learning tokens`, but need not.
            plan.optional.append(plan.unfinished)
            plan.unfinished = None
            plan.each.pop()
        if not plan.required and not plan.unfinished and not plan.conditions:
            plan.required, plan.optional = plan.optional, []
            plan.each = list(plan.required)
        return plan

    def _plan_word(self, plan: QueryPlan, word: Word) -> None:
        if word is plan.open_leaf and not word.sign:
            clause = plan.unfinished = self._lexicon.unfinished(word)
        elif word.is_function_word and not word.sign:
            plan.optional.append(self._lexicon.clause(word))
            return
        else:
            clause = self._lexicon.clause(word)
            plan.required.append(clause)
        plan.each.append(clause)
        if word.sign:
            plan.checks.append(self._evaluator.leaf_plan(word, False))
        if name := together(self._lexicon, word, clause):
            plan.names.append(name)

    def _plan_chain(self, plan: QueryPlan, chain: Chain) -> None:
        """Plan words that may be one name."""
        is_open = chain[-1] is plan.open_leaf
        clause, name = name_of_chain(self._lexicon, chain, is_open)
        if is_open:
            plan.unfinished, plan.is_chained = clause, True
        else:
            plan.required.append(clause)
        for word in chain:
            if is_open and word is chain[-1]:
                plan.each.append(self._lexicon.unfinished(word))
            elif word.is_function_word:
                plan.optional.append(self._lexicon.clause(word))
            else:
                plan.each.append(self._lexicon.clause(word))
        if name:
            plan.names.append(name)
