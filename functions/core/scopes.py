"""What a token may do. The scope of a route is checked by the gateway, before any code of ours runs."""

from collections.abc import Iterable, Mapping
from typing import Final

SERVER: Final = "moretta"
SCOPES: Final = {
    "jobs.write": "create jobs",
    "jobs.read": "read jobs and download results",
    "figures.read": "see how many photos were masked, how fast, and how it ended",
    "users.read": "see what is stored about a user",
    "erasures.write": "erase users and jobs",
    "erasures.read": "follow erasures",
    "erasures.approve": "approve an erasure of dates or of the team",
    "erasures.cancel": "cancel an erasure that has not begun",
    "holds.write": "set and lift legal holds",
    "holds.read": "read legal holds",
    "webhooks.write": "make, test, change and delete webhooks",
    "webhooks.read": "read webhooks and what was delivered",
    "sessions.write": "let a user's browser in",
    "members.read": "see a team's staff",
    "members.write": "manage a team's staff",
    "reviews.read": "see what waits for a person, the held picture with it",
    "reviews.write": "release or reject what waits for a person",
    "consents.write": "record and withdraw consents, and opt out",
    "consents.read": "read consents, and whether somebody opted out",
    "datasets.read": "list and download what users let the team keep for a purpose",
    "restrictions.write": "restrict the processing of a user's data, and lift that",
    "restrictions.read": "see whether processing is restricted",
    "exports.write": "export everything of a user",
    "exports.read": "follow exports and download them",
    "settings.read": "see a team's settings",
    "settings.write": "change a team's settings",
    "agreement.read": "read the agreement on processing, and who accepted it",
    "agreement.accept": "accept the agreement on processing for the team",
    "records.read": "read a team's records of processing",
    "audit.read": "see who did what in a team",
    "incidents.read": "see a team's incidents",
    "incidents.write": "open, assess and close a team's incidents",
}

# ``client`` is a team's backend, the others are groups of people. A role without scopes can do nothing yet.
CLIENT: Final = "client"
_ERASURES: Final = ("erasures.write", "erasures.read", "erasures.approve", "erasures.cancel")
_CONSENTS: Final = ("consents.write", "consents.read")
_RESTRICTIONS: Final = ("restrictions.write", "restrictions.read")
_EXPORTS: Final = ("exports.write", "exports.read")
_WEBHOOKS: Final = ("webhooks.write", "webhooks.read")
ROLE_SCOPES: Final[Mapping[str, tuple[str, ...]]] = {
    CLIENT: (
        "jobs.write",
        "jobs.read",
        "figures.read",
        "users.read",
        "erasures.write",
        "erasures.read",
        "sessions.write",
        "webhooks.write",
        "webhooks.read",
        "settings.read",
        *_CONSENTS,
        *_RESTRICTIONS,
        "datasets.read",
        *_EXPORTS,
    ),
    "admin": (
        "figures.read",
        "members.read",
        "members.write",
        "settings.read",
        "settings.write",
        "agreement.read",
        "agreement.accept",
        "erasures.write",
        "erasures.read",
        "erasures.cancel",
        "webhooks.write",
        "webhooks.read",
        "records.read",
        "audit.read",
        "incidents.read",
    ),
    "reviewer": ("reviews.read", "reviews.write"),
    "privacy": (
        "figures.read",
        *_ERASURES,
        "holds.write",
        "holds.read",
        "users.read",
        "settings.read",
        "agreement.read",
        "records.read",
        "audit.read",
        "incidents.read",
        "incidents.write",
        *_CONSENTS,
        *_RESTRICTIONS,
        "datasets.read",
    ),
}
STAFF: Final = tuple(role for role in ROLE_SCOPES if role != CLIENT)


def in_tokens(roles: Iterable[str]) -> tuple[str, ...]:
    """The scopes of some roles together, as tokens spell them; sorted, each once."""
    return tuple(sorted({f"{SERVER}/{scope}" for role in roles for scope in ROLE_SCOPES[role]}))
