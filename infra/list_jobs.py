"""GET /v1/jobs."""

from functions.list_jobs.settings import Settings
from infra.stack_function import Parts, StackFunction


class ListJobs(StackFunction):
    """See `functions.list_jobs`."""

    name = "list_jobs"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(table=parts.storage.table.table_name)
