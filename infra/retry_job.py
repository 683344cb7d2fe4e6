"""POST /v1/jobs/{id}/retry."""

from functions.core.names import BACKGROUND, IDENTITY
from functions.retry_job.settings import Settings
from infra.stack_function import Parts, StackFunction


class RetryJob(StackFunction):
    """See `functions.retry_job`."""

    name = "retry_job"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            ledger=parts.storage.ledger.table_name,
            originals=parts.storage.originals.bucket_name,
            uploads_queue=parts.storage.lanes[IDENTITY].uploads.queue_url,
            backgrounds_queue=parts.storage.lanes[BACKGROUND].uploads.queue_url,
        )
