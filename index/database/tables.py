"""The tables of `library.db`, their creation and their version."""

from __future__ import annotations

import os

from .database import APPLICATION_ID, Database

VERSION = 8
"""The version of the tables below; a newer one is opened for reading only."""

TEMPLATED_KEYS = "templated keys"
"""What a library says in `meta` whose citation keys have been made by a template from the start."""

TABLES = (
    # `library` and `machine` ids; `rev` grows with every change of papers, places or sources, and
    # when some come in sight or go out of it.
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    # What lists are made of, apart from the long texts so that a hundred thousand are quickly read.
    # `score` is the sum of 1/(60+rank) over the pages of the newest import that brought the paper.
    # `rev` is the library's when last something changed that the full-text index holds.
    """CREATE TABLE papers(
        pid INTEGER PRIMARY KEY, id TEXT NOT NULL, arxiv_id TEXT,
        import_no INTEGER NOT NULL, score REAL NOT NULL, hidden INTEGER NOT NULL DEFAULT 0,
        rev INTEGER NOT NULL, published TEXT, comments INTEGER, upvotes INTEGER, doi TEXT)""",
    "CREATE INDEX papers_order ON papers(hidden, import_no DESC, score DESC, pid)",
    "CREATE INDEX papers_rev ON papers(rev)",
    # The reader may have parted records of one arXiv id, so that several papers have it.
    "CREATE INDEX papers_arxiv ON papers(arxiv_id) WHERE arxiv_id IS NOT NULL",
    "CREATE INDEX papers_doi ON papers(doi) WHERE doi IS NOT NULL",
    # What the records in force say of a paper, by the rules in `docs/description.md`; `details`
    # holds what few papers have, by the names in `paper.DETAILS`, and as `given` those links that
    # stand in no abstract.
    """CREATE TABLE texts(
        pid INTEGER PRIMARY KEY REFERENCES papers, title TEXT NOT NULL, abstract TEXT NOT NULL,
        authors TEXT NOT NULL, author_count INTEGER, organisation TEXT, links TEXT NOT NULL,
        details TEXT NOT NULL DEFAULT '{}')""",
    # Every title key a paper goes by (the main one is its title's), and every id it was shown with.
    """CREATE TABLE titles(
        key TEXT NOT NULL, pid INTEGER NOT NULL REFERENCES papers, is_main INTEGER NOT NULL,
        PRIMARY KEY(key, pid)) WITHOUT ROWID""",
    "CREATE INDEX titles_pid ON titles(pid)",
    """CREATE TABLE ids(
        alias TEXT PRIMARY KEY, pid INTEGER NOT NULL REFERENCES papers) WITHOUT ROWID""",
    "CREATE INDEX ids_pid ON ids(pid)",
    # Papers that were merged into others: their numbers are not given again.
    "CREATE TABLE gone(pid INTEGER PRIMARY KEY, rev INTEGER NOT NULL)",
    # A source is a name; each different content that was added under it is a page.
    """CREATE TABLE sources(
        sid INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, label TEXT NOT NULL DEFAULT '',
        papers INTEGER NOT NULL DEFAULT 0)""",
    # `done` is how many of its records were taken in where it was interrupted, NULL for all.
    # `hidden` ones, and papers that are on such pages alone and carry no marks, are out of sight.
    # `day` is the one that the page shows and `kind` the format it was read as, where known.
    """CREATE TABLE pages(
        gid INTEGER PRIMARY KEY, sid INTEGER NOT NULL REFERENCES sources,
        import_no INTEGER NOT NULL, digest TEXT NOT NULL, hidden INTEGER NOT NULL DEFAULT 0,
        done INTEGER, day TEXT, kind TEXT, UNIQUE(sid, digest))""",
    # Which acts added a page, told by its source's name and its digest: here or elsewhere.
    """CREATE TABLE brought(
        source TEXT NOT NULL, digest TEXT NOT NULL, act TEXT NOT NULL,
        PRIMARY KEY(source, digest, act)) WITHOUT ROWID""",
    "CREATE INDEX brought_act ON brought(act)",
    """CREATE TABLE places(
        gid INTEGER NOT NULL REFERENCES pages, pid INTEGER NOT NULL REFERENCES papers,
        rank INTEGER NOT NULL, PRIMARY KEY(gid, pid)) WITHOUT ROWID""",
    "CREATE INDEX places_pid ON places(pid)",
    # What each page says of a paper, record by record in the order of the file: `said` is a JSON
    # object of what differs from the paper's description, NULL where nothing does.
    """CREATE TABLE records(
        gid INTEGER NOT NULL REFERENCES pages, number INTEGER NOT NULL,
        pid INTEGER NOT NULL REFERENCES papers, said TEXT,
        PRIMARY KEY(gid, number)) WITHOUT ROWID""",
    "CREATE INDEX records_pid ON records(pid)",
    # DOIs and arXiv ids that a paper goes by besides the one that is shown, as `doi:` or `arxiv:`.
    """CREATE TABLE evidence(
        key TEXT NOT NULL, pid INTEGER NOT NULL REFERENCES papers,
        PRIMARY KEY(key, pid)) WITHOUT ROWID""",
    "CREATE INDEX evidence_pid ON evidence(pid)",
    # Numbers that pages showed, by the ISO day on which they showed them.
    """CREATE TABLE seen(
        pid INTEGER NOT NULL REFERENCES papers, day TEXT NOT NULL, upvotes INTEGER,
        comments INTEGER, PRIMARY KEY(pid, day)) WITHOUT ROWID""",
    # Those of them that an older Recto kept, of which nobody knows which page showed them.
    """CREATE TABLE remembered(
        pid INTEGER NOT NULL REFERENCES papers, day TEXT NOT NULL, upvotes INTEGER,
        comments INTEGER, PRIMARY KEY(pid, day)) WITHOUT ROWID""",
    # What the reader has passed: by source and digest, as `brought` has it, runs of records of the
    # page. `stamp` grows with each writing, so that what came since is known.
    """CREATE TABLE passed(
        source TEXT NOT NULL, digest TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
        stamp INTEGER NOT NULL, PRIMARY KEY(source, digest, first)) WITHOUT ROWID""",
    "CREATE INDEX passed_stamp ON passed(stamp)",
    # Where the reader is in the texts of papers: the block and the letter of it at the upper edge
    # of the screen, how the block begins, and how much of the paper is read, from 0 to 100.
    # `marks` holds as JSON the places that have a letter, each as these five and `wall`.
    """CREATE TABLE positions(
        pid INTEGER PRIMARY KEY REFERENCES papers, block INTEGER NOT NULL,
        letter INTEGER NOT NULL, words TEXT NOT NULL, part INTEGER NOT NULL, wall TEXT NOT NULL,
        marks TEXT)""",
    # What each way of `recto sync` holds, so far as it was read or written: its files, and which
    # acts, records and places are in them. JSON; without it all is read anew.
    """CREATE TABLE synced(
        way TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY(way, kind, name)) WITHOUT ROWID""",
    # Files in watched directories as they were when they were last read.
    """CREATE TABLE watched(
        path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL)
        WITHOUT ROWID""",
    # `papers` holds how each paper is recognised, see `journal.identities`; `subject` is the act
    # that an undo or redo names.
    """CREATE TABLE journal(
        seq INTEGER PRIMARY KEY, act TEXT NOT NULL UNIQUE, machine TEXT NOT NULL,
        window TEXT NOT NULL, clock INTEGER NOT NULL, wall TEXT NOT NULL, kind TEXT NOT NULL,
        subject TEXT, papers TEXT NOT NULL, data TEXT NOT NULL)""",
    # Acts by which the reader says which records are one paper: few, and always asked for.
    """CREATE INDEX journal_says ON journal(seq) WHERE kind IN ('identify', 'merge', 'split')""",
    # Both say so much that choosing what to undo reads no rows, which may be long.
    "CREATE INDEX journal_clock ON journal(clock, act, subject, kind, window, machine)",
    """CREATE INDEX journal_subject ON journal(subject, clock, act, kind)
        WHERE subject IS NOT NULL""",
    # Which paper of this library the item of a row's `papers` is; none for an undo or a redo.
    """CREATE TABLE touched(
        pid INTEGER NOT NULL REFERENCES papers, seq INTEGER NOT NULL REFERENCES journal,
        item INTEGER NOT NULL, PRIMARY KEY(pid, seq, item)) WITHOUT ROWID""",
    "CREATE INDEX touched_seq ON touched(seq)",
    # Items of rows from another library whose paper is not in this one yet.
    """CREATE TABLE pending(
        seq INTEGER NOT NULL REFERENCES journal, item INTEGER NOT NULL, key TEXT NOT NULL,
        arxiv_id TEXT, doi TEXT, PRIMARY KEY(seq, item)) WITHOUT ROWID""",
    # By what else such an item, or one that has found its paper, tells it than that paper is known
    # by: `arxiv:` or `doi:` with an id, a title key, or the group of a parting. Few items have any;
    # whatever comes by that name may be what is meant.
    """CREATE TABLE loose(
        key TEXT NOT NULL, seq INTEGER NOT NULL REFERENCES journal, item INTEGER NOT NULL,
        PRIMARY KEY(key, seq, item)) WITHOUT ROWID""",
    "CREATE INDEX loose_item ON loose(seq, item)",
    # Which registers of the whole library a row sets.
    """CREATE TABLE named(
        name TEXT NOT NULL, seq INTEGER NOT NULL REFERENCES journal,
        PRIMARY KEY(name, seq)) WITHOUT ROWID""",
    # The fold of the journal; a mark that was taken off stays with the value NULL and its clock.
    """CREATE TABLE marks(
        pid INTEGER NOT NULL REFERENCES papers, name TEXT NOT NULL, value,
        clock INTEGER NOT NULL, act TEXT NOT NULL, PRIMARY KEY(pid, name)) WITHOUT ROWID""",
    # Lists and counts are answered by it alone, and it is in the order of lists.
    "CREATE INDEX marks_set ON marks(name, value, clock, pid) WHERE value IS NOT NULL",
    # By what BibTeX takes for one.
    """CREATE INDEX marks_key ON marks(lower(value), pid)
        WHERE name = 'key' AND value IS NOT NULL""",
    # The same for the whole library: saved searches, names and removals of sources; JSON.
    """CREATE TABLE settings(
        name TEXT PRIMARY KEY, value TEXT, clock INTEGER NOT NULL, act TEXT NOT NULL)
        WITHOUT ROWID""",
    # What is in no journal: half-typed notes, and where the last reader left off.
    # `base` names the acts whose note was there when the typing began, as JSON.
    """CREATE TABLE drafts(
        pid INTEGER PRIMARY KEY REFERENCES papers, text TEXT NOT NULL, wall TEXT NOT NULL,
        base TEXT)""",
    "CREATE TABLE session(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
)


def create_tables(database: Database) -> None:
    """Make the tables of a new library."""
    for statement in TABLES:
        database.execute(statement)
    meta = {"library": os.urandom(8).hex(), "machine": os.urandom(8).hex(), "rev": 0}
    # Older libraries go on with citation keys of title and id.
    meta[TEMPLATED_KEYS] = 1
    database.execute_many("INSERT INTO meta(key, value) VALUES (?, ?)", meta.items())
    database.execute(f"PRAGMA application_id={APPLICATION_ID}")
    database.execute(f"PRAGMA user_version={VERSION}")
