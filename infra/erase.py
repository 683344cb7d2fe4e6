"""The worker of the erasure workflow."""

from functions.erase.settings import Settings
from infra.stack_function import Parts, StackFunction
from infra.stage import Stage


class Erase(StackFunction):
    """See `functions.erase`."""

    name = "erase"

    def _settings(self, parts: Parts) -> Settings:
        stage, storage = parts.stage, parts.storage
        return Settings(
            table=storage.table.table_name,
            audit=storage.audit.table_name,
            ledger=storage.ledger.table_name,
            originals=storage.originals.bucket_name,
            held=storage.held.bucket_name,
            results=storage.results.bucket_name,
            exports=storage.exports.bucket_name,
            keep_days=stage.tombstone_days,
            receipts_key=parts.keys.receipts.key_arn,
            issuer=f"urn:moretta:{stage.region}:{stage.name}",
            form_seconds=stage.form_seconds,
            queue_seconds=stage.queue_seconds,
            function_log_days=stage.function_log_days,
            access_log_days=stage.access_log_days,
            recovery_days=stage.recovery_days,
            ledger_recovery_days=stage.ledger_recovery_days,
            audit_days=stage.audit_days,
            lag_seconds=stage.lag_seconds,
            retry_seconds=stage.erasure_retry_seconds,
            retention=stage.retention,
        )

    def _seconds(self, stage: Stage) -> int:
        return stage.eraser_seconds
