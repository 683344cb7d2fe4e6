"""Who calls: what the gateway's authorizer has verified, and nothing that the caller says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from functions.core.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Caller:
    """``team`` is the only team that the call reaches; ``person`` is a member of its staff, if one calls."""

    team: str
    roles: frozenset[str] = frozenset()
    person: str | None = None

    @classmethod
    def of(cls, authorizer: Mapping[str, Any]) -> "Caller":
        """The caller by the claims of an access token. One without a team is `Forbidden`."""
        claims = authorizer.get("claims") or {}
        team, roles = claims.get("team"), claims.get("roles", "")
        if not team:
            raise Forbidden
        person = claims.get("sub") if claims.get("username") else None  # a machine's token has no username
        return cls(team, frozenset(roles.split()), person)
