"""GET /v1/team/webhooks."""

from functions.list_webhooks.settings import Settings
from infra.stack_function import Parts, StackFunction


class ListWebhooks(StackFunction):
    """See `functions.list_webhooks`."""

    name = "list_webhooks"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(table=parts.storage.table.table_name)
