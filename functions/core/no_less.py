"""What can be changed about a picture of which only the result is left: more can be hidden, never less."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from functions.core.errors import OriginalGone
from functions.core.hide import Hide, band_of
from functions.core.recipe import EFFORTS, LARGEST, Keep, Look, Recipe

WHY: Final = "would hide less, or hide anew what is hidden already"


def require_no_less(before: Recipe, after: Recipe) -> None:
    """Refuse a recipe that the result of another cannot be brought to.

    What is hidden already is not found again, so that its style cannot be changed either. Raises
    `OriginalGone` with the path of what would need the original.
    """
    for path, honoured in _checked(before, after):
        if not honoured:
            raise OriginalGone(WHY, field=f"recipe.{path}")


def _checked(before: Recipe, after: Recipe) -> Iterator[tuple[str, bool]]:
    for label, how in before.hide.items():
        yield (
            f"hide.{label}",
            label in after.hide and _covers(label, (how, before), (after.hide[label], after)),
        )
    yield "regions", set(before.regions) <= set(after.regions)
    yield "keep", _keeps_no_more(before.keep, after.keep)
    yield "within", not after.within or (bool(before.within) and set(before.within) <= set(after.within))
    yield "detect", _looks_no_less(before.detect, after.detect)
    yield "background", before.background == after.background


def _covers(label: str, before: tuple[Hide, Recipe], after: tuple[Hide, Recipe]) -> bool:
    """Whether all is as it was, but for a band that may be lower."""
    if replace(before[0], band=None) != replace(after[0], band=None):
        return False
    old, new = (band_of(label, how, recipe.detect.effort) for how, recipe in (before, after))
    return new.hide <= old.hide and new.review <= old.review


def _keeps_no_more(before: Keep, after: Keep) -> bool:
    if LARGEST in (before, after):
        return not after or before == after
    return set(after) <= set(before)


def _looks_no_less(before: Look, after: Look) -> bool:
    efforts = EFFORTS.index(before.effort) <= EFFORTS.index(after.effort)
    return efforts and before.orientations <= after.orientations
