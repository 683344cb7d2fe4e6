"""The page on recipes, the schema and the code say the same; each example masks a photo."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from functions.core.recipe import parse_recipe
from functions.core.recipe_schemas import EXAMPLES, recipe_schema
from functions.imaging.pipeline import Pipeline
from tests.unit.core.test_recipe import FULL, REFUSED

DOCS = Path(__file__).parents[3] / "docs"
BLOCKS = re.findall(r"```json\n(.*?)```", (DOCS / "recipe.md").read_text(encoding="utf-8"), re.DOTALL)
SHOWN: list[dict[str, Any]] = [json.loads(block) for block in BLOCKS]
SCHEMA = Draft202012Validator(recipe_schema())
# what no schema can say: that one field contradicts another, or what base64 holds
CONTRADICTIONS = {
    "band_upside_down",
    "band_of_a_region",
    "regions_without_a_style",
    "a_style_without_regions",
    "box_beyond_the_edge",
    "keep_without_faces",
    "within_without_detection",
    "colour_missing",
    "colour_of_another_mode",
    "background_picture_missing",
    "background_not_base64",
    "background_empty",
    "a_transparent_jpeg",
    "hidden_in_a_mask",
    "regions_in_a_crop",
    *(name for name in REFUSED if name.startswith(("parameter", "picture", "replace", "emoji"))),
}


def test_the_page_shows_every_field_of_a_recipe() -> None:
    shown = {name for recipe in SHOWN for name in recipe}
    assert shown == recipe_schema()["properties"].keys()


@pytest.mark.parametrize("recipe", [*SHOWN, *EXAMPLES], ids=str)
def test_an_example_is_valid_in_full_too_and_masks_a_photo(
    recipe: dict[str, Any], pipeline: Pipeline, astronaut: bytes
) -> None:
    SCHEMA.validate(recipe)
    parsed = parse_recipe(recipe)
    SCHEMA.validate(parsed.to_json())
    masked = pipeline.mask(astronaut, parsed)
    assert masked.verdict.verified
    assert masked.regions or masked.verdict.kept or not parsed.hide


def test_the_schema_itself_is_one() -> None:
    Draft202012Validator.check_schema(recipe_schema())
    SCHEMA.validate(FULL)


@pytest.mark.parametrize(
    "name", sorted(REFUSED.keys() - CONTRADICTIONS - {"grow_not_a_number", "box_without_height"})
)
def test_what_the_code_refuses_the_schema_refuses_too(name: str) -> None:
    assert not SCHEMA.is_valid(REFUSED[name][0])
