"""Everything that knows papers and works without a terminal.

What is named here is what the rest may use. A name's module is loaded when it is first asked for:
starting the reader needs few of them, and each takes a while.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .addresses import code_addresses, page_address, pdf_address, web_address
    from .columns import cells, fill
    from .config import COLOR, THEMES, Bars, Config
    from .database.connections import sqlite_version
    from .digest.formats import DIGEST_FORMATS, digest_message, digest_text
    from .disk.exhaustion import (
        exhaustion,
        hold_reserve,
        is_memory_short,
        let_go,
        refuse_few_descriptors,
    )
    from .disk.pdf_files import FoundPdf, find_pdf
    from .disk.private import make_directory
    from .disk.whole_files import is_link, whole_file
    from .errors import (
        AwayError,
        FetchError,
        Interrupted,
        NotFoundError,
        OtherVersionError,
        RectoError,
        SearchIndexError,
        SourceError,
        StoreError,
        Superseded,
    )
    from .exports.export import Export
    from .exports.formats import EXPORT_FIELDS, EXPORT_FORMATS, WITH_FIELDS, WITHHELD, format_of
    from .exports.latex_runs import Cited, read_cited
    from .fetch.clock import Stop
    from .fetch.fetching import Outcome, Progress
    from .fetch.harvesting.harvest import Stage
    from .fetch.harvesting.prices import Price
    from .fetch.naming import NamedPapers
    from .identity.names import family_name
    from .library import Library
    from .links import find_links
    from .locations import Locations
    from .marking.asking import Asked
    from .marking.following import Followed
    from .marking.mornings import Morning
    from .marking.news import Newness, Signs
    from .marking.note_files import NoteFile
    from .marking.note_text import NoteText, decode_note
    from .marking.note_versions import NoteVersion
    from .marking.taste.ranking import Ranking
    from .outbox import Outbox, Waiting
    from .pages.formats import FORMATS
    from .paper import Highlight, Kept, Link, Paper, Place
    from .parts.asking import ask
    from .parts.reading import Reading
    from .parts.sync_findings import examine_sync
    from .parts.texts.queued_texts import QueuedText, QueueOutcome
    from .parts.texts.text_findings import examine_texts
    from .pasted import name_of
    from .records.explaining import FieldSources, Saying
    from .results import (
        AddReport,
        Duplicates,
        Hit,
        Identified,
        Marked,
        Results,
        Saved,
        Sighting,
        Synced,
        Undone,
        UndoStep,
    )
    from .safety.examination import Finding, examine
    from .search.highlighting.highlighter import Highlighter
    from .search.highlighting.reasons import Reason
    from .search.highlighting.text_hits import Section, Snippet, TextHits
    from .search.listing import Listing
    from .search.query.fields import CHOICES, FIELDS
    from .search.query.help import EXAMPLES
    from .search.query.query import Query
    from .setting_lines import write_setting
    from .store.positions import Position
    from .stream_names import day_of, is_stream, stream_title
    from .sync.standing import MachineStanding
    from .taste.learned import Ranked, TasteProfile, TasteWord
    from .taste.reasons import TasteReason
    from .taste.wording import taste_in_words
    from .tex import bold_spans, lay_out, read_formula, readable
    from .text import clean, name_span, without_sequences
    from .texts.blocks import Block, Span, Text, words
    from .texts.folding import Sought, fold, matches, sought
    from .texts.placing import Placed, place
    from .texts.quoting import quote
    from .texts.spots import Passage, Spot
    from .views import SORTS, Counts, IndexState, SavedSearch, SourceCount, Standing, View

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
    "WITHHELD",
    "WITH_FIELDS",
    "AddReport",
    "Asked",
    "AwayError",
    "Bars",
    "Block",
    "Cited",
    "Config",
    "Counts",
    "Duplicates",
    "Export",
    "FetchError",
    "FieldSources",
    "Finding",
    "Followed",
    "FoundPdf",
    "Highlight",
    "Highlighter",
    "Hit",
    "Identified",
    "IndexState",
    "Interrupted",
    "Kept",
    "Library",
    "Link",
    "Listing",
    "Locations",
    "MachineStanding",
    "Marked",
    "Morning",
    "NamedPapers",
    "Newness",
    "NotFoundError",
    "NoteFile",
    "NoteText",
    "NoteVersion",
    "OtherVersionError",
    "Outbox",
    "Outcome",
    "Paper",
    "Passage",
    "Place",
    "Placed",
    "Position",
    "Price",
    "Progress",
    "Query",
    "QueueOutcome",
    "QueuedText",
    "Ranked",
    "Ranking",
    "Reading",
    "Reason",
    "RectoError",
    "Results",
    "Saved",
    "SavedSearch",
    "Saying",
    "SearchIndexError",
    "Section",
    "Sighting",
    "Signs",
    "Snippet",
    "Sought",
    "SourceCount",
    "SourceError",
    "Span",
    "Spot",
    "Stage",
    "Standing",
    "Stop",
    "StoreError",
    "Superseded",
    "Synced",
    "TasteProfile",
    "TasteReason",
    "TasteWord",
    "Text",
    "TextHits",
    "UndoStep",
    "Undone",
    "View",
    "Waiting",
    "ask",
    "bold_spans",
    "cells",
    "clean",
    "code_addresses",
    "day_of",
    "decode_note",
    "digest_message",
    "digest_text",
    "examine",
    "examine_sync",
    "examine_texts",
    "exhaustion",
    "family_name",
    "fill",
    "find_links",
    "find_pdf",
    "fold",
    "format_of",
    "hold_reserve",
    "is_link",
    "is_memory_short",
    "is_stream",
    "lay_out",
    "let_go",
    "make_directory",
    "matches",
    "name_of",
    "name_span",
    "page_address",
    "pdf_address",
    "place",
    "quote",
    "read_cited",
    "read_formula",
    "readable",
    "refuse_few_descriptors",
    "sought",
    "sqlite_version",
    "stream_title",
    "taste_in_words",
    "web_address",
    "whole_file",
    "without_sequences",
    "words",
    "write_setting",
]

_PLACES = {
    ".addresses": "code_addresses page_address pdf_address web_address",
    ".parts.asking": "ask",
    ".parts.reading": "Reading",
    ".columns": "cells fill",
    ".config": "COLOR THEMES Bars Config",
    ".database.connections": "sqlite_version",
    ".digest.formats": "DIGEST_FORMATS digest_message digest_text",
    ".errors": "AwayError FetchError Interrupted NotFoundError OtherVersionError RectoError "
    "SearchIndexError SourceError StoreError Superseded",
    ".exports.export": "Export",
    ".exports.latex_runs": "Cited read_cited",
    ".exports.formats": "EXPORT_FIELDS EXPORT_FORMATS WITH_FIELDS WITHHELD format_of",
    ".library": "Library",
    ".fetch.clock": "Stop",
    ".fetch.fetching": "Outcome Progress",
    ".fetch.harvesting.harvest": "Stage",
    ".fetch.naming": "NamedPapers",
    ".fetch.harvesting.prices": "Price",
    ".identity.names": "family_name",
    ".links": "find_links",
    ".locations": "Locations",
    ".marking.asking": "Asked",
    ".marking.following": "Followed",
    ".marking.news": "Newness Signs",
    ".marking.note_files": "NoteFile",
    ".marking.note_versions": "NoteVersion",
    ".marking.note_text": "NoteText decode_note",
    ".marking.mornings": "Morning",
    ".marking.taste.ranking": "Ranking",
    ".outbox": "Outbox Waiting",
    ".pages.formats": "FORMATS",
    ".paper": "Highlight Kept Link Paper Place",
    ".parts.texts.queued_texts": "QueuedText QueueOutcome",
    ".parts.sync_findings": "examine_sync",
    ".parts.texts.text_findings": "examine_texts",
    ".pasted": "name_of",
    ".records.explaining": "FieldSources Saying",
    ".results": "AddReport Duplicates Hit Identified Marked Results Saved Sighting Synced Undone "
    "UndoStep",
    ".safety.examination": "Finding examine",
    ".setting_lines": "write_setting",
    ".sync.standing": "MachineStanding",
    ".search.highlighting.highlighter": "Highlighter",
    ".search.highlighting.reasons": "Reason",
    ".search.highlighting.text_hits": "Section Snippet TextHits",
    ".search.listing": "Listing",
    ".search.query.query": "Query",
    ".search.query.fields": "CHOICES FIELDS",
    ".search.query.help": "EXAMPLES",
    ".store.positions": "Position",
    ".stream_names": "day_of is_stream stream_title",
    ".taste.learned": "Ranked TasteProfile TasteWord",
    ".taste.reasons": "TasteReason",
    ".taste.wording": "taste_in_words",
    ".tex": "bold_spans lay_out read_formula readable",
    ".text": "clean name_span without_sequences",
    ".texts.blocks": "Block Span Text words",
    ".texts.folding": "Sought fold matches sought",
    ".texts.placing": "Placed place",
    ".texts.quoting": "quote",
    ".texts.spots": "Passage Spot",
    ".views": "SORTS Counts IndexState SavedSearch SourceCount Standing View",
    ".disk.exhaustion": "exhaustion hold_reserve is_memory_short let_go refuse_few_descriptors",
    ".disk.pdf_files": "FoundPdf find_pdf",
    ".disk.private": "make_directory",
    ".disk.whole_files": "is_link whole_file",
}
"""Where each name is defined."""

if not TYPE_CHECKING:
    _MODULES = {name: module for module, names in _PLACES.items() for name in names.split()}

    def __getattr__(name: str) -> object:
        """Load a name of the front at its first use (PEP 562)."""
        from importlib import import_module

        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
        return value
