"""What a team chooses for its recipes and contacts: honoured where it counts, refused where it cannot be."""

import json
from typing import Any

import pytest

from functions.core.change_settings import Change, Changed, change_settings
from functions.core.errors import Invalid
from functions.core.hide import Band
from functions.core.job_request import JobRequest, Terms, parse_job_request
from functions.core.recipe_rules import ALL, RecipeRules, merged_rules
from functions.core.remask_job import parse_remask, remask_job
from functions.core.team_settings import Settings, defaults
from tests.fakes.world import BOUNDS, TEAM, World

RECIPE: dict[str, Any] = {"version": 1, "hide": {"face": {}, "text": {"style": "mean"}}}
BLURRED: dict[str, Any] = {"version": 1, "hide": {"text": {"style": "blur"}}}
BAND = {"hide": 0.7, "review": 0.2}
JOB = {"user_id": "u1", "purposes": ["masking"], "content_type": "image/jpeg"}
PICTURE = "iVBORw0KGgo" + "A" * 2001


def _change(world: World, version: int = 0, **body: Any) -> Changed:
    change = Change(TEAM, "ada", {"version": version, **body})
    return change_settings(change, world.changing, world.clock())


def _asked(rules: RecipeRules, **body: Any) -> JobRequest:
    return parse_job_request({**JOB, **body}, 1000, terms=Terms(recipes=rules))


def test_a_job_without_a_recipe_has_the_teams_own(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        _asked(RecipeRules())
    assert refused.value.field == "recipe"
    _change(world, recipes={"default": RECIPE})
    rules = world.settings.of(TEAM).recipes
    assert _asked(rules).recipe == rules.default
    assert _asked(rules, recipe=BLURRED).recipe.hide.keys() == {"text"}
    with pytest.raises(Invalid):
        _asked(rules, recipe=None)


def test_the_teams_bands_hold_where_a_recipe_names_none(world: World) -> None:
    _change(world, recipes={"default": RECIPE, "bands": {"face": BAND}})
    rules, own = world.settings.of(TEAM).recipes, {"face": {"band": {"hide": 0.9, "review": 0.9}}}
    assert _asked(rules).recipe.hide["face"].band == Band(0.7, 0.2)
    assert _asked(rules).recipe.hide["text"].band is None
    assert _asked(rules, recipe={"version": 1, "hide": own}).recipe.hide["face"].band == Band(0.9, 0.9)


def test_a_style_that_the_team_forbids_is_refused_by_its_path(world: World) -> None:
    _change(world, recipes={"styles": ["mean", "solid"]})
    rules = world.settings.of(TEAM).recipes
    assert rules.styles == ("solid", "mean")
    assert _asked(rules, recipe=RECIPE)
    with pytest.raises(Invalid) as refused:
        _asked(rules, recipe=BLURRED)
    assert refused.value.field == "recipe.hide.text.style"


def test_nor_can_it_be_brought_in_by_another_recipe_but_what_was_hidden_so_may_stay(world: World) -> None:
    job = world.masked()
    world.settings.rows[TEAM] = Settings(
        defaults(BOUNDS).retention, recipes=merged_rules(RecipeRules(), {"styles": ["mean"]})
    )
    wider = {"version": 1, "hide": {"face": {}, "text": {"style": "blur"}}}
    with pytest.raises(Invalid) as refused:
        remask_job(job.ref.id, TEAM, parse_remask({"recipe": wider}), world.remasking)
    assert refused.value.field == "recipe.hide.text.style"
    wider["hide"]["text"]["style"] = "mean"  # type: ignore[index]
    assert remask_job(job.ref.id, TEAM, parse_remask({"recipe": wider}), world.remasking).held_result


def test_rules_and_contacts_are_merged_and_null_takes_them_back(world: World) -> None:
    """RFC 7396."""
    _change(world, recipes={"styles": ["solid"], "bands": {"face": BAND}}, contacts={"dpo": "a@example.org"})
    second, _ = _change(world, 1, recipes={"bands": {"text": BAND}}, contacts={"controller": "Photos Ltd"})
    assert (second.recipes.styles, [*second.recipes.bands]) == (("solid",), ["face", "text"])
    assert second.contacts.to_json() == {"controller": "Photos Ltd", "dpo": "a@example.org"}
    third, _ = _change(world, 2, recipes={"bands": {"face": None}, "styles": None}, contacts={"dpo": None})
    assert (third.recipes.styles, [*third.recipes.bands]) == (ALL, ["text"])
    fourth, _ = _change(world, 3, recipes=None, contacts=None)
    assert (fourth.recipes, fourth.contacts.to_json()) == (RecipeRules(), {})


def test_a_style_that_the_default_recipe_uses_cannot_be_forbidden(world: World) -> None:
    _change(world, recipes={"default": BLURRED})
    with pytest.raises(Invalid) as refused:
        _change(world, 1, recipes={"styles": ["solid"]})
    assert refused.value.field == "recipes.default.hide.text.style"


def test_what_was_chosen_is_read_again_as_it_was_stored() -> None:
    rules = merged_rules(
        RecipeRules(), {"default": RECIPE, "bands": {"face": BAND}, "styles": ["solid", "mean"]}
    )
    assert RecipeRules.from_json(json.loads(json.dumps(rules.to_json()))) == rules


def test_the_audit_holds_neither_a_persons_name_nor_a_picture(world: World) -> None:
    """Promise 15."""
    own = {"style": "replace", "picture": PICTURE}
    _change(
        world, recipes={"default": {"version": 1, "hide": {"face": own}}}, contacts={"dpo": "Ada Lovelace"}
    )
    (entry,) = world.settings.audit
    assert entry.changes["contacts.dpo"] == (None, "set")
    text = repr(entry.changes)
    assert "sha256:" in text
    assert "Lovelace" not in text
    assert PICTURE not in text
