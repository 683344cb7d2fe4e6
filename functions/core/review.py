"""What a person decided about a picture that a masker was not sure of."""

from collections.abc import Mapping
from typing import Any, Protocol

from functions.core.audit import Entry
from functions.core.hide import REGION
from functions.core.job import Job, Release
from functions.core.recipe import Recipe, parse_recipe
from functions.core.shapes import Shape, shape_to_json


class Audit(Protocol):
    """The team's audit: entries are added, and none is changed."""

    def append(self, entry: Entry) -> None:
        """Write an entry."""


class Reviews(Protocol):
    """The rows of jobs in review. Every write asks the tombstones of all its subjects, and is audited."""

    def release(self, job: Job, release: Release, entry: Entry) -> None:
        """Let a masker work it again, as ``release`` says; once more if one tried and gave up.

        Raises `Tombstoned`, or `Conflict` if it is not in review, or a masker works at it right now.
        """

    def reject(self, job: Job, closed: Job, entry: Entry) -> None:
        """End it without a result, as ``closed`` is. Raises as `release` does."""


def with_added(recipe: Recipe, added: tuple[Shape, ...]) -> Recipe:
    """The recipe with places that a person drew. Raises `Invalid` if it then is none."""
    if not added:
        return recipe
    body: Mapping[str, Any] = recipe.to_json()
    hide = {REGION: {}, **body["hide"]}
    regions = [*body.get("regions", []), *map(shape_to_json, added)]
    return parse_recipe({**body, "hide": hide, "regions": regions}, "recipe")
