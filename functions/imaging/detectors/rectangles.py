"""The smallest rectangle around each island, at whatever angle it lies."""

from typing import Final

import numpy as np

from functions.imaging.detectors.islands import Floats, Ints, Runs

# Degrees. A line of text that is off by one degree grows by a fiftieth of its length: a pixel or two.
STEP: Final = 2


def smallest_rectangles(runs: Runs, reach: float) -> Floats:
    """Corners (islands × 4 × 2: x, y in pixels) of the rectangle of least area around each island.

    A rectangle is widened on all sides by ``reach`` × area / perimeter: DBNet is trained to mark the core of
    a text only, and that is how far its rim lies outside (Liao et al., 2020, arXiv:1911.08947, section 3.4).
    """
    if not runs.row.size:
        return np.zeros((0, 4, 2))
    x = np.concatenate((runs.start, runs.end, runs.start, runs.end)).astype(np.float64)
    y = np.concatenate((runs.row, runs.row, runs.row + 1, runs.row + 1)).astype(np.float64)
    owner = np.tile(runs.island, 4)
    order = np.argsort(owner, kind="stable")
    x, y, first = x[order], y[order], runs.first * 4
    best = _extents(x, y, first, 0.0)
    for degrees in range(STEP, 90, STEP):
        turned = _extents(x, y, first, np.deg2rad(degrees))
        better = _area(turned) < _area(best) * 0.98  # upright, unless turning pays
        best[better] = turned[better]
    return _corners(best, reach)


def _extents(x: Floats, y: Floats, first: Ints, angle: float) -> Floats:
    """For each island: angle, lowest and highest coordinate along it, lowest and highest across it."""
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    edges = (
        np.minimum.reduceat(along, first), np.maximum.reduceat(along, first),
        np.minimum.reduceat(across, first), np.maximum.reduceat(across, first),
    )  # fmt: skip
    return np.stack((np.full(len(first), angle), *edges), axis=1)


def _area(extents: Floats) -> Floats:
    area: Floats = (extents[:, 2] - extents[:, 1]) * (extents[:, 4] - extents[:, 3])
    return area


def _corners(extents: Floats, reach: float) -> Floats:
    angle, low, high, top, bottom = extents.T
    margin = reach * _area(extents) / (2 * (high - low + bottom - top))
    low, high, top, bottom = low - margin, high + margin, top - margin, bottom + margin
    along, across = np.stack((low, high, high, low), axis=1), np.stack((top, top, bottom, bottom), axis=1)
    cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
    return np.stack((along * cos - across * sin, along * sin + across * cos), axis=2)
