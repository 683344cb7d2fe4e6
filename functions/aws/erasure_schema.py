"""The ledger's items: tombstones, epochs, and the records of erasures; see `functions.aws.schema`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from functions.aws.schema import PARTITION, SORT, Item, from_item, subject_partition, to_item
from functions.core.commitment import Commitment
from functions.core.erasure import RUNNING, Count, Erasure, Look
from functions.core.reach import (
    DATES,
    JOB,
    JOBS,
    TEAM,
    USER,
    USERS,
    OfDates,
    OfJob,
    OfMany,
    OfTeam,
    OfUser,
    Scope,
)
from functions.core.times import from_text, to_text

AWAITING: Final = "awaiting"  # a partition of its own: no team's id is so short


def tombstone_key(team: str, subject: str, job: str | None = None) -> dict[str, str]:
    """Where the tombstone of a subject stands, or that of one of its jobs."""
    sort = f"tombstone#{job}" if job else "tombstone"
    return {PARTITION: subject_partition(team, subject), SORT: sort}


def not_erased(ledger: str, team: str, subject: str) -> dict[str, Any]:
    """What a transaction asks that writes something of a subject: promise 6."""
    key = to_item(tombstone_key(team, subject))
    condition = f"attribute_not_exists({PARTITION})"
    return {"ConditionCheck": {"TableName": ledger, "Key": key, "ConditionExpression": condition}}


def epoch_key(team: str, person: str) -> dict[str, str]:
    """Where a person's epoch is counted."""
    return {PARTITION: subject_partition(team, person), SORT: "epoch"}


def erasure_key(team: str, erasure_id: str) -> dict[str, str]:
    """Where an erasure's record is."""
    return {PARTITION: team, SORT: f"erasure#{erasure_id}"}


def closed_key(team: str) -> dict[str, str]:
    """Where it stands that all of a team is being erased."""
    return {PARTITION: team, SORT: "closed"}


def awaiting_key(until: datetime, team: str, erasure_id: str) -> dict[str, str]:
    """What leads to an erasure that awaits approval until then, in the order of time."""
    return {PARTITION: AWAITING, SORT: f"{to_text(until)}#{team}#{erasure_id}"}


def awaiting_item(erasure: Erasure) -> dict[str, Any] | None:
    """What leads to an erasure that awaits approval, None of one that needs none."""
    until = erasure.approve_by
    return to_item(awaiting_key(until, erasure.team, erasure.id)) if until else None


def tombstone_item(erasure: Erasure, **more: Any) -> dict[str, Any] | None:
    """The tombstone of what an erasure is of, None if it is not of one user or job."""
    scope = erasure.scope
    if not isinstance(scope, OfUser | OfJob):
        return None
    job = scope.job if isinstance(scope, OfJob) else None
    epoch = {"epoch": scope.epoch} if isinstance(scope, OfUser) else {}
    key = tombstone_key(erasure.team, scope.subject, job)
    return to_item({**key, "erasure": erasure.id, **epoch, **more})


def closed_item(erasure: Erasure) -> dict[str, Any] | None:
    """What an erasure says of its team as a whole, None if it is not of one."""
    scope = erasure.scope
    if not isinstance(scope, OfTeam) or scope.slice is not None:
        return None
    closed = erasure.state == RUNNING and scope.end is None
    return to_item({**closed_key(erasure.team), "erasure": erasure.id, "closed": closed})


def erasure_item(erasure: Erasure, **more: Any) -> dict[str, Any]:
    """An erasure's record."""
    return to_item(
        {
            **erasure_key(erasure.team, erasure.id),
            **_scope_values(erasure.scope),
            "requested_at": to_text(erasure.requested_at),
            "state": erasure.state,
            "attempt": erasure.attempt,
            "passes": erasure.passes,
            "look": _look_values(erasure.look),
            "busy_until": _text(erasure.busy_until),
            "counts": {name: [count.deleted, count.left] for name, count in erasure.counts.items()},
            "ended_at": _text(erasure.ended_at),
            "commitment": erasure.commitment.digest if erasure.commitment else None,
            "receipt": erasure.receipt,
            "quiet_since": _text(erasure.quiet_since),
            "why": erasure.why,
            "parts": list(erasure.parts) or None,
            "parent": erasure.parent,
            "by": erasure.by,
            "approved_by": erasure.approved_by,
            "starts_at": _text(erasure.starts_at),
            "revision": erasure.revision or None,
            "approve_by": _text(erasure.approve_by),
            **more,
        }
    )


def erasure_from_item(item: Item) -> Erasure:
    """The inverse of ``erasure_item``."""
    row = from_item(item)
    return Erasure(
        row[SORT].removeprefix("erasure#"),
        row[PARTITION],
        _SCOPES[row["scope"]](row),
        from_text(row["requested_at"]),
        row["state"],
        int(row["attempt"]),
        int(row["passes"]),
        _look(row.get("look")),
        _moment(row.get("busy_until")),
        {name: Count(int(deleted), int(left)) for name, (deleted, left) in row["counts"].items()},
        _moment(row.get("ended_at")),
        Commitment("", row["commitment"]) if "commitment" in row else None,
        row.get("receipt"),
        _moment(row.get("quiet_since")),
        row.get("why"),
        tuple(row.get("parts", ())),
        row.get("parent"),
        row.get("by"),
        row.get("approved_by"),
        _moment(row.get("starts_at")),
        int(row.get("revision", 0)),
        _moment(row.get("approve_by")),
    )


def _scope_values(scope: Scope) -> dict[str, Any]:
    kind = {"scope": scope.kind}
    match scope:
        case OfUser():
            return {**kind, "subject": scope.subject, "person": scope.person, "epoch": scope.epoch}
        case OfJob():
            return {**kind, "subject": scope.subject, "job": scope.job}
        case OfDates():
            return {**kind, "from": to_text(scope.start), "to": to_text(scope.end), "slice": scope.slice}
        case OfTeam():
            return {**kind, "to": _text(scope.end), "slice": scope.slice}
        case OfMany():
            return kind


def _slice(row: Item) -> int | None:
    return int(row["slice"]) if "slice" in row else None


_SCOPES: Final[dict[str, Callable[[Item], Scope]]] = {
    USER: lambda row: OfUser(row["subject"], row["person"], int(row["epoch"])),
    JOB: lambda row: OfJob(row["subject"], row["job"]),
    USERS: lambda row: OfMany(USERS),
    JOBS: lambda row: OfMany(JOBS),
    DATES: lambda row: OfDates(from_text(row["from"]), from_text(row["to"]), _slice(row)),
    TEAM: lambda row: OfTeam(_moment(row.get("to")), _slice(row)),
}


def _look_values(look: Look) -> dict[str, Any] | None:
    if look.began is None:
        return None
    values = {
        "began": to_text(look.began),
        "found": look.found,
        "store": look.store,
        "held": look.held,
        "leading": look.leading,
    }
    return values | ({"after": look.after} if look.after is not None else {})


def _look(values: Item | None) -> Look:
    if values is None:
        return Look()
    began, after = from_text(values["began"]), values.get("after")
    found, store, held = (int(values[name]) for name in ("found", "store", "held"))
    return Look(began, found, store, after, held, int(values.get("leading", 0)))


def _text(moment: datetime | None) -> str | None:
    return to_text(moment) if moment else None


def _moment(text: str | None) -> datetime | None:
    return from_text(text) if text else None
