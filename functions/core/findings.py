"""Findings of AWS that may be breaches, for every team they concern; and the clock that nobody may miss.

A finding is of the whole deployment and names no team, unless it is of one file. Affected is a team of which
something was stored in its time; each has an incident of its own, because its people decide about it (GDPR
Art. 33(2)). What is found again joins the incident while that is open.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from functions.core.audit import SERVICE
from functions.core.errors import Conflict
from functions.core.incident import AUTHORITY, DEADLINE, OPEN, Affected, Incident, Step
from functions.core.incidents import Incidents, entry_of, stored_between
from functions.core.names import new_id
from functions.core.ports import JobLists
from functions.core.times import from_text

GUARDDUTY: Final = "guardduty"
CLOUDTRAIL: Final = "cloudtrail"
ALARM: Final = "alarm"
MALICIOUS: Final = "Object:S3/MaliciousFile"  # GuardDuty's own name of it, where there is a detector
# Of these the data may be gone; of any other somebody may have seen it.
_LOSSES: Final = re.compile(r"Delet|Disable|Destruct|Erasures")
_FOREIGN: Final = re.compile(r"[^A-Za-z0-9:/._-]")
_GENERATED: Final = re.compile(r"[0-9A-F]{8}-.*")  # what CloudFormation puts behind the name of an alarm
_LONGEST: Final = timedelta(days=90)  # GuardDuty keeps a finding for so long
_SECOND: Final = timedelta(milliseconds=999)  # EventBridge tells whole seconds: what came in that one counts
_QUIET: Final = timedelta(hours=1)  # a finding that comes again and again is a step an hour
_SAID: Final = "found by {source}: {code}"
MOST: Final = 100  # of a team's incidents, newest first, that are looked at
# Before the authority must know: how much is left of the 72 hours when it is said again.
REMINDERS: Final = (timedelta(hours=24), timedelta(hours=6), timedelta())


@dataclass(frozen=True, slots=True)
class Finding:
    """Something happened from ``began`` to ``at``; ``code`` is AWS's word for it, and names nobody.

    ``team`` is whose file it was, where the finding is of one.
    """

    source: str
    code: str
    began: datetime
    at: datetime
    team: str = ""

    @property
    def kind(self) -> str:
        """Which kind of breach it may be."""
        return "availability" if _LOSSES.search(self.code) else "confidentiality"

    @property
    def name(self) -> str:
        """The same for what is the same."""
        return f"{self.source}:{self.code}"

    @property
    def said(self) -> str:
        """As it stands in an incident."""
        return _SAID.format(source=self.source, code=self.code)


@dataclass(frozen=True, slots=True)
class World:
    """What it needs of the world; ``teams`` are all that have an audit."""

    incidents: Incidents
    lists: JobLists
    teams: Callable[[], Iterable[str]]


def finding_of(event: Mapping[str, Any]) -> Finding | None:
    """The finding in an event of EventBridge; None if it says none. Nothing else of the event is kept."""
    detail, at = event.get("detail", {}), from_text(event["time"])
    match event.get("detail-type"):
        case "GuardDuty Finding":
            first = detail.get("service", {}).get("eventFirstSeen")
            return _finding(GUARDDUTY, detail["type"], from_text(first) if first else at, at)
        case "GuardDuty Malware Protection Object Scan Result":
            team = str(detail["s3ObjectDetails"]["objectKey"]).partition("/")[0]
            return replace(_finding(GUARDDUTY, MALICIOUS, at, at), team=team)
        case "AWS API Call via CloudTrail":
            error = detail.get("errorCode")
            return _finding(CLOUDTRAIL, f"{detail['eventName']}/{error or 'done'}", at, at)
        case "CloudWatch Alarm State Change" if detail.get("state", {}).get("value") == "ALARM":
            return _finding(ALARM, _GENERATED.sub("", detail["alarmName"].rpartition("-Watch")[2]), at, at)
    return None


def _finding(source: str, code: str, began: datetime, at: datetime) -> Finding:
    return Finding(source, _FOREIGN.sub("", code)[:100], max(min(began, at), at - _LONGEST), at)


def take(finding: Finding, world: World, now: datetime) -> int:
    """Open an incident of every team that it concerns, or add to the one that is open; how many these are."""
    return sum(_take(finding, team, world, now) for team in world.teams() if finding.team in {"", team})


def _take(finding: Finding, team: str, world: World, now: datetime) -> bool:
    same = (one for one in world.incidents.all(team, MOST, None) if one.finding == finding.name)
    open_one = next((one for one in same if one.state == OPEN), None)
    began = min(finding.began, open_one.began) if open_one else finding.began
    ended = max(min(finding.at + _SECOND, now), open_one.ended if open_one else began)
    jobs, whole = stored_between(team, began, ended, world.lists)
    if not jobs:
        return False
    affected = Affected(len(jobs), len({subject for job in jobs for subject in job.subjects}), whole)
    if open_one is None:
        step = Step(now, SERVICE, "open", finding.said)
        times = (now, began, ended)
        incident = Incident(new_id(now), team, finding.kind, finding.said, *times, affected, timeline=(step,))
        world.incidents.create(replace(incident, finding=finding.name), entry_of(incident, step, None))
    elif now - open_one.timeline[-1].at >= _QUIET:
        wider = replace(open_one, began=began, ended=ended, affected=affected)
        _step(wider, Step(now, SERVICE, "notes", finding.said), world)
    return True


def remind(world: World, now: datetime) -> int:
    """Say in each open incident that its time runs out, at each of `REMINDERS`; how many are overdue."""
    overdue = 0
    for team in world.teams():
        for incident in world.incidents.all(team, MOST, None):
            if incident.state != OPEN or AUTHORITY not in incident.duties:
                continue
            overdue += incident.overdue(now)
            left = [left for left in REMINDERS if incident.deadline - now <= left]
            text = _reminder(left[-1]) if left else ""
            if text and text not in {step.text for step in incident.timeline}:
                _step(incident, Step(now, SERVICE, "remind", text), world)
    return overdue


def _reminder(left: timedelta) -> str:
    hours = int(left.total_seconds() // 3600)
    said = f"the authority must know within {hours} hours" if hours else "the time is over"
    return f"{said} ({_ARTICLE})"


_ARTICLE: Final = f"Art. 33(1): {int(DEADLINE.total_seconds() // 3600)} hours"


def _step(incident: Incident, step: Step, world: World) -> None:
    changed = replace(incident, timeline=(*incident.timeline, step), version=incident.version + 1)
    try:
        world.incidents.change(changed, step, entry_of(changed, step, incident.state))
    except Conflict:
        return  # a person was faster; it is said again with the next finding, or in an hour
