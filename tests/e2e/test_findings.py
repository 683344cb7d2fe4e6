"""What AWS finds comes by EventBridge and is an incident of the team that it concerns, under IAM."""

import json
from datetime import timedelta
from typing import Any

from functions.core.times import now, to_text
from tests.e2e.asking import new_team
from tests.e2e.world import Speaker, World, eventually, new_user
from tools.staff import new_person, sign_in

CANARY = "canary-in-a-finding"
GRAVE, HARMLESS = "DeletePublicAccessBlock", "DescribeTable"
MALWARE = "Exfiltration:S3/AnomalousBehavior"


def _call(world: World, name: str) -> None:
    """What CloudTrail tells the account's bus of a call (EventBridge user guide, "AWS service events")."""
    detail = {"eventName": name, "requestParameters": {"bucketName": CANARY}}
    entry = {"Source": "test", "DetailType": "AWS API Call via CloudTrail", "Detail": json.dumps(detail)}
    events: Any = world.deployed.session.client("events")
    assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0


def _guard_duty(world: World) -> None:
    """What GuardDuty finds goes to the function: the bus takes this source from AWS alone, here as there."""
    first = to_text(now() - timedelta(hours=1))
    detail = {"type": MALWARE, "severity": 8, "service": {"eventFirstSeen": first}, "resource": CANARY}
    event = {"detail-type": "GuardDuty Finding", "time": to_text(now()), "detail": detail}
    functions: Any = world.deployed.session.client("lambda")
    name = world.function("findings")["FunctionName"]
    assert "FunctionError" not in functions.invoke(FunctionName=name, Payload=json.dumps(event))


def _incidents(team: Speaker, token: str) -> dict[str, dict[str, Any]]:
    """A team's incidents by what was found."""
    _, page, _ = team.client.call("GET", "/v1/incidents", token=token)
    return {incident["finding"]: incident for incident in page["incidents"]}


def test_a_finding_is_an_incident_of_whom_it_concerns_with_who_is_affected_and_of_nobody_else(
    local: World,
) -> None:
    affected, spared = new_team(local), new_team(local)
    for depicted in ([], [new_user()]):
        affected.client.create_job(new_user(), depicted=depicted)
    session, outputs = local.deployed.session, local.deployed.outputs
    officer, other = (
        sign_in(session, outputs, new_person(session, outputs, team.team, "privacy"))
        for team in (affected, spared)
    )
    for name in (HARMLESS, GRAVE):
        _call(local, name)
    eventually(lambda: _incidents(affected, officer), "an incident was opened")
    _guard_duty(local)
    found = _incidents(affected, officer)
    assert found.keys() == {f"cloudtrail:{GRAVE}/done", f"guardduty:{MALWARE}"}
    for incident in found.values():
        assert incident["state"] == "open"
        assert incident["affected"] == {"jobs": 2, "subjects": 3, "whole": True}
        assert 0 < incident["seconds_left"] <= 72 * 3600
    assert found[f"cloudtrail:{GRAVE}/done"]["kind"] == "availability"
    assert _incidents(spared, other) == {}
    assert CANARY not in json.dumps(found) + local.cloud.logs()
