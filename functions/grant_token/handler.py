"""Puts team, roles and scopes into access tokens (Cognito's pre token generation trigger, version 3)."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from functions.aws import clients
from functions.aws.teams import DynamoTeams
from functions.core.errors import MorettaError
from functions.core.grant_token import Applicant, Granted, grant_token
from functions.core.ports import Teams
from functions.edge.telemetry import count, report
from functions.grant_token.settings import Settings

MACHINE: Final = "TokenGeneration_ClientCredentials"


class Ungranted(MorettaError):
    """No token is issued; it carries nothing, because Cognito shows what is raised."""


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """The function's entry. Whatever goes wrong, no token is issued."""
    try:
        return grant(event, build())
    except Exception as error:
        report("grant_token", error)
        raise Ungranted from None


def grant(event: Mapping[str, Any], teams: Teams) -> dict[str, Any]:
    """The event, with the changes to the access token in its response."""
    granted = grant_token(applicant(event), teams)
    count("grant_token", "Tokens", "with_team" if granted.claims else "without_team")
    return {**event, "response": {"claimsAndScopeOverrideDetails": {"accessTokenGeneration": _told(granted)}}}


def applicant(event: Mapping[str, Any]) -> Applicant:
    """Who asks. A machine is told by the grant alone: people may come through any client."""
    request = event["request"]
    machine = event["triggerSource"] == MACHINE
    groups = (request.get("groupConfiguration") or {}).get("groupsToOverride") or []
    return Applicant(
        event["callerContext"]["clientId"],
        None if machine else request["userAttributes"]["sub"],
        frozenset(groups),
        tuple(request.get("scopes") or ()),
    )


def _told(granted: Granted) -> dict[str, Any]:
    return {
        "claimsToAddOrOverride": dict(granted.claims),
        "scopesToAdd": list(granted.add),
        "scopesToSuppress": list(granted.suppress),
    }


@cache
def build() -> Teams:
    """The concrete world, once per worker."""
    return DynamoTeams(clients.dynamodb(), Settings.from_env().table)
