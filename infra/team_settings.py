"""GET and PATCH /v1/team/settings, GET and POST /v1/team/agreement."""

from functions.team_settings.settings import Settings
from infra.deployment import deployment
from infra.stack_function import Parts, StackFunction


class TeamSettings(StackFunction):
    """See `functions.team_settings`."""

    name = "team_settings"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            ledger=parts.storage.ledger.table_name,
            retention=parts.stage.retention,
            audit=parts.storage.audit.table_name,
            audit_days=parts.stage.audit_days,
            jobs_per_minute=parts.stage.jobs_per_minute,
            most_bytes=parts.stage.most_bytes,
            deployment=deployment(parts.stage).to_text(),
            agreement_mode=parts.stage.agreement_mode,
            agreement_grace_days=parts.stage.agreement_grace_days,
        )
