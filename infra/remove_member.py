"""DELETE /v1/team/members/{id}."""

from functions.remove_member.settings import Settings
from infra.stack_function import Parts, StackFunction


class RemoveMember(StackFunction):
    """See `functions.remove_member`."""

    name = "remove_member"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            pool=parts.identity.pool.user_pool_id,
            audit=parts.storage.audit.table_name,
            audit_days=parts.stage.audit_days,
        )
