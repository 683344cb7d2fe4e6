"""The worker of exports."""

from typing import Final

from functions.make_export.settings import Settings
from infra.deployment import deployment
from infra.stack_function import Parts, StackFunction
from infra.stage import Stage

SPARE_SECONDS: Final = 30  # a lease outlives the worker that has it


class MakeExport(StackFunction):
    """See `functions.make_export`. It holds one part of a file and one photo, each twice while it is sent."""

    name = "make_export"
    megabytes = 1024

    def _settings(self, parts: Parts) -> Settings:
        stage, storage = parts.stage, parts.storage
        return Settings(
            table=storage.table.table_name,
            ledger=storage.ledger.table_name,
            audit=storage.audit.table_name,
            results=storage.results.bucket_name,
            held=storage.held.bucket_name,
            exports=storage.exports.bucket_name,
            encryption_key=parts.keys.data.key_arn,
            retention=stage.retention,
            lease_seconds=stage.exporter_seconds + SPARE_SECONDS,
            deployment=deployment(stage).to_text(),
        )

    def _seconds(self, stage: Stage) -> int:
        return stage.exporter_seconds
