"""The worker of exports."""

from typing import Final

from constructs import Construct

from functions.make_export.settings import Settings
from infra.deployment import deployment
from infra.python_function import PythonFunction
from infra.stack_function import Parts

SPARE_SECONDS: Final = 30  # a lease outlives the worker that has it


class MakeExport(PythonFunction):
    """See `functions.make_export`. It holds one part of a file and one photo, each twice while it is sent."""

    name = "make_export"

    def __init__(self, scope: Construct, construct_id: str, *, parts: Parts) -> None:
        stage, storage = parts.stage, parts.storage
        super().__init__(
            scope,
            construct_id,
            platform=parts.platform,
            name=self.name,
            settings=Settings(
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
            ),
            seconds=stage.exporter_seconds,
            megabytes=1024,
        )
