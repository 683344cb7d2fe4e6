"""GET and PATCH /v1/team/settings."""

from functions.team_settings.settings import Settings
from infra.stack_function import Parts, StackFunction


class TeamSettings(StackFunction):
    """See `functions.team_settings`."""

    name = "team_settings"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            retention=parts.stage.retention,
            audit=parts.storage.audit.table_name,
            audit_days=parts.stage.audit_days,
            jobs_per_minute=parts.stage.jobs_per_minute,
            most_bytes=parts.stage.most_bytes,
        )
