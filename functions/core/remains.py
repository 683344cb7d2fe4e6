"""What is left of somebody after an erasure, where, and until when: each receipt names it (promise 5)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from functions.core.times import to_text

_TRAIL: Final = timedelta(days=90)  # AWS's own event history, if the operator keeps no trail of data events
_FIREWALL: Final = timedelta(days=7)
_STREAM: Final = timedelta(days=1)
_BACKUP: Final = timedelta(days=35)  # AWS's own, of a table that was deleted


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long each store of the deployment keeps what an erasure cannot take out of it."""

    form: timedelta
    queue: timedelta
    function_logs: timedelta
    access_logs: timedelta
    recovery: timedelta
    ledger_recovery: timedelta
    tombstone: timedelta
    consent_proof: timedelta
    audit: timedelta


@dataclass(frozen=True, slots=True)
class Remain:
    """A store that still holds traces, which, and until when; None is for as long as the service runs."""

    store: str
    holds: str
    until: datetime | None

    def to_json(self) -> dict[str, object]:
        """As a receipt shows it."""
        return {
            "store": self.store,
            "holds": self.holds,
            "until": to_text(self.until) if self.until else None,
        }


def remains(ended_at: datetime, lives: Lifetimes, *, remasked: bool = False) -> tuple[Remain, ...]:
    """What is left after an erasure that ended at ``ended_at``. None of it holds a user_id or a picture.

    Point-in-time recovery alone still holds the rows as they were, which is why the ledger outlives it: it is
    replayed over whatever is restored. AWS keeps a system backup of a deleted table for 35 days. ``remasked``
    says that the team's policy left pictures of others to them, masked again.
    """
    others = Remain("remasked", "pictures of others, naming nobody erased, each face found hidden", None)
    return (
        *((others,) if remasked else ()),
        Remain("queues", "keys of objects that are gone", ended_at + lives.queue),
        Remain("function_logs", "types of faults and times", ended_at + lives.function_logs),
        Remain("access_logs", "keys of objects and addresses of callers", ended_at + lives.access_logs),
        Remain("firewall_log", "addresses of callers that were blocked", ended_at + _FIREWALL),
        Remain("cloudtrail", "keys of objects, where the operator records data events", ended_at + _TRAIL),
        Remain("audit", "what the staff did, to which jobs by their own ids", ended_at + lives.audit),
        Remain("streams", "the rows as they were, for the outbox alone", ended_at + _STREAM),
        Remain("receivers", "ids of jobs, at receivers of webhooks and events that the team chose", None),
        Remain("recovery", "the rows as they were, for a restore", ended_at + lives.recovery),
        Remain(
            "ledger",
            "the tombstone and this erasure, by pseudonyms",
            ended_at + lives.tombstone,
        ),
        Remain("consent_proofs", "that there was a consent, by pseudonyms", ended_at + lives.consent_proof),
        Remain("ledger_recovery", "the same", ended_at + lives.tombstone + lives.ledger_recovery),
        Remain("table_backup", "the rows as they were, if the operator deletes a table", ended_at + _BACKUP),
        Remain("epoch", "how often the pseudonym was erased", None),
    )
