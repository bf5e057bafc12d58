"""Everything that knows papers and works without a terminal.

What is named here is what the rest may use. Importing it loads neither Whoosh nor anything else
that takes a while.
"""

from .config import Config
from .errors import NotFoundError, RectoError, SearchIndexError, SourceError, StoreError
from .library import Library
from .locations import Locations
from .marking.retracing import Undone
from .paper import Kept, Link, Paper, Place
from .results import AddReport, Hit, IndexState, Listing, Results
from .search.highlight import Highlighter
from .search.query import Query, Superseded
from .search.query_fields import CHOICES, FIELDS
from .search.query_help import EXAMPLES
from .tex import readable
from .text import clean, find_links, name_span
from .views import SORTS, Counts, SavedSearch, SourceCount, View

__all__ = [
    "CHOICES",
    "EXAMPLES",
    "FIELDS",
    "SORTS",
    "AddReport",
    "Config",
    "Counts",
    "Highlighter",
    "Hit",
    "IndexState",
    "Kept",
    "Library",
    "Link",
    "Listing",
    "Locations",
    "NotFoundError",
    "Paper",
    "Place",
    "Query",
    "RectoError",
    "Results",
    "SavedSearch",
    "SearchIndexError",
    "SourceCount",
    "SourceError",
    "StoreError",
    "Superseded",
    "Undone",
    "View",
    "clean",
    "find_links",
    "name_span",
    "readable",
]
