"""GET /v1/team/webhooks/{id}/deliveries."""

from constructs import Construct

from functions.list_deliveries.settings import Settings
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class ListDeliveries(PythonFunction):
    """See `functions.list_deliveries`."""

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
            name="list_deliveries",
            settings=Settings(
                table=storage.table.table_name,
            ),
        )
