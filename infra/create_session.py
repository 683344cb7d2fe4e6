"""POST /v1/sessions."""

from constructs import Construct

from functions.create_session.settings import Settings
from infra.keys import Keys
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class CreateSession(PythonFunction):
    """See `functions.create_session`."""

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
            name="create_session",
            settings=Settings(
                ledger=storage.ledger.table_name,
                pseudonym_key=keys.pseudonym.key_arn,
                session_key=keys.session.key_arn,
            ),
        )
