"""GET /v1/erasures/{id}."""

from constructs import Construct

from functions.get_erasure.settings import Settings
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class GetErasure(PythonFunction):
    """See `functions.get_erasure`."""

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
            name="get_erasure",
            settings=Settings(ledger=storage.ledger.table_name),
        )
