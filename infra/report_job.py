"""POST /v1/jobs/{id}/reports, POST /v1/me/jobs/{id}/reports."""

from functions.report_job.settings import Settings
from infra.stack_function import Parts, StackFunction


class ReportJob(StackFunction):
    """See `functions.report_job`."""

    name = "report_job"

    def _settings(self, parts: Parts) -> Settings:
        storage = parts.storage
        return Settings(
            table=storage.table.table_name,
            ledger=storage.ledger.table_name,
            results=storage.results.bucket_name,
            held=storage.held.bucket_name,
            encryption_key=parts.keys.data.key_arn,
            retention=parts.stage.retention,
        )
