"""Draws shares day by day as lines, in an SVG of a few kilobytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 300, 44, 34, 150, 34
COLOURS = ("#0a7c6e", "#b0541e", "#7a5fb5", "#8a8a8a")
DAYS_OF_MEAN = 5
"""Each point is the mean of so many days, since a day of one reader has one paper or two."""


def draw(lines: Mapping[str, Sequence[float]]) -> str:
    """Return a picture of shares from 0 to 1, one for each day, by name."""
    smooth = {name: _means(values) for name, values in lines.items()}
    top = max(max(values) for values in smooth.values()) * 1.1
    length = max(map(len, lines.values()))
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(day: float) -> float:
        return LEFT + wide * day / (length - 1)

    def y(value: float) -> float:
        return TOP + high * (1 - value / top)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="18" fill="#222222">Share of a reader’s papers that are among the '
        f"first ten of a day, means of {DAYS_OF_MEAN} days</text>",
    ]
    step = next(one for one in (0.05, 0.1, 0.2) if top / one <= 6)
    for count in range(int(top / step) + 1):
        at = y(count * step)
        parts.append(
            f'<path d="M{LEFT} {at:.1f}h{wide}" stroke="#dddddd"/>'
            f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end" fill="#555555">'
            f"{100 * count * step:.0f} %</text>"
        )
    for day in (1, 10, 20, 30):
        parts.append(
            f'<text x="{x(day - 1):.1f}" y="{HEIGHT - 12}" text-anchor="middle" fill="#555555">'
            f"day {day}</text>"
        )
    ends: list[float] = []
    order = sorted(smooth, key=lambda name: -smooth[name][-1])
    colours = dict(zip(lines, COLOURS, strict=False))
    for name in order:
        points = " ".join(f"{x(day):.1f},{y(one):.1f}" for day, one in enumerate(smooth[name]))
        at = max([y(smooth[name][-1]) + 4, *(end + 15 for end in ends)])
        ends.append(at)
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colours[name]}" stroke-width="2"/>'
            f'<text x="{WIDTH - RIGHT + 8}" y="{at:.1f}" fill="{colours[name]}">'
            f"{escape(name)}</text>"
        )
    return "\n".join([*parts, "</svg>", ""])


def _means(values: Sequence[float]) -> list[float]:
    half = DAYS_OF_MEAN // 2
    found = []
    for place in range(len(values)):
        some = values[max(0, place - half) : place + half + 1]
        found.append(sum(some) / len(some))
    return found
