"""The recipe: what is taken, what is refused, and what both say."""

import json
from typing import Any

import pytest

from functions.core.background import Background
from functions.core.errors import Invalid
from functions.core.hide import Band, Hide, band_of
from functions.core.recipe import LARGEST, MOST_BYTES, Look, Output, Recipe, parse_recipe
from functions.core.recipe_schemas import EXAMPLES
from functions.core.region import Box
from functions.core.shapes import Polygon, holds

CANARY = "canary@example.org"
TRIANGLE: dict[str, Any] = {"polygon": [[0, 0], [1, 0], [0, 1]]}
SQUARE: dict[str, Any] = {"box": [0.25, 0.25, 0.5, 0.5]}
PNG = "iVBORw0KGgo="
FULL: dict[str, Any] = {
    "version": 1,
    "hide": {
        "face": {"style": "solid", "shape": "ellipse", "grow": 2, "colour": "#ff0080", "band": {"hide": 0.5}},
        "region": {},
    },
    "regions": [SQUARE, TRIANGLE],
    "keep": [TRIANGLE],
    "within": [SQUARE],
    "detect": {"effort": "fast", "orientations": 4},
    "if_nothing": "reject",
    "output": {"format": "png"},
}


def test_a_recipe_in_full_is_read() -> None:
    square, triangle = Box(0.25, 0.25, 0.5, 0.5), Polygon(((0, 0), (1, 0), (0, 1)))
    face = Hide("solid", "ellipse", 2, Band(0.5, 0.3), {"colour": "#ff0080"})
    assert parse_recipe(FULL) == Recipe(
        {"face": face, "region": Hide()},
        "reject",
        (square, triangle),
        (triangle,),
        (square,),
        Look("fast", 4),
        Output("png"),
    )


@pytest.mark.parametrize("value", [FULL, {**FULL, "keep": LARGEST}, *EXAMPLES])
def test_what_was_read_is_written_in_full_and_read_again(value: dict[str, Any]) -> None:
    recipe = parse_recipe(value)
    written = json.loads(json.dumps(recipe.to_json()))
    assert parse_recipe(written) == recipe
    assert {"version", "hide", "detect", "if_nothing", "output"} <= written.keys()


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"style": "pattern", "shape": "ellipse"}, id="pattern"),
        pytest.param({"style": "replace", "emoji": "calm"}, id="emoji"),
        pytest.param({"style": "replace", "picture": PNG}, id="picture"),
        pytest.param({"style": "mean"}, id="mean"),
        pytest.param({"style": "pixelate", "blocks": 3}, id="pixelate"),
        pytest.param({"style": "blur", "radius": 0.5}, id="blur"),
    ],
)
def test_a_style_keeps_its_parameters(how: dict[str, Any]) -> None:
    read = parse_recipe(_face(how)).hide["face"]
    assert how.items() <= read.to_json().items()
    assert read.anonymising == (how["style"] not in {"pixelate", "blur"})


def test_a_recipe_that_was_stored_before_there_was_more_to_say_is_still_read() -> None:
    stored = {"version": 1, "hide": {"face": {"style": "solid"}}, "if_nothing": "release"}
    assert parse_recipe(stored) == Recipe({"face": Hide()}, "release")


@pytest.mark.parametrize(
    ("band", "meant"),
    [
        pytest.param(None, Band(0.3, 0.3), id="the label's own"),
        pytest.param({"hide": 0.8}, Band(0.8, 0.3), id="surer: what is less sure goes to a person"),
        pytest.param({"hide": 0.2}, Band(0.2, 0.2), id="less sure: review is not above it"),
        pytest.param({"review": 0.1}, Band(0.3, 0.1), id="doubt begins earlier"),
    ],
)
def test_what_a_band_leaves_out_is_filled_in(band: dict[str, float] | None, meant: Band) -> None:
    how = {"band": band} if band else {}
    assert band_of("face", parse_recipe(_face(how)).hide["face"], "thorough") == meant


def test_who_looks_less_thoroughly_believes_less() -> None:
    assert band_of("face", Hide(), "balanced") == band_of("face", Hide(), "fast") == Band(0.5, 0.5)
    assert band_of("face", Hide(band=Band(0.9, 0.1)), "fast") == Band(0.9, 0.1)


def test_a_background_needs_nothing_to_hide_and_has_a_lane_of_its_own() -> None:
    recipe = parse_recipe({"version": 1, "background": {"mode": "remove", "crop": {}, "size": [800, 600]}})
    assert recipe.background == Background("remove", margin=0, size=(800, 600))
    assert (dict(recipe.hide), recipe.lane) == ({}, "background")
    assert parse_recipe(FULL).lane == "identity"


def _with(**changes: Any) -> dict[str, Any]:
    return {**FULL, **changes}


def _face(how: object) -> dict[str, Any]:
    return {"version": 1, "hide": {"face": how}}


def _region(shape: object) -> dict[str, Any]:
    return _with(regions=[SQUARE, shape])


def _behind(background: object, **others: Any) -> dict[str, Any]:
    return {"version": 1, "background": background, **others}


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "shape_unknown": (_face({"shape": CANARY}), "hide.face.shape"),
    "grow_too_much": (_face({"grow": 2.1}), "hide.face.grow"),
    "grow_less_than_nothing": (_face({"grow": -0.1}), "hide.face.grow"),
    "grow_not_a_number": (_face({"grow": float("nan")}), "hide.face.grow"),
    "grow_true": (_face({"grow": True}), "hide.face.grow"),
    "colour_by_name": (_face({"colour": CANARY}), "hide.face.colour"),
    "colour_in_capitals": (_face({"colour": "#FFFFFF"}), "hide.face.colour"),
    "style_unknown": (_face({"style": CANARY}), "hide.face.style"),
    "parameter_of_another_style": (_face({"style": "pattern", "colour": "#ff0080"}), "hide.face"),
    "blocks_too_many": (_face({"style": "pixelate", "blocks": 9}), "hide.face.blocks"),
    "blocks_none": (_face({"style": "pixelate", "blocks": 0}), "hide.face.blocks"),
    "blocks_true": (_face({"style": "pixelate", "blocks": True}), "hide.face.blocks"),
    "radius_too_small": (_face({"style": "blur", "radius": 0.1}), "hide.face.radius"),
    "radius_as_text": (_face({"style": "blur", "radius": CANARY}), "hide.face.radius"),
    "emoji_unknown": (_face({"style": "replace", "emoji": CANARY}), "hide.face.emoji"),
    "picture_not_base64": (_face({"style": "replace", "picture": CANARY}), "hide.face.picture"),
    "picture_not_ascii": (_face({"style": "replace", "picture": "ä"}), "hide.face.picture"),
    "picture_of_another_kind": (_face({"style": "replace", "picture": "R0lGODlh"}), "hide.face.picture"),
    "picture_too_long": (_face({"style": "replace", "picture": "A" * 16388}), "hide.face.picture"),
    "picture_and_emoji": (_face({"style": "replace", "picture": PNG, "emoji": "cool"}), "hide.face"),
    "band_as_number": (_face({"band": 0.5}), "hide.face.band"),
    "band_with_unknown_field": (_face({"band": {CANARY: 1}}), "hide.face.band"),
    "band_above_one": (_face({"band": {"hide": 1.1}}), "hide.face.band.hide"),
    "band_upside_down": (_face({"band": {"hide": 0.2, "review": 0.3}}), "hide.face.band.review"),
    "band_of_a_region": (_with(hide={"region": {"band": {}}}), "hide.region.band"),
    "regions_empty": (_with(regions=[]), "regions"),
    "regions_too_many": (_with(regions=[SQUARE] * 201), "regions"),
    "regions_without_a_style": (_with(hide={"face": {}}), "regions"),
    "a_style_without_regions": (_face({}) | {"hide": {"region": {}}}, "regions"),
    "region_as_text": (_region(CANARY), "regions[1]"),
    "region_of_neither": (_region({}), "regions[1]"),
    "region_of_both": (_region({**SQUARE, **TRIANGLE}), "regions[1]"),
    "box_of_three": (_region({"box": [0, 0, 1]}), "regions[1].box"),
    "box_beyond_the_edge": (_region({"box": [0.5, 0, 0.51, 1]}), "regions[1].box"),
    "box_without_height": (_region({"box": [0.5, 0, 0.5, 0]}), "regions[1].box"),
    "box_of_texts": (_region({"box": [0, CANARY, 1, 1]}), "regions[1].box[1]"),
    "box_without_end": (_region({"box": [0, 0, float("inf"), 1]}), "regions[1].box[2]"),
    "polygon_of_two": (_region({"polygon": [[0, 0], [1, 1]]}), "regions[1].polygon"),
    "polygon_of_65": (_region({"polygon": [[0, 0]] * 65}), "regions[1].polygon"),
    "polygon_in_space": (_region({"polygon": [[0, 0], [1, 0], [0, 1, 0]]}), "regions[1].polygon[2]"),
    "polygon_beyond_the_edge": (_region({"polygon": [[0, 0], [1, 2], [0, 1]]}), "regions[1].polygon[1][1]"),
    "keep_unknown": (_with(keep=CANARY), "keep"),
    "keep_empty": (_with(keep=[]), "keep"),
    "keep_without_faces": (_with(hide={"region": {}}, within=[SQUARE]), "keep"),
    "within_empty": (_with(within=[]), "within"),
    "within_without_detection": (
        {"version": 1, "hide": {"region": {}}, "regions": [SQUARE], "within": [SQUARE]},
        "within",
    ),
    "effort_unknown": (_with(detect={"effort": CANARY}), "detect.effort"),
    "orientations_2": (_with(detect={"orientations": 2}), "detect.orientations"),
    "orientations_true": (_with(detect={"orientations": True}), "detect.orientations"),
    "detect_with_unknown_field": (_with(detect={CANARY: 1}), "detect"),
    "format_unknown": (_with(output={"format": CANARY}), "output.format"),
    "output_with_unknown_field": (_with(output={CANARY: 1}), "output"),
    "background_as_text": (_behind(CANARY), "background"),
    "background_without_mode": (_behind({}), "background.mode"),
    "background_mode_unknown": (_behind({"mode": CANARY}), "background.mode"),
    "background_with_unknown_field": (_behind({"mode": "blur", CANARY: 1}), "background"),
    "colour_missing": (_behind({"mode": "colour"}), "background.colour"),
    "background_colour_by_name": (_behind({"mode": "colour", "colour": CANARY}), "background.colour"),
    "colour_of_another_mode": (_behind({"mode": "blur", "colour": "#000000"}), "background.colour"),
    "background_picture_missing": (_behind({"mode": "picture"}), "background.picture"),
    "background_not_base64": (_behind({"mode": "picture", "picture": CANARY}), "background.picture"),
    "background_empty": (_behind({"mode": "picture", "picture": ""}), "background.picture"),
    "background_too_long": (_behind({"mode": "picture", "picture": "A" * 16388}), "background.picture"),
    "margin_too_wide": (_behind({"mode": "blur", "crop": {"margin": 1.1}}), "background.crop.margin"),
    "crop_with_unknown_field": (_behind({"mode": "blur", "crop": {CANARY: 1}}), "background.crop"),
    "size_of_one": (_behind({"mode": "blur", "size": [100]}), "background.size"),
    "size_tiny": (_behind({"mode": "blur", "size": [15, 100]}), "background.size"),
    "size_huge": (_behind({"mode": "blur", "size": [100, 10001]}), "background.size"),
    "size_of_texts": (_behind({"mode": "blur", "size": [CANARY, 100]}), "background.size"),
    "size_true": (_behind({"mode": "blur", "size": [True, 100]}), "background.size"),
    "a_transparent_jpeg": (_behind({"mode": "remove"}, output={"format": "jpeg"}), "output.format"),
    "hidden_in_a_mask": (_behind({"mode": "mask"}, hide={"face": {}}), "hide"),
    "regions_in_a_crop": (
        _with(background={"mode": "blur", "crop": {}}, keep=LARGEST) | {"within": [SQUARE]},
        "background.crop",
    ),
    "nothing_to_do": ({"version": 1}, "hide"),
}


@pytest.mark.parametrize(("value", "field"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_names_its_field_and_repeats_nothing(value: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as raised:
        parse_recipe(value)
    assert raised.value.field == f"recipe.{field}"
    assert CANARY not in str(raised.value) + raised.value.detail


def test_a_recipe_that_is_too_long_is_refused_as_a_whole() -> None:
    """Promise 13."""
    polygon = {"polygon": [[0.123456789, 0.123456789]] * 64}
    with pytest.raises(Invalid) as raised:
        parse_recipe(_with(regions=[polygon] * 40))
    assert raised.value.field == "recipe"
    assert len(json.dumps(parse_recipe(_with(regions=[polygon] * 15)).to_json())) < MOST_BYTES


STAR = Polygon(((0.5, 0), (0.8, 1), (0, 0.4), (1, 0.4), (0.2, 1)))


@pytest.mark.parametrize(
    ("shape", "point", "held"),
    [
        pytest.param(Box(0.2, 0.2, 0.2, 0.2), (0.3, 0.3), True, id="in a box"),
        pytest.param(Box(0.2, 0.2, 0.2, 0.2), (0.2, 0.4), True, id="at its corner"),
        pytest.param(Box(0.2, 0.2, 0.2, 0.2), (0.5, 0.3), False, id="beside it"),
        pytest.param(STAR, (0.5, 0.5), True, id="in the middle of a star, which crosses itself"),
        pytest.param(STAR, (0.1, 0.9), False, id="between two of its points"),
    ],
)
def test_what_lies_in_a_shape(shape: Box | Polygon, point: tuple[float, float], held: bool) -> None:
    assert holds(shape, point) == held
