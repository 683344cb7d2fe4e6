"""GET /v1/team/datasets/{purpose}."""

from functions.datasets.settings import Settings
from infra.reviews import MOST_VIEW_SECONDS
from infra.stack_function import Parts, StackFunction


class Datasets(StackFunction):
    """See `functions.datasets`."""

    name = "datasets"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            ledger=parts.storage.ledger.table_name,
            held=parts.storage.held.bucket_name,
            view_seconds=min(parts.stage.link_seconds, MOST_VIEW_SECONDS),
            retention=parts.stage.retention,
        )
