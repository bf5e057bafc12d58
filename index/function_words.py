"""Words that say nothing by themselves."""

from __future__ import annotations

_FUNCTION_WORDS = """
a about an and are as at be been but by can do does for from had has have how if in into is it its
may more no nor not of on or our over s such t than that the their them then there these they this
those through to toward towards under upon us via was we were what when where which while who why
will with within without you your
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words that a query may hold without asking for them; indexed in titles only."""
