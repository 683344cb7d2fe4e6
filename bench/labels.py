"""Labelled folders: which file shows what, and where."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from functions.core.shapes import Point

Polygon = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A photo and the places marked in it, as polygons in pixels; ``ignored`` count neither way."""

    path: Path
    marked: tuple[Polygon, ...]
    ignored: tuple[Polygon, ...] = ()

    @property
    def set(self) -> str:
        """The first word of its name."""
        return self.path.stem.split("_")[0]


def labelled(folder: Path) -> tuple[str, list[Labelled]]:
    """The label, ``face`` or ``text``, and the photos of ``folder`` by its ``labels.json``.

    That holds name → list of ``[x, y, width, height]`` or ``{"polygon": [x, y, …], "ignore": false}``; faces
    stand below ``faces``.
    """
    body = json.loads((folder / "labels.json").read_text("utf-8"))
    label = "face" if "faces" in body else "text"
    return label, list(_photos(folder, body.get("faces", body)))


def _photos(folder: Path, body: Mapping[str, list[object]]) -> Iterator[Labelled]:
    for name, places in sorted(body.items()):
        marked: list[Polygon] = []
        ignored: list[Polygon] = []
        for place in places:
            left_out = isinstance(place, dict) and bool(place.get("ignore"))
            (ignored if left_out else marked).append(_polygon(place))
        yield Labelled(folder / name, tuple(marked), tuple(ignored))


def _polygon(place: object) -> Polygon:
    if isinstance(place, dict):
        flat = place["polygon"]
        return tuple(zip(flat[::2], flat[1::2], strict=True))
    assert isinstance(place, list)
    x, y, width, height = place
    return (x, y), (x + width, y), (x + width, y + height), (x, y + height)
