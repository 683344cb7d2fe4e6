"""Detectors find places in a picture. One file, one frozen class, one method each; named in ``pipeline``."""

from dataclasses import dataclass
from typing import Protocol

from PIL import Image

from functions.core.region import Box


@dataclass(frozen=True, slots=True)
class Found:
    """A place that a detector saw: how sure it is, 0..1, and where, clipped to the picture.

    ``faint`` is a hint and no finding: less sure than the detector asks for, at least half as much.
    """

    confidence: float
    box: Box
    faint: bool = False


class Detector(Protocol):
    """Finds all places of one label. It is built once and used for many pictures."""

    def find(self, picture: Image.Image) -> tuple[Found, ...]:
        """What is seen in ``picture``, an upright RGB or RGBA picture of any size, which stays as it is.

        Raises whatever goes wrong: a detector that failed must not look like one that found nothing.
        """
