"""POST /v1/team/members."""

from constructs import Construct

from functions.invite_member.settings import Settings
from infra.identity import Identity
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class InviteMember(PythonFunction):
    """See `functions.invite_member`."""

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
            name="invite_member",
            settings=Settings(table=storage.table.table_name, pool=identity.pool.user_pool_id),
        )
