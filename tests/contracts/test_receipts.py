"""KMS signs as JWS wants it, with the key as it is published."""

import json
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from joserfc.jwk import ECKey

from functions.aws.receipts import KmsSigner
from functions.core.base64url import from_base64url
from functions.core.jws import signed
from tests.contracts.cloud import Cloud
from tests.fakes.signer import FakeSigner


@pytest.fixture
def signer(cloud: Cloud) -> KmsSigner:
    """A key pair in moto's KMS."""
    key = cloud.kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    return KmsSigner(cloud.kms, key)


def test_the_two_halves_of_each_signature_are_those_that_kms_made(signer: KmsSigner) -> None:
    """Moto hashes once more what is a digest already, so this is judged on the digest.

    A receipt as a whole is checked against the local cloud, which signs as AWS does (tests/e2e).
    """
    point = b"\x04" + signer.public().x + signer.public().y
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    for number in range(40):  # now and then a half is short, or has a zero in front
        message = str(number).encode()
        signature = signer.sign(message)
        assert len(signature) == 64
        halves = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
        key.verify(encode_dss_signature(*halves), sha256(message).digest(), ec.ECDSA(hashes.SHA256()))


def test_the_published_key_has_the_name_that_signatures_carry_and_tells_no_secret(signer: KmsSigner) -> None:
    for each in (signer, FakeSigner()):
        jwk = each.public().to_jwk()
        ECKey.import_key({**jwk}).check_key_op("verify")
        head = from_base64url(signed({}, "test+jws", each).partition(".")[0])
        assert json.loads(head)["kid"] == jwk["kid"] == each.kid
        assert "d" not in jwk
    assert ":" not in signer.kid, "no account is named"


def test_a_key_of_another_curve_is_none_of_ours(cloud: Cloud) -> None:
    key = cloud.kms.create_key(KeySpec="ECC_NIST_P384", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    with pytest.raises(ValueError, match="P-256"):
        KmsSigner(cloud.kms, key).public()
