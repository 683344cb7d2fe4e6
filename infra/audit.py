"""GET /v1/team/audit, and its export."""

from functions.audit.settings import Settings
from infra.stack_function import Parts, StackFunction


class Audit(StackFunction):
    """See `functions.audit`."""

    name = "audit"
    seconds = 28  # API Gateway waits for 29; a page of the export is 3 MB

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            ledger=parts.storage.ledger.table_name,
            audit=parts.storage.audit.table_name,
            retention=parts.stage.retention,
        )
