"""GET /v1/team/webhooks/{id}."""

from constructs import Construct

from functions.get_webhook.settings import Settings
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class GetWebhook(PythonFunction):
    """See `functions.get_webhook`."""

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
            name="get_webhook",
            settings=Settings(
                table=storage.table.table_name,
            ),
        )
