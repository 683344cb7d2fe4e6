"""POST /v1/team/members."""

from functions.invite_member.settings import Settings
from infra.stack_function import Parts, StackFunction


class InviteMember(StackFunction):
    """See `functions.invite_member`."""

    name = "invite_member"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            pool=parts.identity.pool.user_pool_id,
            audit=parts.storage.audit.table_name,
            audit_days=parts.stage.audit_days,
        )
