"""What of all that was seen is hidden, and what the recipe lets be seen."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from functions.core.hide import REGION, Band, band_of
from functions.core.recipe import LARGEST, Recipe
from functions.core.shapes import Polygon, Shape, holds
from functions.imaging.boxes import alike
from functions.imaging.detectors import Found
from functions.imaging.work import Place

# What is half as sure as asked for is a hint: nothing to hide by itself.
HINT: Final = 0.5
# As much of two boxes is shared that they are taken for one face (intersection over union).
SAME_FACE: Final = 0.4


@dataclass(frozen=True, slots=True)
class Choice:
    """``places`` are hidden; ``kept`` are faces that the recipe lets be seen; ``hints`` are no findings.

    ``unsure`` says that something was hidden in doubt, so that a person has to look.
    """

    places: tuple[Place, ...]
    kept: tuple[Place, ...]
    hints: tuple[Place, ...]
    unsure: bool


def choose(seen: Sequence[Place], recipe: Recipe, kept: Sequence[Place] = ()) -> Choice:
    """Choose among ``seen`` by confidence, ``keep`` and ``within``.

    ``kept`` is what an earlier look kept: the same face seen again stays, and no other becomes the largest.
    """
    found, hints = [], []
    for place in seen:
        band = _band(place, recipe)
        if place.found.confidence >= band.review:
            found.append(place)
        elif place.found.confidence >= band.review * HINT:
            hints.append(place)
    stay = tuple(kept) if kept and recipe.keep == LARGEST else _united(kept, _kept(found, recipe))
    hidden = tuple(place for place in found if _is_wanted(place, recipe) and not _stays(place, stay))
    unsure = any(place.found.confidence < _band(place, recipe).hide for place in hidden)
    return Choice(hidden, stay, tuple(hints), unsure)


def given(recipe: Recipe) -> Iterator[Place]:
    """The regions that the recipe itself names: certain."""
    for shape in recipe.regions:
        if isinstance(shape, Polygon):
            yield Place(REGION, Found(1, shape.bounds, polygon=shape.points))
        else:
            yield Place(REGION, Found(1, shape))


def _band(place: Place, recipe: Recipe) -> Band:
    return band_of(place.label, recipe.hide[place.label], recipe.detect.effort)


def _kept(found: Sequence[Place], recipe: Recipe) -> Iterator[Place]:
    faces = [place for place in found if place.label == "face"]
    if recipe.keep == LARGEST:
        yield from sorted(faces, key=_area, reverse=True)[:1]
        return
    yield from (face for face in faces if _in_any(face, recipe.keep))


def _united(kept: Sequence[Place], more: Iterable[Place]) -> tuple[Place, ...]:
    return (*kept, *(place for place in more if not _stays(place, kept)))


def _stays(place: Place, kept: Sequence[Place]) -> bool:
    return place.label == "face" and any(alike(place.found.box, one.found.box) >= SAME_FACE for one in kept)


def _is_wanted(place: Place, recipe: Recipe) -> bool:
    return not recipe.within or _in_any(place, recipe.within)


def _in_any(place: Place, shapes: Sequence[Shape]) -> bool:
    box = place.found.box
    centre = box.left + box.width / 2, box.top + box.height / 2
    return any(holds(shape, centre) for shape in shapes)


def _area(place: Place) -> float:
    return place.found.box.width * place.found.box.height
