"""Plots as SVG, drawn by hand: bars with a whisker, and nothing else is needed here."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

ROW: Final = 30
LABELS: Final = 280
WIDTH: Final = 420
SIDE: Final = 90
HEAD: Final = 56
BLUE: Final = "#3b6ea8"
GREY: Final = "#8a8f98"


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: ``value``, its whisker from ``low`` to ``high``, and the ``mark`` that it should keep to."""

    label: str
    value: float
    low: float
    high: float
    said: str
    mark: float | None = None


def bars(path: Path, title: str, rows: Sequence[Bar], most: float | None = None) -> Path:
    """Draw ``rows`` from 0 to ``most`` (else the largest value) into ``path``, and return it."""
    top = most or max(max(row.high, row.mark or 0) for row in rows) * 1.02
    width, height = LABELS + WIDTH + SIDE, HEAD + ROW * len(rows) + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        'font-size="13" fill="#222">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="12" y="30" font-size="16" font-weight="bold">{escape(title)}</text>',
    ]
    for index, row in enumerate(rows):
        parts += _row(row, HEAD + index * ROW, WIDTH / top)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*parts, "</svg>\n"]), "utf-8")
    return path


def _row(row: Bar, y: int, scale: float) -> list[str]:
    value, low, high = (LABELS + min(WIDTH, number * scale) for number in (row.value, row.low, row.high))
    middle = y + ROW // 2 - 4
    parts = [
        f'<text x="{LABELS - 10}" y="{middle + 5}" text-anchor="end">{escape(row.label)}</text>',
        f'<rect x="{LABELS}" y="{y}" width="{value - LABELS:.1f}" height="{ROW - 8}" fill="{BLUE}"/>',
        f'<path d="M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 4}v8M{high:.1f} {middle - 4}v8" '
        'stroke="#111"/>',
        f'<text x="{LABELS + WIDTH + 8}" y="{middle + 5}">{escape(row.said)}</text>',
    ]
    if row.mark is not None:
        x = LABELS + min(WIDTH, row.mark * scale)
        parts.append(f'<path d="M{x:.1f} {y - 3}v{ROW - 2}" stroke="{GREY}" stroke-width="2"/>')
    return parts
