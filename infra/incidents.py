"""/v1/incidents… and POST /v1/team/subjects:match."""

from functions.incidents.settings import Settings
from infra.deployment import deployment
from infra.stack_function import Parts, StackFunction


class Incidents(StackFunction):
    """See `functions.incidents`."""

    name = "incidents"
    seconds = 28  # API Gateway waits for 29; a thousand ids take most of it when KMS is slow

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            ledger=parts.storage.ledger.table_name,
            pseudonym_key=parts.keys.pseudonym.key_arn,
            audit=parts.storage.audit.table_name,
            audit_days=parts.stage.audit_days,
            deployment=deployment(parts.stage).to_text(),
        )
