"""A session: the short-lived right of one user's browser. Users have no account, and nothing is stored.

The token is base64url of a JSON payload, a dot, and base64url of its MAC under a key that never leaves KMS
(the shape of RFC 7515, with one algorithm that cannot be chosen). It holds pseudonyms, never a user_id, and
is sent as RFC 6750 says. Only who verifies it reads it.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from functions.core.base64url import from_base64url, to_base64url
from functions.core.commitment import Commitment
from functions.core.ports import Mac, Verifier
from functions.core.subjects import Identified

VERSION: Final = 1
MOST_SECONDS: Final = 900
_TOKEN: Final = re.compile(r"(?P<payload>[A-Za-z0-9_-]{1,1000})\.(?P<mac>[A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Session:
    """What a browser may do, for which user, until when; ``id`` tells two sessions of one second apart."""

    id: str
    team: str
    user: Identified
    permissions: tuple[str, ...]
    expires_at: datetime


def seal(session: Session, mac: Mac) -> str:
    """The token of a session. The MAC is taken of the payload's text, so that nothing is encoded twice."""
    values = {
        "version": VERSION,
        "id": session.id,
        "team": session.team,
        "person": session.user.person,
        "epoch": session.user.epoch,
        "subject": session.user.subject,
        "permissions": session.permissions,
        "expires_at": int(session.expires_at.timestamp()),
        **_commitment_values(session.user.commitment),
    }
    payload = to_base64url(json.dumps(values, separators=(",", ":")).encode())
    return f"{payload}.{to_base64url(mac.mac(payload.encode()))}"


def unseal(token: str, verifier: Verifier, now: datetime) -> Session | None:
    """The session of a token, or None if it is none of ours or is over. Nothing is read unverified."""
    found = _TOKEN.fullmatch(token)
    if not found or not verifier.verify(found["payload"].encode(), from_base64url(found["mac"])):
        return None
    values = json.loads(from_base64url(found["payload"]))
    if values["version"] != VERSION:
        return None
    commitment = Commitment(values["nonce"], values["digest"]) if "digest" in values else None
    user = Identified(values["person"], values["epoch"], values["subject"], commitment)
    expires_at = datetime.fromtimestamp(values["expires_at"], UTC)
    session = Session(values["id"], values["team"], user, tuple(values["permissions"]), expires_at)
    return session if now < expires_at else None


def _commitment_values(commitment: Commitment | None) -> dict[str, str]:
    return {"nonce": commitment.nonce, "digest": commitment.digest} if commitment else {}
