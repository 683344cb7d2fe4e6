"""GET /v1/team/members."""

from constructs import Construct

from functions.list_members.settings import Settings
from infra.identity import Identity
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class ListMembers(PythonFunction):
    """See `functions.list_members`."""

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
            name="list_members",
            settings=Settings(table=storage.table.table_name, pool=identity.pool.user_pool_id),
        )
