"""The functions that tell: the outbox, the webhooks' routes, the deliveries; with what each may do."""

from constructs import Construct

from infra.change_webhook import ChangeWebhook
from infra.create_webhook import CreateWebhook
from infra.delete_webhook import DeleteWebhook
from infra.deliver_webhook import DeliverWebhook
from infra.event_grants import EventGrants
from infra.get_webhook import GetWebhook
from infra.grants import Grants
from infra.list_deliveries import ListDeliveries
from infra.list_webhooks import ListWebhooks
from infra.publish_events import PublishEvents
from infra.python_function import PythonFunction
from infra.rotate_secret import RotateSecret
from infra.stack_function import Parts, StackFunction
from infra.try_webhook import TryWebhook


def build_telling(scope: Construct, parts: Parts) -> dict[str, PythonFunction]:
    """The functions by the names of their folders, in the stack itself, as all functions are."""
    grants = EventGrants(parts.storage, parts.keys, parts.events)
    return {**_build_senders(scope, parts, grants), **_build_webhooks(scope, parts, grants)}


def _build_senders(scope: Construct, parts: Parts, grants: EventGrants) -> dict[str, PythonFunction]:
    publish = PublishEvents(scope, "PublishEvents", parts=parts)
    deliver = DeliverWebhook(scope, "DeliverWebhook", parts=parts)
    attempt = TryWebhook(scope, "TryWebhook", parts=parts)
    grants.publish(publish)
    grants.deliver(deliver)
    grants.send_test(attempt)
    return _named(publish, deliver, attempt)


def _build_webhooks(scope: Construct, parts: Parts, grants: EventGrants) -> dict[str, PythonFunction]:
    create = CreateWebhook(scope, "CreateWebhook", parts=parts)
    every = ListWebhooks(scope, "ListWebhooks", parts=parts)
    one = GetWebhook(scope, "GetWebhook", parts=parts)
    change = ChangeWebhook(scope, "ChangeWebhook", parts=parts)
    delete = DeleteWebhook(scope, "DeleteWebhook", parts=parts)
    rotate = RotateSecret(scope, "RotateSecret", parts=parts)
    deliveries = ListDeliveries(scope, "ListDeliveries", parts=parts)
    grants.write_rows(create, "dynamodb:PutItem", "dynamodb:UpdateItem")
    grants.write_rows(delete, "dynamodb:DeleteItem", "dynamodb:UpdateItem")
    grants.write_rows(change, "dynamodb:GetItem", "dynamodb:UpdateItem")
    Grants(parts.storage, parts.keys).append_audit(create, change, delete, rotate)
    grants.write_rows(rotate, "dynamodb:GetItem", "dynamodb:UpdateItem")
    grants.read_rows(every, "dynamodb:Query")
    grants.read_rows(one, "dynamodb:GetItem")
    grants.read_rows(deliveries, "dynamodb:GetItem", "dynamodb:Query")
    return _named(create, every, one, change, delete, rotate, deliveries)


def _named(*functions: StackFunction) -> dict[str, PythonFunction]:
    return {function.name: function for function in functions}
