"""When typing rests: by how fast somebody types, within bounds."""

from __future__ import annotations

import pytest
from recto.tui.reader.typing_pace import TypingPace


@pytest.mark.parametrize(
    ("times", "rest"),
    [
        ([], 0.4),
        ([5.0], 0.4),
        ([0.0, 0.15, 0.3, 0.45], 0.3),
        # Held keys, and several that a slow line brings at once.
        ([0.0, 0.03, 0.06, 0.09], 0.2),
        ([0.0, 0.25, 0.5, 0.5, 0.75, 1.0], 0.5),
        # Slow fingers, and a while of thinking that is no gap between keys.
        ([0.0, 0.6, 1.2], 0.8),
        ([0.0, 0.2, 9.0, 9.2], 0.4),
        # Only what was typed of late counts.
        ([0.0, *(0.9 + 0.1 * number for number in range(12))], 0.2),
    ],
)
def test_a_rest_is_twice_the_usual_gap(times: list[float], rest: float) -> None:
    pace = TypingPace()
    for time in times:
        pace.observe(time)
    assert pace.rest == pytest.approx(rest)
