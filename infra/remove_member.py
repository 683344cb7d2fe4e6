"""DELETE /v1/team/members/{id}."""

from constructs import Construct

from functions.remove_member.settings import Settings
from infra.identity import Identity
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class RemoveMember(PythonFunction):
    """See `functions.remove_member`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        platform: Platform,
        storage: Storage,
        identity: Identity,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="remove_member",
            settings=Settings(table=storage.table.table_name, pool=identity.pool.user_pool_id),
        )
