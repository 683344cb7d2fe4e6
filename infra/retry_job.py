"""POST /v1/jobs/{id}/retry."""

from constructs import Construct

from functions.retry_job.settings import Settings
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class RetryJob(PythonFunction):
    """See `functions.retry_job`."""

    def __init__(self, scope: Construct, construct_id: str, *, platform: Platform, storage: Storage) -> None:
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="retry_job",
            settings=Settings(
                table=storage.table.table_name,
                ledger=storage.ledger.table_name,
                originals=storage.originals.bucket_name,
                uploads_queue=storage.uploads.queue_url,
            ),
        )
