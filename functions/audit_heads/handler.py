"""Every hour: sign the audit of the hours that are over, forget what no team keeps any longer."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache, partial
from typing import Any, Final

from functions.audit_heads.settings import Settings
from functions.aws import clients
from functions.aws.audit_heads import DynamoHeads
from functions.aws.audit_log import DynamoAuditLog
from functions.aws.receipts import KmsSigner
from functions.aws.team_settings import DynamoSettings
from functions.core.sign_audit import SignAudit, sign_audit
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.edge.queue import HandBack
from functions.edge.telemetry import measure, report

BUDGET: Final = timedelta(minutes=10)


def handler(_event: Mapping[str, Any], _context: object) -> None:
    """The function's entry. What fails is due again in an hour."""
    try:
        lag = sign_audit(build(), now() + BUDGET)
    except Exception as error:  # whatever it was: nothing that Lambda would log
        report("audit_heads", error)
        raise HandBack from None
    measure("audit_heads", "AuditLag", lag.total_seconds())


@cache
def build() -> SignAudit:
    """The concrete world, once per worker."""
    told, dynamodb = Settings.from_env(), clients.dynamodb()
    return SignAudit(
        DynamoAuditLog(dynamodb, told.audit),
        DynamoHeads(dynamodb, told.ledger),
        KmsSigner(clients.kms(), told.signing_key),
        DynamoSettings(dynamodb, told.table, Bounds.parse(told.retention)),
        told.issuer,
        now,
        partial(report, "audit_heads"),
    )
