"""GET /v1/users/{user_id}/jobs."""

from functions.list_user_jobs.settings import Settings
from infra.stack_function import Parts, StackFunction


class ListUserJobs(StackFunction):
    """See `functions.list_user_jobs`."""

    name = "list_user_jobs"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            ledger=parts.storage.ledger.table_name,
            pseudonym_key=parts.keys.pseudonym.key_arn,
            path_encoded=int(parts.stage.path_encoded),
        )
