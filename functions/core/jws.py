"""Signed texts: JWS in its compact form (RFC 7515) by ES256 (RFC 7518), and the key that checks them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from functions.core.base64url import to_base64url

ALGORITHM: Final = "ES256"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A point of the curve P-256: two coordinates of 32 bytes."""

    x: bytes
    y: bytes

    def to_jwk(self) -> dict[str, str]:
        """As a JSON Web Key (RFC 7517), named by its own thumbprint."""
        return {**self._required(), "kid": self.thumbprint, "use": "sig", "alg": ALGORITHM}

    @property
    def thumbprint(self) -> str:
        """The key's name, which nobody has to be asked for (RFC 7638)."""
        members = json.dumps(self._required(), sort_keys=True, separators=(",", ":"))
        return to_base64url(hashlib.sha256(members.encode()).digest())

    def _required(self) -> dict[str, str]:
        return {"kty": "EC", "crv": "P-256", "x": to_base64url(self.x), "y": to_base64url(self.y)}


class Signer(Protocol):
    """A key pair whose private half never leaves KMS."""

    def public(self) -> PublicKey:
        """The half that anybody may know."""

    def sign(self, message: bytes) -> bytes:
        """The signature of a message by ECDSA with SHA-256: r and s, 32 bytes each."""


def signed(payload: Mapping[str, object], kind: str, signer: Signer) -> str:
    """A payload as a compact JWS; ``kind`` is its ``typ``, so that no signed text passes for another."""
    header = {"alg": ALGORITHM, "kid": signer.public().thumbprint, "typ": kind}
    text = f"{_part(header)}.{_part(payload)}"
    return f"{text}.{to_base64url(signer.sign(text.encode()))}"


def _part(value: Mapping[str, object]) -> str:
    return to_base64url(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())
