"""PUT /v1/team/members/{id}/roles."""

from functions.set_roles.settings import Settings
from infra.stack_function import Parts, StackFunction


class SetRoles(StackFunction):
    """See `functions.set_roles`."""

    name = "set_roles"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            pool=parts.identity.pool.user_pool_id,
            audit=parts.storage.audit.table_name,
            audit_days=parts.stage.audit_days,
        )
