"""What the newest import has brought that is no library of one's own."""

from __future__ import annotations

from ..records.kinds import OWN_LIBRARIES

_IS_STREAM = f"coalesce(g.kind, '') NOT IN {tuple(sorted(OWN_LIBRARIES))}"

NEWEST_PAGES = f"""SELECT g.gid FROM pages g WHERE g.hidden = 0 AND {_IS_STREAM}
    AND g.import_no = (SELECT max(g.import_no) FROM pages g WHERE g.hidden = 0 AND {_IS_STREAM}
        AND EXISTS(SELECT 1 FROM places l WHERE l.gid = g.gid))"""
"""The pages in sight of that import; bibliographies that came with it or later are none."""
