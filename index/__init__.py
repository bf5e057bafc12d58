"""Everything that knows papers and works without a terminal.

What is named here is what the rest may use. Importing it loads neither Whoosh nor anything else
that takes a while.
"""

from .addresses import code_addresses, page_address, web_address
from .columns import cells, fill
from .config import COLOR, THEMES, Bars, Config
from .digest.formats import DIGEST_FORMATS
from .errors import (
    Interrupted,
    NotFoundError,
    RectoError,
    SearchIndexError,
    SourceError,
    StoreError,
)
from .exporting import Export
from .exports.formats import EXPORT_FIELDS, EXPORT_FORMATS, WITH_FIELDS, format_of
from .library import Library
from .locations import Locations
from .marking.retracing import Undone
from .outbox import Outbox, Waiting
from .pages.formats import FORMATS
from .paper import Kept, Link, Paper, Place
from .results import AddReport, Hit, IndexState, Listing, Results, Sighting
from .safety.examination import Finding, examine
from .search.highlight import Highlighter
from .search.query import Query, Superseded
from .search.query_fields import CHOICES, FIELDS
from .search.query_help import EXAMPLES
from .store.database import sqlite_version
from .tex import readable
from .text import clean, find_links, name_span, without_sequences
from .views import SORTS, Counts, SavedSearch, SourceCount, View

__all__ = [
    "CHOICES",
    "COLOR",
    "DIGEST_FORMATS",
    "EXAMPLES",
    "EXPORT_FIELDS",
    "EXPORT_FORMATS",
    "FIELDS",
    "FORMATS",
    "SORTS",
    "THEMES",
    "WITH_FIELDS",
    "AddReport",
    "Bars",
    "Config",
    "Counts",
    "Export",
    "Finding",
    "Highlighter",
    "Hit",
    "IndexState",
    "Interrupted",
    "Kept",
    "Library",
    "Link",
    "Listing",
    "Locations",
    "NotFoundError",
    "Outbox",
    "Paper",
    "Place",
    "Query",
    "RectoError",
    "Results",
    "SavedSearch",
    "SearchIndexError",
    "Sighting",
    "SourceCount",
    "SourceError",
    "StoreError",
    "Superseded",
    "Undone",
    "View",
    "Waiting",
    "cells",
    "clean",
    "code_addresses",
    "examine",
    "fill",
    "find_links",
    "format_of",
    "name_span",
    "page_address",
    "readable",
    "sqlite_version",
    "web_address",
    "without_sequences",
]
