"""Which pages brought what is new, and which what the reader had gathered by hand."""

from __future__ import annotations

from ..records.kinds import BY_HAND, OWN_LIBRARIES

_IS_STREAM = f"coalesce(g.kind, '') NOT IN {tuple(sorted(OWN_LIBRARIES))}"

NEWEST_PAGES = f"""SELECT g.gid FROM pages g WHERE g.hidden = 0 AND {_IS_STREAM}
    AND g.import_no = (SELECT max(g.import_no) FROM pages g WHERE g.hidden = 0 AND {_IS_STREAM}
        AND EXISTS(SELECT 1 FROM places l WHERE l.gid = g.gid))"""
"""The pages in sight of that import; bibliographies that came with it or later are none."""

BROUGHT_BY_HAND = f"""FROM places WHERE gid IN (SELECT gid FROM pages
    WHERE hidden = 0 AND kind IN {tuple(sorted(BY_HAND))})"""
"""The papers of the pages in sight that somebody has put together paper by paper."""
