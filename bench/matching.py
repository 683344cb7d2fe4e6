"""How an attacker compares two pictures of one place: several ways, of which the best one counts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image

Vectors = npt.NDArray[np.float64]
Measure = Callable[[Image.Image], Vectors]

# Below this spread a place is flat, and its correlation with anything would be noise of the encoder.
FLAT: Final = 2.0


def _grey(picture: Image.Image) -> Vectors:
    """Light and shadow, whatever the exposure: the distance of two is their normalised correlation."""
    values = np.asarray(picture.convert("L").resize((32, 32), Image.Resampling.BOX), dtype=np.float64)
    centred = values - values.mean()
    return (centred / np.linalg.norm(centred)).ravel() if centred.std() > FLAT else np.zeros(centred.size)


def _colours(picture: Image.Image) -> Vectors:
    """Every colour in its place."""
    return np.asarray(picture.resize((16, 16), Image.Resampling.BOX), dtype=np.float64).ravel()


def _mean(picture: Image.Image) -> Vectors:
    """One colour."""
    mean: Vectors = np.asarray(picture, dtype=np.float64).mean(axis=(0, 1))
    return mean


def _tint(picture: Image.Image) -> Vectors:
    """One colour, whatever the exposure."""
    mean = _mean(picture)
    tint: Vectors = mean / (mean.sum() + 1)
    return tint


MEASURES: Final[Mapping[str, Measure]] = {
    "correlation": _grey,
    "colours": _colours,
    "mean colour": _mean,
    "tint": _tint,
}


def recognised(queries: Sequence[Image.Image], gallery: Sequence[Image.Image], measure: Measure) -> float:
    """How many of ``queries`` are nearest to their own place in ``gallery``; a tie counts by its share."""
    asked, known = (np.stack([measure(each) for each in pictures]) for pictures in (queries, gallery))
    return sum(_hit(((known - one) ** 2).sum(axis=1), own) for own, one in enumerate(asked))


def guessed(poses: Sequence[object], known: Sequence[object]) -> float:
    """How many of ``poses`` an attacker finds who reads them without error, and guesses among the same."""
    return sum(
        1 / sum(other == pose for other in known) for own, pose in enumerate(poses) if known[own] == pose
    )


def _hit(distances: Vectors, own: int) -> float:
    nearest = np.isclose(distances, distances.min(), rtol=1e-9, atol=1e-12)
    return float(nearest[own]) / float(nearest.sum())
