"""PATCH /v1/team/settings: what a team chooses, and how much of what is stored that reaches."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from functions.core.audit import SETTINGS, Entry
from functions.core.errors import Conflict, Invalid, SettingsChanged
from functions.core.job import DONE, REVIEW
from functions.core.list_jobs import HIGH, LOW
from functions.core.names import earliest_id, new_id
from functions.core.retention_ports import Count, Counting, TeamSettings
from functions.core.team_settings import Bounds, Settings, merged

# What a number is about, by the state of the jobs; None is every job of the team. Exports are no jobs.
OF_JOBS: Final[Mapping[str, str | None]] = {
    "originals": REVIEW,
    "results": DONE,
    "job_records": None,
    "correction_window": DONE,
}
REACHED: Final = (*OF_JOBS, "exports")
MOST_AUDITED: Final = 1000


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """What it needs of the world. ``quotas`` are the stage's, which no team chooses."""

    settings: TeamSettings
    counting: Counting
    bounds: Bounds
    quotas: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Touched:
    """How many stored items a change reaches, and how many of these are at once over, at most."""

    items: Count
    over: Count


@dataclass(frozen=True, slots=True)
class Change:
    """What a team's admin wants; ``by`` is the admin's account."""

    team: str
    by: str
    body: Mapping[str, object]
    dry_run: bool = False


def parse_dry_run(query: Mapping[str, str]) -> bool:
    """Whether the caller only wants to know what a change would reach. Raises `Invalid`."""
    if not query.keys() <= {"dry_run"}:
        raise Invalid("has an unknown parameter", field="query")
    if query.get("dry_run", "false") not in {"true", "false"}:
        raise Invalid("must be true or false", field="dry_run")
    return query.get("dry_run") == "true"


Changed = tuple[Settings, dict[str, Touched]]


def change_settings(change: Change, world: ChangeSettings, now: datetime) -> Changed:
    """The settings as changed, and what that touches by the name of the number; a dry run changes nothing.

    What is stored is dated anew in the background. A change that changes nothing is no new version. Raises
    `Invalid`, and `SettingsChanged` if somebody else was there first.
    """
    before = world.settings.of(change.team)
    _expect(change.body, before)
    after = merged(before, change.body, world.bounds, now)
    differences = before.differences(after)
    touched = _touched(change.team, after, differences, world.counting, now)
    if not differences:
        return before, touched
    if not change.dry_run:
        entry = Entry(new_id(now), change.team, now, change.by, SETTINGS, audited(differences))
        try:
            world.settings.change(change.team, after, entry, redate=bool(touched))
        except Conflict:
            raise SettingsChanged from None
    return after, touched


def audited(differences: Mapping[str, tuple[object, object]]) -> dict[str, tuple[object, object]]:
    """Differences as the audit keeps them: no name of a person, and of a long text (a picture) its hash."""

    def kept(path: str, value: object) -> object:
        if path.startswith("contacts."):
            return None if value is None else "set"
        if isinstance(value, str) and len(value) > MOST_AUDITED:
            return f"sha256:{hashlib.sha256(value.encode()).hexdigest()}"
        return value

    return {path: (kept(path, old), kept(path, new)) for path, (old, new) in differences.items()}


def _expect(body: Mapping[str, object], settings: Settings) -> None:
    version = body.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        raise Invalid("must be the version that was read", field="version")
    if version != settings.version:
        raise SettingsChanged


def _touched(
    team: str,
    after: Settings,
    differences: Mapping[str, tuple[object, object]],
    counting: Counting,
    now: datetime,
) -> dict[str, Touched]:
    touched = {}
    for name in REACHED:
        if f"retention.{name}" not in differences:
            continue
        # Closed after it was created: who was created later than this cannot be over.
        life = timedelta(minutes=getattr(after.retention, name))
        edge = earliest_id(now - life)
        over = _count(team, name, LOW, edge, counting)
        touched[name] = Touched(over + _count(team, name, edge, HIGH, counting), over)
    return touched


def _count(team: str, name: str, low: str, high: str, counting: Counting) -> Count:
    if name not in OF_JOBS:
        return counting.exports(team, low, high)
    return counting.jobs(team, OF_JOBS[name], low, high)
