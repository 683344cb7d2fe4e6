"""What a token may do. The scope of a route is checked by the gateway, before any code of ours runs."""

from typing import Final

SERVER: Final = "moretta"
SCOPES: Final = {
    "jobs.write": "create jobs",
    "jobs.read": "read jobs and download results",
    "erasures.write": "erase a user",
    "erasures.read": "follow an erasure",
    "webhooks.write": "make, test, change and delete webhooks",
    "webhooks.read": "read webhooks and what was delivered",
}
