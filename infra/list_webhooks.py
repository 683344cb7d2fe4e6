"""GET /v1/team/webhooks."""

from constructs import Construct

from functions.list_webhooks.settings import Settings
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class ListWebhooks(PythonFunction):
    """See `functions.list_webhooks`."""

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
            name="list_webhooks",
            settings=Settings(
                table=storage.table.table_name,
            ),
        )
