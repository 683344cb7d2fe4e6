"""Promise 10: the team of a call comes from what the gateway verified, and from nowhere else."""

from typing import Any

import pytest

from functions.core.errors import Forbidden
from functions.edge.api import Request
from functions.edge.caller import Caller

TEAM = "teamaaaaaaaaaaaa"
MACHINE = {
    "sub": "machine",
    "client_id": "machine",
    "team": TEAM,
    "roles": "client",
    "scope": "moretta/jobs.read",
}
PERSON = {"sub": "ada", "username": "ada", "client_id": "web", "team": TEAM, "roles": "admin privacy"}


def event(authorizer: Any, **fields: Any) -> dict[str, Any]:
    return {"requestContext": {"authorizer": authorizer, "requestId": "r"}, **fields}


def test_a_machine_calls_for_the_team_of_its_token() -> None:
    assert Caller.of({"claims": MACHINE}) == Caller(TEAM, frozenset({"client"}))


def test_a_person_calls_with_roles_and_a_name_of_the_provider() -> None:
    assert Caller.of({"claims": PERSON}) == Caller(TEAM, frozenset({"admin", "privacy"}), "ada")


@pytest.mark.parametrize(
    "authorizer",
    [
        None,
        {},
        {"claims": None},
        {"claims": {}},
        {"claims": {**MACHINE, "team": ""}},
        {"claims": {**MACHINE, "team": None}},
        {"claims": {k: v for k, v in MACHINE.items() if k != "team"}},
        {"team": TEAM},
        {"claims": {**MACHINE, "team": "", "custom:team": TEAM}},
    ],
    ids=["none", "empty", "no claims", "empty claims", "empty team", "null", "no team", "outside", "custom"],
)
def test_a_token_without_a_team_is_forbidden(authorizer: Any) -> None:
    with pytest.raises(Forbidden):
        Request.of(event(authorizer))


def test_no_part_of_a_request_but_the_token_names_the_team() -> None:
    request = Request.of(
        event(
            {"claims": MACHINE},
            headers={"team": "teambbbbbbbbbbbb", "x-team": "teambbbbbbbbbbbb"},
            queryStringParameters={"team": "teambbbbbbbbbbbb"},
            pathParameters={"team": "teambbbbbbbbbbbb"},
            body='{"team": "teambbbbbbbbbbbb"}',
        )
    )
    assert request.caller.team == TEAM
