"""Incidents in memory."""

from dataclasses import replace

from functions.core.audit import Entry
from functions.core.errors import Conflict
from functions.core.incident import Incident, Step
from tests.fakes.clock import stored


class FakeIncidents:
    """Implements the port `Incidents`. ``audit`` is what was written with a change."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Incident] = {}
        self.audit: list[Entry] = []

    def create(self, incident: Incident, entry: Entry) -> None:
        key = incident.team, incident.id
        if key in self.rows:
            raise Conflict
        self.rows[key] = _stored(incident)
        self.audit.append(entry)

    def get(self, team: str, incident_id: str) -> Incident | None:
        return self.rows.get((team, incident_id))

    def all(self, team: str, limit: int, before: str | None) -> list[Incident]:
        mine = [found for (owner, _), found in self.rows.items() if owner == team]
        mine = [found for found in mine if before is None or found.id < before]
        return sorted(mine, key=lambda found: found.id, reverse=True)[:limit]

    def change(self, incident: Incident, step: Step, entry: Entry) -> None:
        key = incident.team, incident.id
        if key not in self.rows or self.rows[key].version != incident.version - 1:
            raise Conflict
        self.rows[key] = _stored(replace(incident, timeline=(*self.rows[key].timeline, step)))
        self.audit.append(entry)


def _stored(incident: Incident) -> Incident:
    steps = tuple(replace(step, at=stored(step.at)) for step in incident.timeline)
    told = {whom: stored(at) for whom, at in incident.notified.items()}
    return replace(
        incident,
        aware_at=stored(incident.aware_at),
        began=stored(incident.began),
        ended=stored(incident.ended),
        timeline=steps,
        notified=told,
    )
