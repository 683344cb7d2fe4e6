"""A key pair in memory, of the kind that KMS holds."""

import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from functions.core.jws import PublicKey


class FakeSigner:
    """Implements `Signer`."""

    def __init__(self) -> None:
        self.kid = secrets.token_hex(8)
        self.key = ec.generate_private_key(ec.SECP256R1())

    def public(self) -> PublicKey:
        numbers = self.key.public_key().public_numbers()
        return PublicKey(self.kid, numbers.x.to_bytes(32), numbers.y.to_bytes(32))

    def sign(self, message: bytes) -> bytes:
        r, s = decode_dss_signature(self.key.sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)
