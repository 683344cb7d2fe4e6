"""Events of EventBridge, from the function's entry to the incidents."""

from typing import Any

import pytest

from functions.core.errors import Unavailable
from functions.core.findings import World as Findings
from functions.core.times import to_text
from functions.edge.queue import HandBack
from functions.findings import handler as findings
from tests.fakes.incidents import FakeIncidents
from tests.fakes.world import TEAM, World
from tests.handlers.loading import Context


@pytest.fixture
def register(world: World, monkeypatch: pytest.MonkeyPatch) -> FakeIncidents:
    kept = FakeIncidents()
    monkeypatch.setattr(findings, "build", lambda: Findings(kept, world.lists, lambda: (TEAM,)))
    monkeypatch.setattr(findings, "now", world.clock)
    return kept


def test_a_finding_opens_an_incident_and_the_hour_reminds_of_it(
    world: World, register: FakeIncidents, printed: Any
) -> None:
    world.create("canary-7f3a")
    world.clock.advance(60)
    detail = {"type": "Exfiltration:S3/AnomalousBehavior", "resource": "canary-7f3a"}
    event = {"detail-type": "GuardDuty Finding", "time": to_text(world.clock()), "detail": detail}
    findings.handler(event, Context())
    world.clock.advance(73 * 3600)
    findings.handler({"detail-type": "Scheduled Event", "time": to_text(world.clock())}, Context())
    (incident,) = register.all(TEAM, 9, None)
    assert [step.action for step in incident.timeline] == ["open", "remind"]
    assert ("overdue" in printed(), "canary-7f3a" in printed()) == (True, False)


def test_what_fails_is_handed_back(
    world: World, register: FakeIncidents, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise Unavailable

    monkeypatch.setattr(register, "all", fails)
    with pytest.raises(HandBack):
        findings.handler({"detail-type": "Scheduled Event", "time": to_text(world.clock())}, Context())
