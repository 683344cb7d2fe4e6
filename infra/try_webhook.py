"""POST /v1/team/webhooks/{id}/test."""

from constructs import Construct

from functions.try_webhook.settings import Settings
from infra.events import Events
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class TryWebhook(PythonFunction):
    """See `functions.try_webhook`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        platform: Platform,
        storage: Storage,
        events: Events,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="try_webhook",
            settings=Settings(
                table=storage.table.table_name,
                deliveries=events.deliveries.queue_url,
            ),
        )
