"""One finding for each face, out of those of several views."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

OVERLAP: Final = 0.4


class Seen(NamedTuple):
    """``corners`` (n × 4: left, top, right, bottom), ``landmarks`` (n × 5 × 2) and ``scores`` (n)."""

    corners: Floats
    landmarks: Floats
    scores: Floats

    def at(self, which: npt.ArrayLike) -> "Seen":
        """Those that ``which`` names, by index or by true and false."""
        chosen = np.asarray(which)
        return Seen(*(values[chosen] for values in self))


def joined(seen: list[Seen]) -> Seen:
    """All of them in a row."""
    return Seen(*(np.concatenate(values) for values in zip(*seen, strict=True)))


def distinct(corners: Floats, scores: Floats) -> list[int]:
    """Indices of boxes that are not a worse copy of another (IoU above 0.4), best first."""
    areas = np.prod(corners[:, 2:] - corners[:, :2], axis=1)
    waiting, kept = np.argsort(-scores, kind="stable"), []
    while waiting.size:
        best, waiting = waiting[0], waiting[1:]
        kept.append(int(best))
        low = np.maximum(corners[best, :2], corners[waiting, :2])
        high = np.minimum(corners[best, 2:], corners[waiting, 2:])
        shared = np.prod(np.clip(high - low, 0, None), axis=1)
        waiting = waiting[shared <= OVERLAP * (areas[best] + areas[waiting] - shared)]
    return kept


def shares_inside(corners: Floats, others: Floats) -> Floats:
    """The largest share 0..1 of each of ``corners`` (n × 4) that lies in one of ``others``."""
    if not len(others):
        return np.zeros(len(corners), dtype=np.float32)
    low = np.maximum(corners[:, None, :2], others[None, :, :2])
    high = np.minimum(corners[:, None, 2:], others[None, :, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=2).max(axis=1)
    return np.asarray(shared / np.prod(corners[:, 2:] - corners[:, :2], axis=1), dtype=np.float32)
