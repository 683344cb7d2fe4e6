"""How a receipt names a person without saying who it is: by a digest that only the requester can explain."""

import hashlib
from dataclasses import dataclass, field

from functions.core.base64url import to_base64url
from functions.core.names import PSEUDONYM_BYTES


@dataclass(frozen=True, slots=True)
class Commitment:
    """``digest`` is SHA-256 of ``nonce`` (12 bytes) and the user_id in UTF-8; both are base64url.

    The nonce is stored nowhere: what was read from a store has an empty one.

    The receipt holds the digest. Whoever was given the nonce shows by it whom the receipt is about; without
    it the digest cannot be guessed from a list of users. It is the usual commitment by a hash.
    """

    nonce: str = field(compare=False)
    digest: str


def commit(user_id: str, mac: bytes) -> Commitment:
    """The commitment to a user in one epoch, of the keyed hash (32 bytes) whose beginning is the subject.

    The nonce is its end, which is stored nowhere: asked again with the user_id, it is the same.
    """
    nonce = mac[PSEUDONYM_BYTES:]
    return Commitment(to_base64url(nonce), digest_of(nonce, user_id))


def digest_of(nonce: bytes, user_id: str) -> str:
    """What a receipt says of a user."""
    return to_base64url(hashlib.sha256(nonce + user_id.encode()).digest())
