"""Places that a caller names: a box or a polygon, in fractions of the upright picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from functions.core.errors import Invalid
from functions.core.region import Box
from functions.core.values import fields, listed, number

Point = tuple[float, float]

MOST_POINTS: Final = 64
# 0.1 + 0.9 may be a little more than 1
ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Polygon:
    """Corners in order; the last is joined to the first. What it winds around at all belongs to it."""

    points: tuple[Point, ...]

    @property
    def bounds(self) -> Box:
        """The smallest box around it; it may be without width or height."""
        across, down = zip(*self.points, strict=True)
        return Box(min(across), min(down), max(across) - min(across), max(down) - min(down))


Shape = Box | Polygon


def parse_shape(value: object, path: str) -> Shape:
    """``{"box": [x, y, width, height]}`` or ``{"polygon": [[x, y], …]}``. Raises `Invalid`."""
    body = fields(value, path, {"box", "polygon"})
    if len(body) != 1:
        raise Invalid("must have either box or polygon", field=path)
    if "box" in body:
        return _box(body["box"], f"{path}.box")
    corners = listed(body["polygon"], f"{path}.polygon", MOST_POINTS, 3)
    return Polygon(tuple(_point(corner, f"{path}.polygon[{i}]") for i, corner in enumerate(corners)))


def parse_shapes(value: object, path: str, most: int) -> tuple[Shape, ...]:
    """A list of 1 to ``most`` shapes. Raises `Invalid`."""
    return tuple(parse_shape(shape, f"{path}[{i}]") for i, shape in enumerate(listed(value, path, most)))


def shape_to_json(shape: Shape) -> dict[str, object]:
    """The inverse of ``parse_shape``."""
    if isinstance(shape, Polygon):
        return {"polygon": [list(point) for point in shape.points]}
    return {"box": [shape.left, shape.top, shape.width, shape.height]}


def holds(shape: Shape, point: Point) -> bool:
    """Whether ``point`` lies in ``shape``, its edge included; a polygon by its winding number."""
    x, y = point
    if isinstance(shape, Polygon):
        return _winding(shape.points, x, y) != 0
    return 0 <= x - shape.left <= shape.width and 0 <= y - shape.top <= shape.height


def _winding(points: Sequence[Point], x: float, y: float) -> int:
    """How often the polygon goes around a point (Sunday, 2001)."""
    turns = 0
    for (x1, y1), (x2, y2) in zip(points, (*points[1:], points[0]), strict=True):
        if (y1 <= y) != (y2 <= y) and x1 + (y - y1) / (y2 - y1) * (x2 - x1) >= x:
            turns += 1 if y2 > y1 else -1
    return turns


def _box(value: object, path: str) -> Box:
    edges = listed(value, path, 4, 4)
    left, top, width, height = (number(edge, f"{path}[{i}]") for i, edge in enumerate(edges))
    if not width or not height or left + width > 1 + ROUNDING or top + height > 1 + ROUNDING:
        raise Invalid("must have a size, and lie in the picture", field=path)
    return Box(left, top, width, height)


def _point(value: object, path: str) -> Point:
    x, y = (number(axis, f"{path}[{i}]") for i, axis in enumerate(listed(value, path, 2, 2)))
    return x, y
