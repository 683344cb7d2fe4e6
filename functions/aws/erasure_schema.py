"""The ledger's items: tombstones, epochs, and the records of erasures; see `functions.aws.schema`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from functions.aws.schema import PARTITION, SORT, Item, from_item, subject_partition, to_item
from functions.core.commitment import Commitment
from functions.core.erasure import Count, Erasure, Look
from functions.core.reach import JOB, USER, OfJob, OfUser, Scope
from functions.core.times import from_text, to_text


def tombstone_key(team: str, subject: str, job: str | None = None) -> dict[str, str]:
    """Where the tombstone of a subject stands, or that of one of its jobs."""
    sort = f"tombstone#{job}" if job else "tombstone"
    return {PARTITION: subject_partition(team, subject), SORT: sort}


def epoch_key(team: str, person: str) -> dict[str, str]:
    """Where a person's epoch is counted."""
    return {PARTITION: subject_partition(team, person), SORT: "epoch"}


def erasure_key(team: str, erasure_id: str) -> dict[str, str]:
    """Where an erasure's record is."""
    return {PARTITION: team, SORT: f"erasure#{erasure_id}"}


def tombstone_item(erasure: Erasure, **more: Any) -> dict[str, Any]:
    """The tombstone of what an erasure is of."""
    scope = erasure.scope
    job = scope.job if isinstance(scope, OfJob) else None
    epoch = {"epoch": scope.epoch} if isinstance(scope, OfUser) else {}
    key = tombstone_key(erasure.team, scope.subject, job)
    return to_item({**key, "erasure": erasure.id, **epoch, **more})


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
    )


def _scope_values(scope: Scope) -> dict[str, Any]:
    values: dict[str, Any] = {"scope": scope.kind, "subject": scope.subject}
    if isinstance(scope, OfJob):
        return {**values, "job": scope.job}
    return {**values, "person": scope.person, "epoch": scope.epoch}


_SCOPES: Final[dict[str, Callable[[Item], Scope]]] = {
    USER: lambda row: OfUser(row["subject"], row["person"], int(row["epoch"])),
    JOB: lambda row: OfJob(row["subject"], row["job"]),
}


def _look_values(look: Look) -> dict[str, Any] | None:
    if look.began is None:
        return None
    values = {"began": to_text(look.began), "found": look.found, "store": look.store}
    return values | ({"after": look.after} if look.after is not None else {})


def _look(values: Item | None) -> Look:
    if values is None:
        return Look()
    began, after = from_text(values["began"]), values.get("after")
    return Look(began, int(values["found"]), int(values["store"]), after)


def _text(moment: datetime | None) -> str | None:
    return to_text(moment) if moment else None


def _moment(text: str | None) -> datetime | None:
    return from_text(text) if text else None
