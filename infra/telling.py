"""The functions that tell: the outbox, the webhooks' routes, the deliveries; with what each may do."""

from constructs import Construct

from infra.change_webhook import ChangeWebhook
from infra.create_webhook import CreateWebhook
from infra.delete_webhook import DeleteWebhook
from infra.deliver_webhook import DeliverWebhook
from infra.event_grants import EventGrants
from infra.events import Events
from infra.get_webhook import GetWebhook
from infra.keys import Keys
from infra.list_deliveries import ListDeliveries
from infra.list_webhooks import ListWebhooks
from infra.publish_events import PublishEvents
from infra.python_function import Platform, PythonFunction
from infra.rotate_secret import RotateSecret
from infra.storage import Storage
from infra.try_webhook import TryWebhook


def build_telling(
    scope: Construct, platform: Platform, keys: Keys, storage: Storage, events: Events
) -> dict[str, PythonFunction]:
    """The functions by the names of their folders, in the stack itself, as all functions are."""
    grants = EventGrants(storage, keys, events)
    return {
        **_build_senders(scope, platform, keys, storage, events, grants),
        **_build_webhooks(scope, platform, keys, storage, grants),
    }


def _build_senders(
    scope: Construct, platform: Platform, keys: Keys, storage: Storage, events: Events, grants: EventGrants
) -> dict[str, PythonFunction]:
    publish = PublishEvents(scope, "PublishEvents", platform=platform, storage=storage, events=events)
    deliver = DeliverWebhook(
        scope, "DeliverWebhook", platform=platform, keys=keys, storage=storage, events=events
    )
    attempt = TryWebhook(scope, "TryWebhook", platform=platform, storage=storage, events=events)
    grants.publish(publish)
    grants.deliver(deliver)
    grants.send_test(attempt)
    return {"publish_events": publish, "deliver_webhook": deliver, "try_webhook": attempt}


def _build_webhooks(
    scope: Construct, platform: Platform, keys: Keys, storage: Storage, grants: EventGrants
) -> dict[str, PythonFunction]:
    create = CreateWebhook(scope, "CreateWebhook", platform=platform, keys=keys, storage=storage)
    every = ListWebhooks(scope, "ListWebhooks", platform=platform, storage=storage)
    one = GetWebhook(scope, "GetWebhook", platform=platform, storage=storage)
    change = ChangeWebhook(scope, "ChangeWebhook", platform=platform, storage=storage)
    delete = DeleteWebhook(scope, "DeleteWebhook", platform=platform, storage=storage)
    rotate = RotateSecret(scope, "RotateSecret", platform=platform, keys=keys, storage=storage)
    deliveries = ListDeliveries(scope, "ListDeliveries", platform=platform, storage=storage)
    grants.write_rows(create, "dynamodb:PutItem", "dynamodb:UpdateItem")
    grants.write_rows(delete, "dynamodb:DeleteItem", "dynamodb:UpdateItem")
    grants.write_rows(change, "dynamodb:UpdateItem")
    grants.write_rows(rotate, "dynamodb:GetItem", "dynamodb:UpdateItem")
    grants.read_rows(every, "dynamodb:Query")
    grants.read_rows(one, "dynamodb:GetItem")
    grants.read_rows(deliveries, "dynamodb:GetItem", "dynamodb:Query")
    return {
        "create_webhook": create,
        "list_webhooks": every,
        "get_webhook": one,
        "change_webhook": change,
        "delete_webhook": delete,
        "rotate_secret": rotate,
        "list_deliveries": deliveries,
    }
