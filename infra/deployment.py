"""The facts of a deployment, out of its stage: what the product may say about itself (promise 14)."""

from collections.abc import Mapping
from typing import Final

from functions.core.deployment import KEPT, Deployment, Kept
from infra.stage import DAY, Stage

# What AWS keeps by itself, in days; no stage can change it.
STREAM_DAYS: Final = 1
SYSTEM_BACKUP_DAYS: Final = 35
API_LOG_DAYS: Final = 7
TOKEN_MINUTES: Final = 15  # of staff
SWEEP_SECONDS: Final = 120  # promise 8


def deployment(stage: Stage) -> Deployment:
    """The facts of this stage."""
    return Deployment(
        stage.operator, stage.name, stage.region, _stores(stage), stage.engaged, _measures(stage)
    )


def _stores(stage: Stage) -> tuple[Kept, ...]:
    return (
        Kept("originals", "uploads", DAY),
        Kept("held", "held", "retention.originals"),
        Kept("held", "correction", "retention.correction_window"),
        Kept("held", "datasets", "retention.datasets"),
        Kept("results", "results", "retention.results"),
        Kept("exports", "exports", "retention.exports"),
        Kept("table", "records", "retention.job_records"),
        Kept("audit", "audit", "retention.audit"),
        Kept("table", "deliveries", stage.webhook_log_days * DAY),
        Kept("table", "table_recovery", stage.recovery_days * DAY),
        Kept("ledger", "ledger", stage.tombstone_days * DAY),
        Kept("ledger", "epochs", KEPT),
        Kept("ledger", "agreements", KEPT),
        Kept("ledger", "ledger_recovery", stage.ledger_recovery_days * DAY),
        Kept("audit", "audit_recovery", stage.ledger_recovery_days * DAY),
        Kept("tables", "streams", STREAM_DAYS * DAY),
        Kept("tables", "system_backup", SYSTEM_BACKUP_DAYS * DAY),
        Kept("queues", "queues", stage.queue_seconds // 60),
        Kept("access_logs", "access_logs", stage.access_log_days * DAY),
        Kept("logs", "function_logs", stage.function_log_days * DAY),
        Kept("logs", "api_logs", API_LOG_DAYS * DAY),
        Kept("identity", "staff", KEPT),
    )


def _measures(stage: Stage) -> Mapping[str, Mapping[str, int]]:
    return {
        "encryption_at_rest": {},
        "encryption_in_transit": {},
        "pseudonyms": {},
        "no_public_access": {},
        "least_privilege": {},
        "second_factor": {"token_minutes": TOKEN_MINUTES},
        "short_links": {"form_seconds": stage.form_seconds, "link_seconds": stage.link_seconds},
        "recovery": {"recovery_days": stage.recovery_days},
        "deletion": {"sweep_seconds": SWEEP_SECONDS},
        "logs_without_people": {"log_days": max(stage.function_log_days, API_LOG_DAYS)},
    }
