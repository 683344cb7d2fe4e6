"""Who calls: what the gateway's authorizer has verified, and nothing that the caller says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from functions.core.audit import CLIENT, SELF, Act
from functions.core.commitment import Commitment
from functions.core.erasure_request import Asker
from functions.core.errors import Forbidden
from functions.core.subjects import Identified

SESSION: Final = "session"


@dataclass(frozen=True, slots=True)
class Caller:
    """``team`` is the only team that the call reaches.

    ``person`` is a member of its staff, if one calls, who signed in at ``signed_in_at``; ``user`` is the user
    of a session, and then the only one whom the call reaches.
    """

    team: str
    roles: frozenset[str] = frozenset()
    person: str | None = None
    user: Identified | None = None
    signed_in_at: datetime | None = None

    @classmethod
    def of(cls, authorizer: Mapping[str, Any]) -> "Caller":
        """The caller as the route's authorizer tells it. One without a team is `Forbidden`."""
        claims = authorizer.get("claims")
        told = authorizer if claims is None else claims
        team = told.get("team")
        if not team:
            raise Forbidden
        if claims is None:
            return cls(team, frozenset({SESSION}), user=_user(authorizer))
        person = claims.get("sub") if claims.get("username") else None  # a machine's token has no username
        roles = frozenset(claims.get("roles", "").split())
        return cls(team, roles, person, signed_in_at=_moment(claims.get("auth_time")) if person else None)

    @property
    def by(self) -> str:
        """Who does it, as the audit says it."""
        return SELF if self.user else self.person or CLIENT

    def act(self, now: datetime) -> Act:
        """What is done now, by this caller."""
        return Act(self.team, self.by, now)

    @property
    def asker(self) -> Asker:
        """Who asks for an erasure, or decides about one."""
        return Asker(self.person, self.roles, self.signed_in_at)


def _moment(auth_time: object) -> datetime | None:
    """The time of the sign-in, which a refreshed token keeps (OpenID Connect Core 1.0, section 2)."""
    try:
        return datetime.fromtimestamp(int(str(auth_time)), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _user(context: Mapping[str, Any]) -> Identified:
    try:
        commitment = Commitment(context["nonce"], context["digest"]) if "digest" in context else None
        return Identified(context["person"], int(context["epoch"]), context["subject"], commitment)
    except (KeyError, ValueError):
        raise Forbidden from None
