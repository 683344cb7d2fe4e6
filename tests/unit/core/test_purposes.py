"""Purposes are declared before anything is done for them, with a basis that holds."""

from dataclasses import replace

import pytest

from functions.core.errors import Invalid
from functions.core.purposes import DEFAULT, MASKING, MOST_PURPOSES, from_json, merged_purposes
from functions.core.team_settings import Settings, defaults, merged
from tests.fakes.clock import START
from tests.fakes.world import BOUNDS

GOOD = {
    "basis": "consent",
    "opt_in": True,
    "description": {"en": "Improve our software", "de": "Unsere Software verbessern"},
    "keeps": "original",
}
CONTRACT = {**GOOD, "basis": "contract", "opt_in": False, "keeps": "nothing"}


def test_masking_is_always_a_purpose() -> None:
    assert set(merged_purposes(DEFAULT, {"masking": None})) == {MASKING}


def test_a_purpose_is_declared_changed_and_taken_back() -> None:
    declared = merged_purposes(DEFAULT, {"training": GOOD})
    assert declared["training"].to_json() == GOOD
    assert merged_purposes(declared, {"training": CONTRACT})["training"].basis == "contract"
    assert set(merged_purposes(declared, {"training": None})) == {MASKING}
    assert merged_purposes(declared, None) == dict(DEFAULT)


def test_what_is_stored_is_what_is_read() -> None:
    settings = merged(defaults(BOUNDS), {"purposes": {"training": GOOD}}, BOUNDS, START)
    read = Settings.from_json(settings.to_json(), defaults(BOUNDS), settings.version, START)
    assert read == replace(settings, purposes=from_json(settings.to_json()["purposes"]))  # type: ignore[arg-type]


def test_settings_that_were_stored_before_there_were_purposes_have_masking() -> None:
    value = defaults(BOUNDS).to_json()
    del value["purposes"]
    assert Settings.from_json(value, defaults(BOUNDS), 1, START).purposes == DEFAULT


def test_the_audit_names_what_was_declared_by_its_path() -> None:
    before = defaults(BOUNDS)
    after = merged(before, {"purposes": {"training": GOOD}}, BOUNDS, START)
    assert before.differences(after)["purposes.training.basis"] == (None, "consent")
    assert after.differences(before)["purposes.training.opt_in"] == (True, None)


REFUSED = {
    "no-object": ("training", "purposes"),
    "sale-sharing": ({"sale-sharing": GOOD}, "purposes"),
    "bad-name": ({"Canary!": GOOD}, "purposes"),
    "no-basis": ({"x": {**GOOD, "basis": "because"}}, "purposes.x.basis"),
    "opt-in-without-consent": ({"x": {**GOOD, "basis": "contract"}}, "purposes.x.opt_in"),
    "consent-not-opt-in": ({"x": {**GOOD, "opt_in": False}}, "purposes.x.opt_in"),
    "opt-in-no-bool": ({"x": {**GOOD, "opt_in": 1}}, "purposes.x.opt_in"),
    "no-description": ({"x": {**GOOD, "description": {}}}, "purposes.x.description"),
    "bad-language": ({"x": {**GOOD, "description": {"!": "a"}}}, "purposes.x.description"),
    "long-description": ({"x": {**GOOD, "description": {"en": "a" * 501}}}, "purposes.x.description"),
    "unknown-field": ({"x": {**GOOD, "canary": 1}}, "purposes.x"),
    "too-many": ({f"x{number}": GOOD for number in range(MOST_PURPOSES)}, "purposes"),
}


@pytest.mark.parametrize(("change", "field"), REFUSED.values(), ids=REFUSED)
def test_what_contradicts_itself_is_refused_by_its_path(change: object, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        merged_purposes(DEFAULT, change)
    assert refused.value.field == field
    assert "anary" not in str(refused.value)
