"""A member of a team's staff as the API shows it, to the team's admin alone."""

from functions.core.member import Member, Profile
from functions.core.times import to_text


def shown(member: Member, profile: Profile | None = None) -> dict[str, object]:
    """The member; in a list with e-mail and state, without them if its removal stopped half way."""
    body: dict[str, object] = {
        "id": member.id,
        "roles": list(member.roles),
        "created_at": to_text(member.created_at),
    }
    return body | ({"email": profile.email, "state": profile.state} if profile else {})
