"""How a receipt names a person without saying who it is: by a digest that only the requester can explain."""

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from functions.core.base64url import to_base64url
from functions.core.names import pseudonym_message

if TYPE_CHECKING:
    from functions.core.ports import Mac


@dataclass(frozen=True, slots=True)
class Commitment:
    """``digest`` is SHA-256 of ``nonce`` (32 bytes) and the user_id in UTF-8; both are base64url.

    The nonce is stored nowhere: what was read from a store has an empty one.

    The receipt holds the digest. Whoever was given the nonce shows by it whom the receipt is about; without
    it the digest cannot be guessed from a list of users. It is the usual commitment by a hash.
    """

    nonce: str = field(compare=False)
    digest: str


def commit(team: str, user_id: str, epoch: int, mac: "Mac") -> Commitment:
    """The commitment to a user in one epoch.

    The nonce is a keyed hash, so it need not be stored: asked again with the user_id, the answer is the same.
    """
    nonce = mac.mac(pseudonym_message("nonce", team, user_id, epoch))
    return Commitment(to_base64url(nonce), digest_of(nonce, user_id))


def digest_of(nonce: bytes, user_id: str) -> str:
    """What a receipt says of a user."""
    return to_base64url(hashlib.sha256(nonce + user_id.encode()).digest())
