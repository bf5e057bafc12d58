"""What a library offers, and that each of its parts can be made without one."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from pathlib import Path

from recto.index import Config, Library, Locations
from recto.index.marking.marks import Marks
from recto.index.marking.notes import Notes
from recto.index.marking.retracing import Retracing
from recto.index.marking.searches import Searches
from recto.index.marking.tagging import Tags
from recto.index.parts.context import Context, Notices
from recto.index.parts.full_text import FullTextIndex
from recto.index.parts.queries import Queries
from recto.index.parts.session import Session
from recto.index.parts.texts.text_search import TextSearch
from recto.index.store.store import Store
from recto.index.texts.keeping import TextFiles
from recto.index.views import View

from ..journal.journal_steps import add

METHODS = """open close add add_text add_zotero search related paper rows listing stats bookmark
mark_read tag note queue done not_interested undo redo log export digest backup restore
export_library import_library"""

PARTS = """tags searches sources copies index queries marks corrections identities notes note_files
keys exports journal counts session news following former_days texts positions
asking references highlights text_search sync taste teaching mornings"""

FACTS = "id config locations mistakes warnings"


def public(names: Iterable[str]) -> set[str]:
    return {name for name in names if not name.startswith("_")}


def test_a_library_offers_what_is_documented_and_the_rest_by_part(empty: Library) -> None:
    assert public(dict(inspect.getmembers(Library, callable))) == set(METHODS.split())
    values = dict(inspect.getmembers(empty, lambda value: not inspect.ismethod(value)))
    assert public(values) == {*PARTS.split(), *FACTS.split()}
    bases = [kind for kind in Library.__mro__ if kind.__module__.startswith("recto")]
    assert bases == [Library]


def test_a_part_is_made_with_a_context_and_works_alone(store: Store, tmp_path: Path) -> None:
    add(store, "page.txt", "Alpha", "Beta")
    said: list[str] = []
    notices = Notices(told=said.append)
    context = Context(store, Locations.find(tmp_path), Config(), notices)
    marked = Marks(context).tag(rowids=[1, 2], add="greek/letters")
    assert marked.sentence == "Tagged 2 papers +greek/letters."
    assert Tags(context).rename("greek", "old").count == 2
    assert context.rows([2])[0].tags == ("old/letters",)
    assert Notes(context).write(marked.papers[0], "first").papers[0].note == "first"
    undone = Retracing(context).undo()
    assert undone is not None
    assert undone.sentence == "Undone: wrote a note on “Alpha”."
    Session(context).save({"query": "α"})
    assert Session(context).load() == {"query": "α"}
    texts = TextSearch(context, lambda: TextFiles(context.locations.texts))
    index = FullTextIndex(context, texts)
    queries = Queries(context, index, texts, lambda rowids, **_: (rowids, None, 0, 0))
    searches = Searches(context, index, queries)
    assert searches.save("mine", "tag:old", View()).search.slot == 1
    assert list(queries.listing("tag:old").rowids) == [1, 2]
    assert [hit.paper.title for hit in queries.search("beta").hits] == ["Beta"]
    assert index.state() == "ready"
    index.close()
    assert said == []
