"""An incident as the API shows it, with its clock as of now."""

from dataclasses import asdict
from datetime import datetime

from functions.core.incident import Incident
from functions.core.times import to_text


def shown(incident: Incident, now: datetime) -> dict[str, object]:
    """The incident; ``assessment`` and ``lessons`` only if there are any."""
    body: dict[str, object] = {
        "id": incident.id,
        "state": incident.state,
        "kind": incident.kind,
        "description": incident.description,
        "aware_at": to_text(incident.aware_at),
        "deadline": to_text(incident.deadline),
        "seconds_left": int((incident.deadline - now).total_seconds()),
        "overdue": incident.overdue(now),
        "duties": list(incident.duties),
        "from": to_text(incident.began),
        "to": to_text(incident.ended),
        "affected": asdict(incident.affected),
        "notified": {whom: to_text(at) for whom, at in incident.notified.items()},
        "timeline": [{**asdict(step), "at": to_text(step.at)} for step in incident.timeline],
    }
    if incident.finding:
        body["finding"] = incident.finding
    if incident.assessment:
        body["assessment"] = asdict(incident.assessment)
    return body | ({"lessons": incident.lessons} if incident.lessons else {})
