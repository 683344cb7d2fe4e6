"""GET /v1/team/webhooks/{id}/deliveries."""

from functions.list_deliveries.settings import Settings
from infra.stack_function import Parts, StackFunction


class ListDeliveries(StackFunction):
    """See `functions.list_deliveries`."""

    name = "list_deliveries"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(table=parts.storage.table.table_name)
