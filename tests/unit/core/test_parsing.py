"""What POST /v1/jobs takes and refuses: one table, each row with the field that it must name."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.core.errors import Invalid
from functions.core.hide import Hide
from functions.core.job_request import parse_job_request
from functions.core.recipe import Recipe, parse_recipe

CANARY = "canary@example.org"
MOST_BYTES = 1000
GOOD: dict[str, Any] = {
    "user_id": "u1",
    "recipe": {
        "version": 1,
        "hide": {"face": {"style": "solid", "shape": "box", "grow": 1}},
        "detect": {"effort": "thorough", "orientations": 4},
        "if_nothing": "review",
        "output": {"format": "same"},
    },
    "purposes": ["masking"],
    "content_type": "image/jpeg",
}


def _with(**changes: object) -> dict[str, object]:
    return {**GOOD, **changes}


def _recipe(**changes: object) -> dict[str, object]:
    return _with(recipe={**GOOD["recipe"], **changes})


def _face(how: object) -> dict[str, object]:
    return _recipe(hide={"face": how})


def _without(name: str) -> dict[str, object]:
    return {key: value for key, value in GOOD.items() if key != name}


REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "unknown_field": (_with(**{CANARY: 1}), "body"),
    "no_user": (_without("user_id"), "user_id"),
    "user_is_null": (_with(user_id=None), "user_id"),
    "user_too_long": (_with(user_id=CANARY * 20), "user_id"),
    "user_with_control": (_with(user_id=f"{CANARY}\t"), "user_id"),
    "no_content_type": (_without("content_type"), "content_type"),
    "content_type_unknown": (_with(content_type=f"image/{CANARY}"), "content_type"),
    "content_type_with_charset": (_with(content_type="image/jpeg; charset=utf-8"), "content_type"),
    "content_type_in_capitals": (_with(content_type="IMAGE/JPEG"), "content_type"),
    "content_type_svg": (_with(content_type="image/svg+xml"), "content_type"),
    "content_type_as_list": (_with(content_type=["image/jpeg"]), "content_type"),
    "no_purposes": (_without("purposes"), "purposes"),
    "purposes_empty": (_with(purposes=[]), "purposes"),
    "purposes_as_text": (_with(purposes="masking"), "purposes"),
    "purpose_unknown": (_with(purposes=["masking", CANARY]), "purposes[1]"),
    "purpose_twice": (_with(purposes=["masking", "masking"]), "purposes"),
    "purposes_as_object": (_with(purposes={"masking": CANARY}), "purposes"),
    "no_recipe": (_without("recipe"), "recipe"),
    "recipe_as_text": (_with(recipe=CANARY), "recipe"),
    "recipe_as_list": (_with(recipe=[CANARY]), "recipe"),
    "recipe_with_unknown_field": (_recipe(**{CANARY: 1}), "recipe"),
    "version_missing": (_with(recipe={"hide": {"face": {}}}), "recipe.version"),
    "version_2": (_recipe(version=2), "recipe.version"),
    "version_as_text": (_recipe(version="1"), "recipe.version"),
    "version_as_fraction": (_recipe(version=1.0), "recipe.version"),
    "version_true": (_recipe(version=True), "recipe.version"),
    "hide_missing": (_with(recipe={"version": 1}), "recipe.hide"),
    "hide_empty": (_recipe(hide={}), "recipe.hide"),
    "hide_as_list": (_recipe(hide=["face"]), "recipe.hide"),
    "label_unknown": (_recipe(hide={CANARY: {"style": "solid"}}), "recipe.hide"),
    "label_known_and_unknown": (_recipe(hide={"face": {}, CANARY: {}}), "recipe.hide"),
    "face_as_text": (_face("solid"), "recipe.hide.face"),
    "face_with_unknown_field": (_face({"style": "solid", CANARY: 1}), "recipe.hide.face"),
    "style_unknown": (_face({"style": CANARY}), "recipe.hide.face.style"),
    "style_null": (_face({"style": None}), "recipe.hide.face.style"),
    "if_nothing_unknown": (_recipe(if_nothing=CANARY), "recipe.if_nothing"),
    "if_nothing_null": (_recipe(if_nothing=None), "recipe.if_nothing"),
    "if_nothing_as_list": (_recipe(if_nothing=["review"]), "recipe.if_nothing"),
}


@pytest.mark.parametrize(("body", "field"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_names_its_field_and_repeats_nothing(body: dict[str, object], field: str) -> None:
    """Promise 15: no text of an error repeats what a caller sent."""
    with pytest.raises(Invalid) as raised:
        parse_job_request(body, MOST_BYTES)
    assert raised.value.field == field
    assert raised.value.detail
    assert CANARY not in str(raised.value) + raised.value.detail
    assert raised.value.__cause__ is None


def test_a_request_in_full_is_taken() -> None:
    request = parse_job_request(GOOD, MOST_BYTES)
    assert (request.user, request.content_type, request.purposes) == ("u1", "image/jpeg", ("masking",))
    assert request.recipe == Recipe({"face": Hide()}, "review")


def test_what_a_recipe_leaves_out_is_filled_in_openly() -> None:
    recipe = parse_recipe({"version": 1, "hide": {"face": {}}})
    assert recipe.to_json() == GOOD["recipe"]


@pytest.mark.parametrize("if_nothing", ["review", "release", "reject"])
def test_a_recipe_comes_back_from_its_json(if_nothing: str) -> None:
    recipe = Recipe({"face": Hide()}, if_nothing)
    assert parse_recipe(json.loads(json.dumps(recipe.to_json()))) == recipe


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(GOOD)), json_values)
def test_no_value_whatever_breaks_the_parser(name: str, value: object) -> None:
    """Promise 13: it is taken, or refused with the field named; nothing else happens."""
    try:
        parse_job_request(_with(**{name: value}), MOST_BYTES)
        field = name
    except Invalid as invalid:
        field = invalid.field or ""
    assert field.split(".")[0] == name
