"""The identity provider's trigger before it signs a token."""

from constructs import Construct

from functions.grant_token.settings import Settings
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class GrantToken(PythonFunction):
    """See `functions.grant_token`. Cognito waits five seconds for its triggers."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        platform: Platform,
        storage: Storage,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="grant_token",
            settings=Settings(table=storage.table.table_name),
            seconds=5,
        )
