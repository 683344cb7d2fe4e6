"""GET /v1/erasures/{id}."""

from functions.get_erasure.settings import Settings
from infra.stack_function import Parts, StackFunction


class GetErasure(StackFunction):
    """See `functions.get_erasure`."""

    name = "get_erasure"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(ledger=parts.storage.ledger.table_name)
