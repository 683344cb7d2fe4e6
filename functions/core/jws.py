"""Signed texts: JWS in its compact form (RFC 7515) by ES256 (RFC 7518), and the key that checks them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from functions.core.base64url import to_base64url

ALGORITHM: Final = "ES256"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A point of the curve P-256, two coordinates of 32 bytes; ``kid`` is the key's name."""

    kid: str
    x: bytes
    y: bytes

    def to_jwk(self) -> dict[str, str]:
        """As a JSON Web Key (RFC 7517)."""
        point = {"x": to_base64url(self.x), "y": to_base64url(self.y)}
        return {"kty": "EC", "crv": "P-256", **point, "kid": self.kid, "use": "sig", "alg": ALGORITHM}


class Signer(Protocol):
    """A key pair whose private half never leaves KMS."""

    @property
    def kid(self) -> str:
        """The key's name, known without asking for the key."""

    def public(self) -> PublicKey:
        """The half that anybody may know."""

    def sign(self, message: bytes) -> bytes:
        """The signature of a message by ECDSA with SHA-256: r and s, 32 bytes each."""


def signed(payload: Mapping[str, object], kind: str, signer: Signer) -> str:
    """A payload as a compact JWS; ``kind`` is its ``typ``, so that no signed text passes for another."""
    header = {"alg": ALGORITHM, "kid": signer.kid, "typ": kind}
    text = f"{_part(header)}.{_part(payload)}"
    return f"{text}.{to_base64url(signer.sign(text.encode()))}"


def _part(value: Mapping[str, object]) -> str:
    return to_base64url(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())
