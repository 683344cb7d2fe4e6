"""The worker of the erasure workflow."""

from constructs import Construct

from functions.erase.settings import Settings
from infra.keys import Keys
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class Erase(PythonFunction):
    """See `functions.erase`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        platform: Platform,
        keys: Keys,
        storage: Storage,
    ) -> None:
        stage = platform.stage
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="erase",
            settings=Settings(
                table=storage.table.table_name,
                audit=storage.audit.table_name,
                ledger=storage.ledger.table_name,
                originals=storage.originals.bucket_name,
                held=storage.held.bucket_name,
                results=storage.results.bucket_name,
                exports=storage.exports.bucket_name,
                keep_days=stage.tombstone_days,
                receipts_key=keys.receipts.key_arn,
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
            ),
            seconds=stage.eraser_seconds,
        )
