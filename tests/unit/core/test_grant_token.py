"""Promise 10: a token's team, roles and scopes come from our rows alone."""

from datetime import UTC, datetime

import pytest

from functions.core.grant_token import Applicant, Granted, grant_token
from functions.core.member import Member
from functions.core.routes import PUBLIC, ROUTES
from functions.core.scopes import CLIENT, ROLE_SCOPES, SCOPES, STAFF, in_tokens

TEAM = "teamaaaaaaaaaaaa"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Rows:
    """Implements the port `Teams`."""

    def __init__(self, roles: tuple[str, ...] = ()) -> None:
        self.member = Member("ada", TEAM, roles, NOW)

    def of_client(self, client_id: str) -> str | None:
        return TEAM if client_id == "machine" else None

    def of_person(self, person: str) -> Member | None:
        return self.member if person == "ada" else None


def person(*groups: str, name: str = "ada", scopes: tuple[str, ...] = ("openid",)) -> Applicant:
    return Applicant("machine", name, frozenset(groups), scopes)


def machine(name: str, *scopes: str) -> Applicant:
    return Applicant(name, None, frozenset(), scopes)


def test_a_machine_gets_its_team_and_keeps_the_scopes_it_asked_for() -> None:
    granted = grant_token(machine("machine", "moretta/jobs.read"), Rows())
    assert granted == Granted({"team": TEAM, "roles": "client"})


def test_a_machine_without_a_row_gets_no_team_and_loses_every_scope_of_ours() -> None:
    granted = grant_token(machine("stray", "moretta/jobs.read", "other/thing"), Rows())
    assert granted == Granted(suppress=("moretta/jobs.read",))


@pytest.mark.parametrize("role", STAFF)
def test_a_person_gets_the_scopes_of_the_role(role: str) -> None:
    granted = grant_token(person(role), Rows((role,)))
    assert granted.claims == {"team": TEAM, "roles": role}
    assert granted.add == in_tokens([role])


def test_a_person_without_a_row_gets_no_team_whatever_the_groups_say() -> None:
    """It came through a team's own client: the client's team is not the person's."""
    assert grant_token(person(*STAFF, name="eve", scopes=("moretta/jobs.read",)), Rows(STAFF)) == Granted(
        suppress=("moretta/jobs.read",)
    )


@pytest.mark.parametrize(("groups", "row"), [(("admin",), ()), ((), ("admin",)), (("privacy",), ("admin",))])
def test_a_role_that_only_one_side_knows_is_no_role(groups: tuple[str, ...], row: tuple[str, ...]) -> None:
    granted = grant_token(person(*groups), Rows(row))
    assert granted.claims == {"team": TEAM, "roles": ""}
    assert granted.add == ()


@pytest.mark.parametrize("group", ["client", "operator", "Admin", "admin ", "eu-central-1_pool_Google"])
def test_a_group_that_is_no_role_of_people_gives_nothing(group: str) -> None:
    granted = grant_token(person(group), Rows((group,)))
    assert (granted.claims["roles"], granted.add) == ("", ())


def test_a_person_cannot_ask_for_more_than_the_roles_have() -> None:
    granted = grant_token(person("reviewer", scopes=("moretta/jobs.write", "openid")), Rows(("reviewer",)))
    assert granted.suppress == ("moretta/jobs.write",)


def test_roles_know_only_scopes_that_exist_and_every_scope_has_a_role() -> None:
    assert {scope for scopes in ROLE_SCOPES.values() for scope in scopes} == set(SCOPES)
    assert {route.scope for route in ROUTES} - {PUBLIC} <= set(SCOPES)
    assert CLIENT not in STAFF
