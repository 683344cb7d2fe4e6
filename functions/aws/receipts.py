"""The key that signs receipts."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from functions.aws.faults import translated
from functions.core.jws import PublicKey

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

# A public key of P-256 in DER (RFC 5480) is always this head and two coordinates.
_HEAD: Final = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
_HALF: Final = 32


@dataclass(frozen=True)
class KmsSigner:
    """Implements `Signer` by a key of the kind ECC_NIST_P256."""

    client: "KMSClient"
    key: str

    @property
    def kid(self) -> str:
        """See the port: the id of the key, without the account."""
        return self.key.rpartition("/")[2]

    def public(self) -> PublicKey:
        """See the port."""
        return self._public

    @cached_property
    def _public(self) -> PublicKey:
        with translated():
            der = self.client.get_public_key(KeyId=self.key)["PublicKey"]
        if not der.startswith(_HEAD) or len(der) != len(_HEAD) + 2 * _HALF:
            raise ValueError("the key is none of P-256")
        point = der[len(_HEAD) :]
        return PublicKey(self.kid, point[:_HALF], point[_HALF:])

    def sign(self, message: bytes) -> bytes:
        """See the port. KMS takes the digest, because a message of its own may be 4 KB at most."""
        with translated():
            answer = self.client.sign(
                KeyId=self.key,
                Message=sha256(message).digest(),
                MessageType="DIGEST",
                SigningAlgorithm="ECDSA_SHA_256",
            )
        return joined(answer["Signature"])


def joined(der: bytes) -> bytes:
    """KMS's signature, a sequence of two whole numbers in DER, as JWS wants it: r and s, 32 bytes each."""
    r, rest = _number(der[2:])
    s, _ = _number(rest)
    return r.to_bytes(_HALF) + s.to_bytes(_HALF)


def _number(der: bytes) -> tuple[int, bytes]:
    length = der[1]
    return int.from_bytes(der[2 : 2 + length]), der[2 + length :]
