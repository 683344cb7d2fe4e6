"""GET /v1/team/members."""

from functions.list_members.settings import Settings
from infra.stack_function import Parts, StackFunction


class ListMembers(StackFunction):
    """See `functions.list_members`."""

    name = "list_members"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(table=parts.storage.table.table_name, pool=parts.identity.pool.user_pool_id)
