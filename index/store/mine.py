"""Which papers are the reader's own: marked, or brought in by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..database.database import Database
from ..journal.highlight_marks import IS_HIGHLIGHT
from ..records.kinds import BY_HAND
from .marked import KEEPING

_MINE = f"""SELECT DISTINCT p.arxiv_id, json_extract(t.details, '$.arxiv_version')
    FROM json_each(?) j JOIN papers p ON p.arxiv_id = j.value JOIN texts t USING(pid)
    WHERE p.hidden = 0 AND (EXISTS (SELECT 1 FROM marks m WHERE m.pid = p.pid
        AND m.value IS NOT NULL AND (m.name IN {KEEPING} OR m.name >= 'tag:' AND m.name < 'tag;'
        OR {IS_HIGHLIGHT}))
    OR EXISTS (SELECT 1 FROM places l JOIN pages g USING(gid) WHERE l.pid = p.pid
        AND g.hidden = 0 AND g.kind IN {tuple(sorted(BY_HAND))}))"""


def mine_among(database: Database, ids: Sequence[str]) -> dict[str, int]:
    """Return the versions of those of some papers, by arXiv id, that are mine; 0 for unknown."""
    rows = database.rows(_MINE, (json.dumps(list(ids)),))
    return {id: version if isinstance(version, int) else 0 for id, version in rows}
