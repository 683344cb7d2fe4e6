"""What AWS finds becomes an incident of exactly the teams that it concerns; nobody misses the 72 hours."""

from datetime import timedelta
from typing import Any

import pytest

from functions.core.audit import SERVICE
from functions.core.findings import ALARM, CLOUDTRAIL, GUARDDUTY, Finding, finding_of, remind, take
from functions.core.findings import World as Findings
from functions.core.incident import CLOSED, Incident
from functions.core.incidents import World as IncidentWorld
from functions.core.incidents import act
from functions.core.times import to_text
from tests.fakes.clock import START
from tests.fakes.incidents import FakeIncidents
from tests.fakes.world import OTHER_TEAM, TEAM, World

TIME = to_text(START)
EMPTY_TEAM = "teamcccccccccccc"


@pytest.fixture
def register() -> FakeIncidents:
    return FakeIncidents()


@pytest.fixture
def findings(world: World, register: FakeIncidents) -> Findings:
    return Findings(register, world.lists, lambda: (TEAM, OTHER_TEAM, EMPTY_TEAM))


def _event(kind: str, **detail: Any) -> dict[str, Any]:
    return {"detail-type": kind, "time": TIME, "detail": detail, "account": "1", "resources": ["arn"]}


DENIED = _event(
    "AWS API Call via CloudTrail",
    eventName="Decrypt",
    errorCode="AccessDenied",
    errorMessage="User: canary-7f3a is not authorized",
    userIdentity={"arn": "canary-7f3a"},
    sourceIPAddress="192.0.2.1",
)
SEVERE = _event(
    "GuardDuty Finding",
    type="Exfiltration:S3/AnomalousBehavior",
    severity=8,
    service={"eventFirstSeen": to_text(START - timedelta(hours=5))},
    resource={"accessKeyDetails": {"userName": "canary-7f3a"}},
)
RINGS = _event(
    "CloudWatch Alarm State Change",
    alarmName="Moretta-prod-WatchErasuresByClients1A2B3C4D-abcdEFGH",
    state={"value": "ALARM", "reason": "canary-7f3a"},
)
MALICIOUS = _event(
    "GuardDuty Malware Protection Object Scan Result",
    s3ObjectDetails={"bucketName": "originals", "objectKey": f"{TEAM}/canary-7f3a/job/identity"},
    scanResultDetails={"scanResultStatus": "THREATS_FOUND", "threats": [{"name": "canary-7f3a"}]},
)
DELETES = _event("AWS API Call via CloudTrail", eventName="ScheduleKeyDeletion")


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (DENIED, Finding(CLOUDTRAIL, "Decrypt/AccessDenied", START, START)),
        (
            SEVERE,
            Finding(GUARDDUTY, "Exfiltration:S3/AnomalousBehavior", START - timedelta(hours=5), START),
        ),
        (RINGS, Finding(ALARM, "ErasuresByClients", START, START)),
        (MALICIOUS, Finding(GUARDDUTY, "Object:S3/MaliciousFile", START, START, TEAM)),
        (DELETES, Finding(CLOUDTRAIL, "ScheduleKeyDeletion/done", START, START)),
        (_event("CloudWatch Alarm State Change", alarmName="x", state={"value": "OK"}), None),
        (_event("Scheduled Event"), None),
    ],
    ids=["denied", "guardduty", "alarm", "malicious", "deletes", "well_again", "tick"],
)
def test_of_an_event_only_its_code_and_times_are_kept(event: dict[str, Any], expected: Finding) -> None:
    """Promise 15: who was denied, from where and what it said may name somebody."""
    found = finding_of(event)
    assert found == expected
    assert "canary-7f3a" not in str(found)


def test_a_code_of_a_stranger_is_short_and_plain() -> None:
    found = finding_of(_event("GuardDuty Finding", type="<b>ö" * 100))
    assert found is not None
    assert (found.code, found.kind) == ("b" * 100, "confidentiality")


def test_an_alarm_of_erasures_and_a_key_that_goes_are_losses() -> None:
    kinds = {found.kind for event in (RINGS, DELETES) if (found := finding_of(event))}
    assert kinds == {"availability"}


def _taken(event: dict[str, Any], world: World, findings: Findings) -> int:
    found = finding_of(event)
    assert found is not None
    return take(found, findings, world.clock())


def _incidents(register: FakeIncidents, team: str = TEAM) -> list[Incident]:
    return register.all(team, 9, None)


def test_affected_is_who_was_stored_in_the_time_of_the_finding_and_no_other_team(
    world: World, findings: Findings, register: FakeIncidents
) -> None:
    world.create("ada")
    world.create("bob", depicted=("eve",))
    world.clock.advance(60)
    assert _taken(SEVERE | {"time": to_text(world.clock())}, world, findings) == 1
    (incident,) = _incidents(register)
    assert (incident.affected.jobs, incident.affected.subjects) == (2, 3)
    assert (incident.began, incident.ended) == (START - timedelta(hours=5), world.clock())
    assert (incident.aware_at, incident.finding) == (
        world.clock(),
        "guardduty:Exfiltration:S3/AnomalousBehavior",
    )
    assert [(step.by, step.action) for step in incident.timeline] == [(SERVICE, "open")]
    assert [(entry.by, entry.action) for entry in register.audit] == [(SERVICE, "incident.open")]
    assert _incidents(register, OTHER_TEAM) == _incidents(register, EMPTY_TEAM) == []


def test_what_is_found_again_joins_the_incident_and_widens_it(
    world: World, findings: Findings, register: FakeIncidents
) -> None:
    world.create("ada")
    world.clock.advance(60)
    _taken(DENIED | {"time": to_text(world.clock())}, world, findings)
    for minutes in (1, 2, 61, 62):
        world.clock.now = START + timedelta(minutes=1 + minutes)
        world.create(f"u{minutes}")
        world.clock.advance(1)
        assert _taken(DENIED | {"time": to_text(world.clock())}, world, findings) == 1
    (incident,) = _incidents(register)
    assert [step.action for step in incident.timeline] == ["open", "notes"]
    assert incident.affected.subjects == 4  # as of the note; those of the minute after come with the next
    _taken(SEVERE | {"time": to_text(world.clock())}, world, findings)
    assert len(_incidents(register)) == 2


def test_what_is_found_again_after_the_closure_is_a_new_incident(
    world: World, findings: Findings, register: FakeIncidents
) -> None:
    """A table-top exercise (Art. 33): found, assessed as none, closed; and it happens once more."""
    world.create("ada")
    world.clock.advance(60)
    _taken(DENIED | {"time": to_text(world.clock())}, world, findings)
    (incident,) = _incidents(register)
    people = IncidentWorld(register, world.lists, world.mac, world.ledger)
    assessed = {"risk": "none", "reasons": "r", "consequences": "c", "measures": "m"}
    incident = act("assess", incident, "ada", assessed, people, world.clock())
    assert act("close", incident, "ada", {"lessons": "l"}, people, world.clock()).state == CLOSED
    world.clock.advance(1)
    _taken(DENIED | {"time": to_text(world.clock())}, world, findings)
    assert [one.state for one in _incidents(register)] == ["open", CLOSED]


def test_the_clock_is_called_out_three_times_and_not_again_once_the_authority_knows(
    world: World, findings: Findings, register: FakeIncidents
) -> None:
    world.create("ada")
    world.clock.advance(60)
    _taken(DENIED | {"time": to_text(world.clock())}, world, findings)
    began = world.clock()
    seen: list[int] = []
    for hours in range(80):
        world.clock.now = began + timedelta(hours=hours)
        overdue = remind(findings, world.clock())
        (incident,) = _incidents(register)
        said = [step.text for step in incident.timeline if step.action == "remind"]
        if len(said) > len(seen):
            seen.append(hours)
        assert (len(said), overdue) == (len(seen), int(hours > 72))
    assert seen == [48, 66, 72]
    people = IncidentWorld(register, world.lists, world.mac, world.ledger)
    (incident,) = _incidents(register)
    act("notify", incident, "ada", {"whom": "authority", "delay": "found late"}, people, world.clock())
    assert remind(findings, world.clock()) == 0
    assert [entry.action for entry in register.audit].count("incident.remind") == 3


def test_a_clock_that_nobody_looked_at_in_time_is_called_out_at_once(
    world: World, findings: Findings, register: FakeIncidents
) -> None:
    world.create("ada")
    world.clock.advance(60)
    _taken(DENIED | {"time": to_text(world.clock())}, world, findings)
    world.clock.advance(80 * 3600)
    for _ in range(5):
        assert remind(findings, world.clock()) == 1
    (incident,) = _incidents(register)
    said = [step.text for step in incident.timeline if step.action == "remind"]
    assert said == ["the time is over (Art. 33(1): 72 hours)"]


def test_what_came_in_the_second_that_an_event_names_is_affected(
    world: World, findings: Findings, register: FakeIncidents
) -> None:
    """EventBridge tells whole seconds: its time may be before what it is about."""
    finding = finding_of(DELETES)
    assert finding is not None
    world.clock.advance(0.5)
    world.create("u1")
    world.clock.advance(1)
    assert take(finding, findings, world.clock())
    (incident,) = register.all(TEAM, 9, None)
    assert incident.affected.jobs == 1
