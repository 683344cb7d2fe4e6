"""The receipt of an erasure: what went, how that was verified, what remains; signed (GDPR Art. 5(2))."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from functions.core.erasure import Erasure
from functions.core.jws import Signer, signed
from functions.core.names import JobRef
from functions.core.reach import OfDates, OfJob, OfUser
from functions.core.remains import Lifetimes, remains
from functions.core.store_names import REMASKED
from functions.core.times import to_text

VERSION: Final = 1
KIND: Final = "erasure-receipt+jws"


@dataclass(frozen=True, slots=True)
class Receipts:
    """What it needs of the world; ``issuer`` names the deployment, ``software`` its version."""

    signer: Signer
    issuer: str
    software: str
    lives: Lifetimes

    def of(self, erasure: Erasure, looked_at: datetime) -> str:
        """The receipt of a completed erasure whose last look, which found nothing, began at ``looked_at``."""
        return signed(contents(erasure, looked_at, self), KIND, self.signer)


def contents(erasure: Erasure, looked_at: datetime, world: Receipts) -> dict[str, object]:
    """What is signed. It names nobody: by pseudonyms inside, by a commitment to whom it concerns."""
    assert erasure.ended_at is not None, "only what has ended has a receipt"
    return {
        "version": VERSION,
        "iss": world.issuer,
        "iat": int(erasure.ended_at.timestamp()),
        "software": world.software,
        "erasure": erasure.id,
        "team": erasure.team,
        "scope": _scope(erasure),
        "state": erasure.state,
        "requested_at": to_text(erasure.requested_at),
        "tombstone_at": to_text(erasure.starts_at or erasure.requested_at),
        "completed_at": to_text(erasure.ended_at),
        "stores": {
            name: {"before": count.deleted + count.left, "after": count.left}
            for name, count in erasure.counts.items()
        },
        "verified": _verified(erasure, looked_at),
        "late_forms_until": to_text((erasure.starts_at or erasure.requested_at) + world.lives.form),
        "remains": [
            remain.to_json()
            for remain in remains(erasure.ended_at, world.lives, remasked=REMASKED in erasure.counts)
        ],
    }


def _scope(erasure: Erasure) -> dict[str, object]:
    """What it is of: a job by its id; a user by nothing that somebody else could recognise."""
    if isinstance(erasure.scope, OfJob):
        ref = JobRef(erasure.team, erasure.scope.subject, erasure.scope.job)
        return {"kind": erasure.scope.kind, "job": ref.id}
    said: dict[str, object] = {"kind": erasure.scope.kind}
    if isinstance(erasure.scope, OfDates):
        said |= {"from": to_text(erasure.scope.start), "to": to_text(erasure.scope.end)}
    if erasure.parts:
        said["parts"] = list(erasure.parts)
    return said | ({"commitment": erasure.commitment.digest} if erasure.commitment else {})


def _sealed(erasure: Erasure) -> bool:
    return isinstance(erasure.scope, OfUser) and erasure.passes > 1


def _verified(erasure: Erasure, looked_at: datetime) -> dict[str, object]:
    return {
        "how": "a look over every store, begun after the last open lease was over, found nothing"
        + ("; what the tombstone keeps empty was looked at before" if _sealed(erasure) else ""),
        "look_began_at": to_text(looked_at),
        "leases_over_at": to_text(erasure.busy_until) if erasure.busy_until else None,
        "looks": erasure.passes,
        "attempts": erasure.attempt,
    }
