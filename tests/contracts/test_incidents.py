"""Incidents: kept for their team alone, changed one after another, and never shortened."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.core.audit import Entry
from functions.core.errors import Conflict
from functions.core.incident import AUTHORITY, CLOSED, Affected, Assessment, Incident, Step
from functions.core.names import new_id
from tests.contracts.backends import Backend
from tests.fakes.clock import START

TEAM, OTHER = "teamaaaaaaaaaaaa", "teambbbbbbbbbbbb"
STEP = Step(START, "ada", "open", "a link went astray")


def _incident(hour: int = 0, team: str = TEAM) -> Incident:
    at = START + timedelta(hours=hour)
    times = (at, at - timedelta(days=1), at)
    return Incident(
        new_id(at), team, "confidentiality", "x", *times, Affected(3, 2, whole=True), timeline=(STEP,)
    )


def _entry(incident: Incident) -> Entry:
    return Entry(new_id(START), incident.team, START, "ada", "incident.open", {"incident": (None, "open")})


def test_what_was_stored_is_read_by_its_team_alone(backend: Backend) -> None:
    incident = _incident()
    backend.incidents.create(incident, _entry(incident))
    assert backend.incidents.get(TEAM, incident.id) == incident
    assert backend.incidents.get(OTHER, incident.id) is None
    assert [entry.action for entry in backend.audit(TEAM)] == ["incident.open"]
    with pytest.raises(Conflict):
        backend.incidents.create(incident, _entry(incident))


def test_a_change_keeps_every_step_and_only_the_first_of_two_goes_through(backend: Backend) -> None:
    before = _incident()
    backend.incidents.create(before, _entry(before))
    told, step = {AUTHORITY: START}, Step(START, "bob", "close", "shorter links")
    assessed = Assessment("risk", "a", "b", "c")
    after = replace(before, state=CLOSED, assessment=assessed, notified=told, lessons="d", version=2)
    # Whatever a caller makes of the timeline, the store only appends.
    backend.incidents.change(replace(after, timeline=()), step, _entry(after))
    assert backend.incidents.get(TEAM, before.id) == replace(after, timeline=(STEP, step))
    with pytest.raises(Conflict):
        backend.incidents.change(after, step, _entry(after))
    assert len(backend.audit(TEAM)) == 2


def test_a_change_makes_no_incident(backend: Backend) -> None:
    incident = replace(_incident(), version=2)
    with pytest.raises(Conflict):
        backend.incidents.change(incident, STEP, _entry(incident))
    assert backend.incidents.get(TEAM, incident.id) is None


def test_a_list_is_newest_first_and_goes_on_before_an_id(backend: Backend) -> None:
    made = [_incident(hour) for hour in range(3)]
    for incident in [*made, _incident(9, OTHER)]:
        backend.incidents.create(incident, _entry(incident))
    assert backend.incidents.all(TEAM, 2, None) == [made[2], made[1]]
    assert backend.incidents.all(TEAM, 2, made[1].id) == [made[0]]
    assert backend.incidents.all(TEAM, 2, made[0].id) == []
