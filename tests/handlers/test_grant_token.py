"""The trigger before a token is signed, with events as Cognito's developer guide shows them (version 3)."""

from typing import Any

import pytest

from functions.core.errors import Unavailable
from functions.core.member import Member
from functions.grant_token import handler
from functions.grant_token.handler import Ungranted, grant
from tests.fakes.clock import START
from tests.fakes.services import FakeTeams

TEAM = "teamaaaaaaaaaaaa"
ADA = "b6f0a5c8-6001-70b2-1f3f-0a1b2c3d4e5f"
TEAMS = FakeTeams({"machine": TEAM}, {ADA: Member(ADA, TEAM, ("admin",), START)})


def machine(client: str = "machine") -> dict[str, Any]:
    return {
        "version": "3",
        "triggerSource": "TokenGeneration_ClientCredentials",
        "region": "eu-central-1",
        "userPoolId": "eu-central-1_pool",
        "userName": "ClientCredentials",
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": client},
        "request": {
            "userAttributes": {},
            "groupConfiguration": {},
            "scopes": ["moretta/jobs.read", "moretta/jobs.write"],
        },
        "response": {"claimsAndScopeOverrideDetails": None},
    }


def person(source: str = "TokenGeneration_Authentication", sub: str = ADA, **more: str) -> dict[str, Any]:
    return {
        **machine(),
        "triggerSource": source,
        "userName": sub,
        "request": {
            "userAttributes": {
                "sub": sub,
                "email": "ada@example.org",
                "cognito:user_status": "CONFIRMED",
                **more,
            },
            "groupConfiguration": {
                "groupsToOverride": ["admin"],
                "iamRolesToOverride": [],
                "preferredRole": None,
            },
            "scopes": ["aws.cognito.signin.user.admin"],
        },
    }


def access(event: dict[str, Any], teams: FakeTeams = TEAMS) -> dict[str, Any]:
    details: dict[str, Any] = grant(event, teams)["response"]["claimsAndScopeOverrideDetails"]
    assert details.keys() == {"accessTokenGeneration"}  # the identity token tells its owner nothing new
    changes: dict[str, Any] = details["accessTokenGeneration"]
    return changes


def test_a_machines_token_gets_its_team() -> None:
    assert access(machine()) == {
        "claimsToAddOrOverride": {"team": TEAM, "roles": "client"},
        "scopesToAdd": [],
        "scopesToSuppress": [],
    }


def test_a_machine_nobody_knows_loses_its_scopes() -> None:
    assert access(machine("stray")) == {
        "claimsToAddOrOverride": {},
        "scopesToAdd": [],
        "scopesToSuppress": ["moretta/jobs.read", "moretta/jobs.write"],
    }


@pytest.mark.parametrize(
    "source",
    [
        "TokenGeneration_Authentication",
        "TokenGeneration_HostedAuth",
        "TokenGeneration_NewPasswordChallenge",
        "TokenGeneration_RefreshTokens",
    ],
)
def test_a_persons_token_gets_team_roles_and_scopes_however_the_person_came(source: str) -> None:
    changes = access(person(source))
    assert changes["claimsToAddOrOverride"] == {"team": TEAM, "roles": "admin"}
    assert "moretta/erasures.read" in changes["scopesToAdd"]


def test_no_attribute_that_a_person_could_write_moves_the_person_to_another_team() -> None:
    other = {"team": "teambbbbbbbbbbbb", "custom:team": "teambbbbbbbbbbbb", "custom:roles": "client"}
    assert access(person(**other)) == access(person())


def test_a_person_of_no_team_gets_nothing() -> None:
    assert access(person(sub="eve"))["claimsToAddOrOverride"] == {}
    assert access(person(sub="eve"))["scopesToAdd"] == []


def test_the_rest_of_the_event_goes_back_as_it_came() -> None:
    event = machine()
    answer = grant(event, TEAMS)
    assert {**answer, "response": None} == {**event, "response": None}


def test_no_token_is_issued_when_the_rows_cannot_be_read_and_nothing_of_the_person_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Promise 15."""

    class Down(FakeTeams):
        def of_person(self, person: str) -> Member | None:
            raise Unavailable

    monkeypatch.setattr(handler, "build", Down)
    with pytest.raises(Ungranted) as raised:
        handler.handler(person(), None)
    told = str([vars(record) for record in caplog.records])
    assert str(raised.value) == ""
    assert "Unavailable" in told
    assert not [text for text in (ADA, "ada@example.org", TEAM) if text in told]
