"""Every route of the API, as data: what serves it, and which scope a token needs.

The gateway is built of this table, the documents are checked against it, and tests walk it.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Route:
    """``function`` is the folder that serves it; ``scope`` is what the gateway asks of the token.

    A route whose scope is `PUBLIC` wants no token.
    """

    method: str
    path: str
    function: str
    scope: str


PUBLIC: Final = ""  # instead of a scope: anybody may ask

ROUTES: Final = (
    Route("POST", "/v1/jobs", "create_job", "jobs.write"),
    Route("GET", "/v1/jobs", "list_jobs", "jobs.read"),
    Route("GET", "/v1/jobs/{id}", "get_job", "jobs.read"),
    Route("POST", "/v1/jobs/{id}/retry", "retry_job", "jobs.write"),
    Route("GET", "/v1/users/{user_id}/jobs", "list_user_jobs", "jobs.read"),
    Route("DELETE", "/v1/users/{user_id}", "request_erasure", "erasures.write"),
    Route("GET", "/v1/erasures/{id}", "get_erasure", "erasures.read"),
    Route("GET", "/openapi.json", "get_openapi", PUBLIC),
    Route("POST", "/v1/team/webhooks", "create_webhook", "webhooks.write"),
    Route("GET", "/v1/team/webhooks", "list_webhooks", "webhooks.read"),
    Route("GET", "/v1/team/webhooks/{id}", "get_webhook", "webhooks.read"),
    Route("DELETE", "/v1/team/webhooks/{id}", "delete_webhook", "webhooks.write"),
    Route("POST", "/v1/team/webhooks/{id}/secret", "rotate_secret", "webhooks.write"),
    Route("POST", "/v1/team/webhooks/{id}/test", "try_webhook", "webhooks.write"),
    Route("GET", "/v1/team/webhooks/{id}/deliveries", "list_deliveries", "webhooks.read"),
)
