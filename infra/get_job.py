"""GET /v1/jobs/{id}."""

from functions.get_job.settings import Settings
from infra.stack_function import Parts, StackFunction


class GetJob(StackFunction):
    """See `functions.get_job`."""

    name = "get_job"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            ledger=parts.storage.ledger.table_name,
            results=parts.storage.results.bucket_name,
            link_seconds=parts.stage.link_seconds,
            report_key=parts.keys.report.key_arn,
        )
