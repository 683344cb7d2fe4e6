"""What a detector found, and what a masker painted."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle as fractions 0..1 of the upright picture's width and height."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Region:
    """One hidden place: ``box`` as detected, ``covered`` the smallest box around what was painted.

    ``shape`` is ``box``, ``ellipse`` or ``polygon``; ``anonymising`` says whether nothing can undo ``style``.
    """

    label: str
    confidence: float
    box: Box
    covered: Box
    shape: str = "box"
    style: str = "solid"
    anonymising: bool = True

    def to_json(self) -> dict[str, object]:
        """The region as the API shows it."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, object]) -> "Region":
        """The inverse of ``to_json``, for a region that was stored."""
        box, covered = value["box"], value["covered"]
        assert isinstance(box, dict)
        assert isinstance(covered, dict)
        return cls(
            str(value["label"]),
            float(str(value["confidence"])),
            Box(**box),
            Box(**covered),
            str(value.get("shape", "box")),
            str(value.get("style", "solid")),
            bool(value.get("anonymising", True)),
        )
