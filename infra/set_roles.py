"""PUT /v1/team/members/{id}/roles."""

from constructs import Construct

from functions.set_roles.settings import Settings
from infra.identity import Identity
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class SetRoles(PythonFunction):
    """See `functions.set_roles`."""

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
            name="set_roles",
            settings=Settings(table=storage.table.table_name, pool=identity.pool.user_pool_id),
        )
