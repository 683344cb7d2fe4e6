"""The authorizer of the routes under /v1/me."""

from constructs import Construct

from functions.authorize_session.settings import Settings
from infra.keys import Keys
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class AuthorizeSession(PythonFunction):
    """See `functions.authorize_session`. It and the function behind it share the gateway's 29 seconds."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        platform: Platform,
        keys: Keys,
        storage: Storage,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="authorize_session",
            settings=Settings(ledger=storage.ledger.table_name, session_key=keys.session.key_arn),
            seconds=8,
        )
