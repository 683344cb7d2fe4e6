"""What an access token says: the team, the roles, the scopes. Decided when it is issued, by our rows alone.

The token is signed by the identity provider after this, and its claims are verified by the gateway on each
call (RFC 9068 has such claims). Nobody writes the rows but the operator's command and the team's own admin,
within the team; no attribute of an account plays a part (promise 10).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from functions.core.ports import Teams
from functions.core.scopes import CLIENT, SERVER, STAFF, in_tokens


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks for a token: a person with the groups of the account, or (no person) a machine client."""

    client: str
    person: str | None
    groups: frozenset[str]
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Granted:
    """What to change in the token: claims to add, scopes to add, scopes to take away."""

    claims: Mapping[str, str] = field(default_factory=dict)
    add: tuple[str, ...] = ()
    suppress: tuple[str, ...] = ()


def grant_token(applicant: Applicant, teams: Teams) -> Granted:
    """The changes for this applicant. Whoever has no row gets no team, and loses every scope of ours."""
    asked = tuple(scope for scope in applicant.scopes if scope.startswith(f"{SERVER}/"))
    if applicant.person is None:
        team = teams.of_client(applicant.client)
        return Granted(_claims(team, (CLIENT,))) if team else Granted(suppress=asked)
    member = teams.of_person(applicant.person)
    if member is None:
        return Granted(suppress=asked)
    # A role counts if the account's groups and our row both say so: half a change gives nothing.
    roles = tuple(role for role in STAFF if role in applicant.groups and role in member.roles)
    scopes = in_tokens(roles)
    return Granted(_claims(member.team, roles), scopes, tuple(s for s in asked if s not in scopes))


def _claims(team: str, roles: tuple[str, ...]) -> dict[str, str]:
    # A text with spaces, as ``scope`` is (RFC 6749, section 3.3): a list arrives in no defined form.
    return {"team": team, "roles": " ".join(roles)}
