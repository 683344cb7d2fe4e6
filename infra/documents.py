"""GET /v1/privacy, /.well-known/security.txt and /v1/team/records-of-processing."""

from functions.documents.settings import Settings
from infra.deployment import deployment
from infra.stack_function import Parts, StackFunction


class Documents(StackFunction):
    """See `functions.documents`."""

    name = "documents"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            retention=parts.stage.retention,
            deployment=deployment(parts.stage).to_text(),
        )
