"""Detectors find places in a picture. One file, one frozen class, one method each; named in ``pipeline``."""

from dataclasses import dataclass
from typing import Protocol

from PIL import Image

from functions.core.recipe import Look
from functions.core.region import Box
from functions.core.shapes import Point


@dataclass(frozen=True, slots=True)
class Found:
    """A place that a detector saw: how sure it is, 0..1, and where, clipped to the picture.

    ``landmarks`` are those of a face, in fractions of the picture: the eyes, the nose, the corners of the
    mouth, left before right as we see an upright face; ``polygon`` is a closer outline than ``box``, which is
    the box around it.
    """

    confidence: float
    box: Box
    landmarks: tuple[Point, ...] | None = None
    polygon: tuple[Point, ...] | None = None


class Detector(Protocol):
    """Finds all places of one label. It is built once and used for many pictures."""

    def find(self, picture: Image.Image, look: Look) -> tuple[Found, ...]:
        """What is seen in ``picture``, an upright RGB or RGBA picture of any size, which stays as it is.

        All of it, down to half of what any recipe could ask for: which confidence counts is not known here.
        Raises whatever goes wrong: a detector that failed must not look like one that found nothing.
        """
