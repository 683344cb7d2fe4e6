"""JSON Schemas of webhooks, and what their routes answer; `schemas` and `openapi` take them up."""

from typing import Any, Final

from functions.core.events import TYPES
from functions.core.schema_parts import obj, ref
from functions.core.webhook import DISABLED, ENABLED

_ID: Final = {"type": "string", "description": "opaque", "pattern": "^[0-9a-hjkmnp-tv-z]{26}$"}
_TIME: Final = {"type": "string", "description": "RFC 3339, UTC, milliseconds", "format": "date-time"}
_URL: Final = {"type": "string", "format": "uri", "description": "https, a public host by its name"}
_EVENTS: Final = {"type": "array", "items": {"enum": list(TYPES)}, "minItems": 1}
_SECRET: Final = {"type": "string", "description": "whsec_…, shown this once (Standard Webhooks)"}
_WEBHOOK: Final[dict[str, Any]] = {
    "id": _ID,
    "url": _URL,
    "events": _EVENTS,
    "state": {"type": "string"},
    "created_at": _TIME,
    "reason": {"type": "string", "description": "why it is disabled, as a code"},
    "old_secret_until": {**_TIME, "description": "until then the secret before this one signs too"},
}


def _list(name: str, of: str) -> dict[str, Any]:
    return obj({name: {"type": "array", "items": ref(of)}})


_OPTIONAL: Final = ("reason", "old_secret_until")
WEBHOOK_SCHEMAS: Final[dict[str, Any]] = {
    "WebhookRequest": obj(
        {"url": _URL, "events": _EVENTS},
        examples=[{"url": "https://hooks.example.org/moretta", "events": ["eu.moretta.job.done"]}],
    ),
    "WebhookChange": obj(
        {"url": _URL, "events": _EVENTS, "state": {"enum": [ENABLED, DISABLED]}},
        *("url", "events", "state"),
        minProperties=1,
        description="what is left out stays as it is, and so does the secret",
        examples=[{"state": "enabled"}, {"url": "https://hooks.example.org/moretta/2"}],
    ),
    "Webhook": obj(_WEBHOOK, *_OPTIONAL),
    "WebhookWithSecret": obj({**_WEBHOOK, "secret": _SECRET}, *_OPTIONAL),
    "Webhooks": _list("webhooks", "Webhook"),
    "TestDelivery": obj({"event": {"type": "string"}, "type": {"type": "string"}}),
    "Delivery": obj(
        {
            "at": _TIME,
            "id": {"type": "string", "description": "the header webhook-id that the receiver saw"},
            "type": {"type": "string"},
            "attempt": {"type": "integer", "minimum": 1},
            "outcome": {"type": "string"},
            "status": {"type": ["integer", "null"], "description": "of the receiver's answer"},
            "error": {"type": ["string", "null"], "description": "why there was none, as a code"},
            "milliseconds": {"type": "integer", "minimum": 0},
        }
    ),
    "Deliveries": _list("deliveries", "Delivery"),
}
WEBHOOK_ANSWERS: Final[dict[str, tuple[dict[str, str], str, tuple[str, ...]]]] = {
    "create_webhook": ({"201": "WebhookWithSecret"}, "Say where to be told", ("409", "422")),
    "list_webhooks": ({"200": "Webhooks"}, "The team's webhooks", ()),
    "get_webhook": ({"200": "Webhook"}, "A webhook", ("404",)),
    "change_webhook": ({"200": "Webhook"}, "Point it elsewhere, disable or enable it", ("404", "422")),
    "delete_webhook": ({"204": ""}, "Be told no longer", ("404",)),
    "rotate_secret": (
        {"200": "WebhookWithSecret"},
        "A new secret; the old one signs too for a while",
        ("404", "409"),
    ),
    "try_webhook": ({"202": "TestDelivery"}, "Send a test delivery", ("404", "409")),
    "list_deliveries": ({"200": "Deliveries"}, "The log of deliveries, newest first", ("404",)),
}
