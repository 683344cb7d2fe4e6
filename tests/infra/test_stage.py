"""Stages: numbers that contradict each other, and deployments that lack something, are refused by name."""

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from aws_cdk import Aws

from functions.core.deployment import Operator
from infra.app import add_stack, new_app
from infra.packaging import ROOT
from infra.region import EU_REGIONS, require_eu
from infra.stage import DAY, STAGES, Stage, StageError, checked, stage_named
from tests.infra.making import DEV, OPERATOR, PROD, Uncompiled, assemble

IN_THE_EU = ["eu-central-1", "eu-west-1", "eu-west-3", "eu-north-1", "eu-south-1", "eu-south-2"]
ELSEWHERE = {
    "london": "eu-west-2",
    "zurich": "eu-central-2",
    "virginia": "us-east-1",
    "european-sounding": "eu-east-1",
    "china": "cn-north-1",
    "bahrain": "me-south-1",
    "upper-case": "EU-CENTRAL-1",
    "with-space": "eu-central-1 ",
    "zone": "eu-central-1a",
    "prefix": "eu",
    "empty": "",
}


def test_the_allowed_regions_are_the_ones_promised() -> None:
    assert sorted(EU_REGIONS) == sorted(IN_THE_EU)


@pytest.mark.parametrize("region", IN_THE_EU)
def test_a_region_in_the_eu_is_allowed(region: str) -> None:
    assert require_eu(region) == region


@pytest.mark.parametrize("region", ELSEWHERE.values(), ids=ELSEWHERE)
def test_synth_refuses_every_other_region_and_says_which_are_allowed(region: str, bundles: Path) -> None:
    with pytest.raises(StageError) as refused:
        add_stack(new_app(), replace(DEV, region=region), bundles, Uncompiled)
    assert region in str(refused.value)
    assert all(allowed in str(refused.value) for allowed in IN_THE_EU)
    assert "\n" not in str(refused.value)


def test_synth_refuses_a_region_that_is_not_known_yet(bundles: Path) -> None:
    with pytest.raises(StageError, match="name the region of the stage") as refused:
        add_stack(new_app(), replace(DEV, region=Aws.REGION), bundles, Uncompiled)
    assert all(allowed in str(refused.value) for allowed in IN_THE_EU)


def test_the_stages_region_is_the_one_that_is_deployed_to(tmp_path: Path, bundles: Path) -> None:
    template = assemble(tmp_path / "out", bundles, replace(DEV, region="eu-south-2"))["dev"]
    assert "eu-south-2" in template.text
    assert "eu-central-1" not in template.text


@pytest.mark.parametrize("field", [field.name for field in fields(Operator)])
def test_prod_is_refused_while_a_field_of_its_operator_is_empty(field: str) -> None:
    with pytest.raises(StageError, match=rf"operator's {field} in infra/stage\.py"):
        checked(replace(PROD, operator=replace(OPERATOR, **{field: "  "})))


def test_prod_as_it_comes_names_all_that_is_missing() -> None:
    with pytest.raises(StageError, match="name, address, contact, data_protection_contact"):
        stage_named("prod")


def test_prod_with_its_operator_is_taken() -> None:
    assert checked(PROD) is PROD


@pytest.mark.parametrize("name", ["dev", "local", "swift"])
def test_a_stage_without_real_people_needs_no_operator(name: str) -> None:
    assert stage_named(name) is STAGES[name]


@pytest.mark.parametrize("name", ["", "production", "None", "PROD"])
def test_a_stage_that_does_not_exist_is_refused_with_those_that_do(name: str) -> None:
    with pytest.raises(StageError, match="there are dev, prod, local, swift"):
        stage_named(name)


@pytest.mark.parametrize(
    "times",
    [
        {"masker_seconds": 150},
        {"lease_seconds": 120},
        {"lease_seconds": 181},
        {"visibility_seconds": 149},
        {"masker_seconds": 0, "lease_seconds": 0},
    ],
    ids=["timeout-is-lease", "lease-is-timeout", "lease-beyond-visibility", "early-return", "no-time"],
)
def test_times_that_contradict_each_other_are_refused(times: dict[str, int]) -> None:
    with pytest.raises(StageError, match="masker_seconds < lease_seconds <= visibility_seconds"):
        replace(DEV, **times)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("times", "why"),
    [
        ({"results_minutes": (0, 1, 2)}, "results_minutes must be 1 <= least <= default <= most"),
        ({"exports_minutes": (2, 1, 3)}, "exports_minutes must be 1 <= least <= default <= most"),
        ({"originals_minutes": (1, 3, 2)}, "originals_minutes must be 1 <= least <= default <= most"),
        ({"results_minutes": (1, 2, 366 * DAY)}, "no lifecycle rule of S3 is longer than 365 days"),
        ({"job_records_minutes": (1, 29 * DAY, 90 * DAY)}, "without its record nobody would find a file"),
    ],
    ids=["nothing", "default-below-least", "default-above-most", "longer-than-the-net", "record-before-file"],
)
def test_retention_that_cannot_be_kept_is_refused(times: dict[str, tuple[int, int, int]], why: str) -> None:
    with pytest.raises(StageError, match=why):
        replace(DEV, **times)  # type: ignore[arg-type]


def test_prod_lives_by_the_promised_times() -> None:
    assert PROD.form_seconds <= 300
    assert PROD.link_seconds <= 300
    assert PROD.queue_seconds <= 3600
    assert PROD.retain
    assert PROD.path_encoded
    assert not PROD.api_account_role
    assert PROD.api_id is None


def test_a_budget_wants_somebody_to_write_to() -> None:
    with pytest.raises(StageError, match="mail address"):
        replace(PROD, budget_dollars=1, operator=replace(OPERATOR, contact="Beispielweg 1"))


@pytest.mark.parametrize("page", ["deploy.md", "operations.md"])
def test_a_page_names_no_field_that_a_stage_has_not(page: str) -> None:
    text = (ROOT / "docs" / page).read_text()
    told = text.partition("| field | say it when |")[2].partition("\n\n")[0]
    named = {name for row in told.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert len(named) > 4
    assert named <= {one.name for one in fields(Stage)}
