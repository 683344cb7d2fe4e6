"""Hits, misses and false alarms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

# Half of the union is the usual measure; 0.4 allows for labels that draw a head and not a face.
SAME: Final = 0.4


class Edges(NamedTuple):
    """A box by its edges."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Counted:
    """``hits`` of ``marked`` places were found; ``right`` of ``found`` are marked ones."""

    hits: int = 0
    marked: int = 0
    right: int = 0
    found: int = 0

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(
            self.hits + other.hits,
            self.marked + other.marked,
            self.right + other.right,
            self.found + other.found,
        )


def overlap(one: Edges, other: Edges) -> float:
    """Intersection over union, 0..1."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    shared = max(0.0, wide) * max(0.0, high)
    areas = [(box.right - box.left) * (box.bottom - box.top) for box in (one, other)]
    return shared / (sum(areas) - shared) if shared else 0.0


def counted(found: Sequence[Edges], marked: Sequence[Edges], ignored: Sequence[Edges] = ()) -> Counted:
    """Match ``found``, most certain first, each with the best marked place that is still free.

    What matches an ignored place counts neither as right nor as wrong.
    """
    free, hits, judged = list(marked), 0, 0
    for box in found:
        best = max(free, key=lambda place: overlap(box, place), default=None)
        if best is not None and overlap(box, best) >= SAME:
            free.remove(best)
            hits += 1
            judged += 1
        elif not any(overlap(box, place) >= SAME for place in ignored):
            judged += 1
    return Counted(hits, len(marked), hits, judged)
