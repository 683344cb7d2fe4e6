"""The agreement of Art. 28 GDPR on a stage that wants one, under IAM: no upload without it."""

from datetime import timedelta

import pytest

from functions.core.times import from_text, now, to_text
from tests.e2e.agreeing import PATH, admin_of, agree
from tests.e2e.asking import body, new_team
from tests.e2e.world import Speaker, World, new_user


@pytest.fixture(scope="module")
def team(hasty: World) -> tuple[Speaker, str]:
    """A team that has agreed to nothing, and its admin's token."""
    made = new_team(hasty)
    return made, admin_of(hasty.deployed, made)


def _ask(team: Speaker) -> tuple[int, str]:
    status, answer, _ = team.client.call("POST", "/v1/jobs", body(new_user()))
    return status, answer.get("type", "")


def test_nobody_uploads_until_an_admin_has_accepted_what_is_in_force(team: tuple[Speaker, str]) -> None:
    made, admin = team
    call, missing = made.client.call, (409, "urn:moretta:problem:agreement_missing")
    assert _ask(made) == missing
    assert call("POST", "/v1/jobs", {"jobs": [body(new_user())]})[0] == 409
    browser = made.client.browser(new_user(), "jobs.write")
    own = {name: value for name, value in body("").items() if name != "user_id"}
    assert browser.call("POST", "/v1/me/jobs", own)[1]["type"] == missing[1]
    assert call("GET", PATH)[0] == 401  # of the machine: a person agrees
    status, read, _ = call("GET", f"{PATH}?language=de", token=admin)
    assert (status, read["state"], read["accepted"], read["language"]) == (200, "missing", [], "de")
    status, problem, _ = call("POST", PATH, {"version": "1-000000000000"}, token=admin)
    assert (status, problem["type"]) == (409, "urn:moretta:problem:agreement_changed")
    assert _ask(made) == missing
    (accepted,) = agree(made, admin)["accepted"]
    assert _ask(made)[0] == 201
    _, audit, _ = call("GET", "/v1/team/audit?action=agreement.accepted", token=admin)
    (entry,) = audit["entries"]
    assert (entry["by"], entry["changes"]) == (accepted["by"], {"version": [None, read["version"]]})
    assert call("POST", PATH, {"version": read["version"]}, token=admin)[1]["accepted"] == [accepted]


def test_an_older_version_counts_for_the_days_of_the_stage_after_the_team_met_the_new_one(
    hasty: World, team: tuple[Speaker, str]
) -> None:
    made, admin = team
    agree(made, admin)
    version = made.client.call("GET", PATH, token=admin)[1]["version"]
    # As if what was accepted were an older text: of a deployment that had other facts.
    old = {"pk": {"S": made.team}, "sk": {"S": "agreed"}}
    row = hasty.dynamodb.get_item(TableName=hasty.ledger, Key=old)["Item"]
    hasty.dynamodb.put_item(TableName=hasty.ledger, Item=row | {"version": {"S": "1-0123456789ab"}})
    assert _ask(made)[0] == 201
    _, read, _ = made.client.call("GET", PATH, token=admin)
    days = timedelta(days=hasty.deployed.stage.agreement_grace_days)
    assert read["state"] == "grace"
    assert timedelta(0) < now() + days - from_text(read["until"]) < timedelta(minutes=5)
    met = {"pk": {"S": f"team#{made.team}"}, "sk": {"S": f"agreement#{version}"}}
    long_ago = {"met_at": {"S": to_text(now() - days)}}
    hasty.dynamodb.put_item(TableName=hasty.table, Item=met | long_ago)
    assert _ask(made) == (409, "urn:moretta:problem:agreement_missing")
