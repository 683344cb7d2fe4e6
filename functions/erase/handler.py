"""The steps of the erasure workflow: plan it, work as long as one invocation may, finish it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.depicted import Depicted
from functions.aws.export_stores import ExportRows
from functions.aws.holds import DynamoHolds
from functions.aws.ledger import DynamoLedger
from functions.aws.proofs import DynamoProofs
from functions.aws.receipts import KmsSigner
from functions.aws.rows import DynamoRows
from functions.aws.stores import S3Uploads, S3Versions
from functions.aws.team_settings import DynamoSettings
from functions.core.erase import Erase, erase, fail_erasure
from functions.core.receipt import Receipts
from functions.core.remains import Lifetimes
from functions.core.run_erasure import Run, finish, plan
from functions.core.store_names import BUCKETS, EXPORTS, UPLOADS
from functions.core.store_ports import OfExports, Store
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.core.version import VERSION
from functions.edge.steps import Context, Unfinished, next_step
from functions.edge.telemetry import count, report
from functions.erase.settings import Settings

SPARE: Final = timedelta(seconds=30)  # of the function's time: for the page in hand, and the last save


def handler(event: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """The function's entry: ``{"next": "end"}``, ``{"next": "wait", "until": …}`` or, of a plan, ``work``."""
    until = now() + timedelta(milliseconds=context.get_remaining_time_in_millis()) - SPARE
    try:
        return STEPS[event.get("step", "erase")](str(event["team"]), str(event["erasure"]), until)
    except Exception as error:
        report("erase", error)
        raise Unfinished from None


def _plan(team: str, erasure: str, _until: datetime) -> dict[str, Any]:
    planned = plan(team, erasure, build()[1])
    if isinstance(planned, datetime):
        return next_step(planned)
    return {"next": "work", "parts": list(planned)} if planned is not None else next_step(None)


def _erase(team: str, erasure: str, until: datetime) -> dict[str, Any]:
    again = erase(team, erasure, build()[0], until)
    count("erase", "Erasures", "waiting" if again else "ended")
    return next_step(again)


def _give_up(team: str, erasure: str, _until: datetime) -> dict[str, Any]:
    fail_erasure(team, erasure, build()[0])
    count("erase", "Erasures", "failed")
    return next_step(None)


def _finish(team: str, erasure: str, _until: datetime) -> dict[str, Any]:
    ended, again = finish(team, erasure, build()[1])
    count("erase", "ErasuresEnded", ended)
    return next_step(again)


STEPS: Final = {"plan": _plan, "erase": _erase, "give_up": _give_up, "finish": _finish}


@cache
def build() -> tuple[Erase, Run]:
    """The concrete world, once per worker."""
    settings, dynamodb, s3 = Settings.from_env(), clients.dynamodb(), clients.s3()
    buckets = {name: getattr(settings, name) for name in BUCKETS}
    rows, exports = DynamoRows(dynamodb, settings.table), ExportRows(dynamodb, settings.table)
    versions = [S3Versions(s3, bucket, name) for name, bucket in buckets.items()]
    uploads = [S3Uploads(s3, bucket, UPLOADS[name]) for name, bucket in buckets.items()]
    both: list[S3Versions | S3Uploads] = [*versions, *uploads]
    objects = [_reached(store) for store in both]
    audit = AuditRows(settings.audit, settings.audit_days)
    ledger = DynamoLedger(dynamodb, settings.ledger, timedelta(days=settings.keep_days), audit)
    chosen = DynamoSettings(dynamodb, settings.table, Bounds.parse(settings.retention))
    proofs = DynamoProofs(dynamodb, settings.ledger, chosen)
    depicted = Depicted(dynamodb, settings.table, objects, exports, chosen, ledger)
    stores: list[Store] = [depicted, rows, exports, *objects, proofs]
    holds = DynamoHolds(dynamodb, settings.ledger)
    receipts, lag = _receipts(settings), timedelta(seconds=settings.lag_seconds)
    retry = timedelta(seconds=settings.retry_seconds)
    return Erase(ledger, stores, rows, now, receipts, holds, lag), Run(ledger, now, receipts, retry)


def _reached(store: Store) -> Store:
    """An export holds copies of what is erased: it is found by other keys than those."""
    return OfExports(store) if store.name in {EXPORTS, UPLOADS[EXPORTS]} else store


def _receipts(settings: Settings) -> Receipts:
    lives = Lifetimes(
        form=timedelta(seconds=settings.form_seconds),
        queue=timedelta(seconds=settings.queue_seconds),
        function_logs=timedelta(days=settings.function_log_days),
        access_logs=timedelta(days=settings.access_log_days),
        recovery=timedelta(days=settings.recovery_days),
        ledger_recovery=timedelta(days=settings.ledger_recovery_days),
        tombstone=timedelta(days=settings.keep_days),
        consent_proof=timedelta(minutes=Bounds.parse(settings.retention).retention["consent_proof"].most),
        audit=timedelta(days=settings.audit_days),
    )
    return Receipts(KmsSigner(clients.kms(), settings.receipts_key), settings.issuer, VERSION, lives)
