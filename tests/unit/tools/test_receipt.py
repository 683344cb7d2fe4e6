"""A stranger checks a receipt with the public library joserfc, and with nothing of the service."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from functions.core.base64url import from_base64url, to_base64url
from functions.core.jws import signed
from functions.core.receipt import KIND
from tests.fakes.signer import FakeSigner
from tools.receipt import BadReceipt, checked, main, require_person

SIGNER = FakeSigner()
KEYS = {"keys": [FakeSigner().public().to_jwk(), SIGNER.public().to_jwk()]}
# SHA-256 of 32 zero bytes and "u1", computed elsewhere
NONCE, DIGEST = to_base64url(bytes(32)), "R-BZ_snmlhbFfUyMNVqnBFw-eCTYZIFoBNj9tZRVrmU"
SAID: dict[str, Any] = {
    "iss": "urn:moretta:eu-central-1:local",
    "scope": {"kind": "user", "commitment": DIGEST},
    "state": "completed",
    "requested_at": "2026-11-22T10:00:00.000Z",
    "completed_at": "2026-11-22T10:00:09.000Z",
    "late_forms_until": "2026-11-22T10:05:00.000Z",
    "stores": {"originals": {"before": 3, "after": 0}},
    "remains": [{"store": "ledger", "holds": "the tombstone", "until": None}],
}
RECEIPT = signed(SAID, KIND, SIGNER)


def test_a_genuine_receipt_says_what_was_signed() -> None:
    assert checked(RECEIPT, KEYS) == SAID


def _flipped(receipt: str) -> str:
    head, body, signature = receipt.split(".")
    data = bytearray(from_base64url(body))
    data[20] ^= 1
    return f"{head}.{to_base64url(bytes(data))}.{signature}"


def _unsigned(receipt: str) -> str:
    head = to_base64url(json.dumps({"alg": "none", "typ": KIND}).encode())
    return f"{head}.{receipt.split('.')[1]}."


def _by_hmac(receipt: str) -> str:
    """The old trick: the public key as the secret of an HMAC."""
    head = to_base64url(json.dumps({"alg": "HS256", "kid": KEYS["keys"][1]["kid"], "typ": KIND}).encode())
    return f"{head}.{receipt.split('.')[1]}.{receipt.split('.')[2]}"


@pytest.mark.parametrize(
    "forged",
    [
        _flipped,
        _unsigned,
        _by_hmac,
        lambda _: signed(SAID, KIND, FakeSigner()),
        lambda _: signed(SAID, "another+jws", SIGNER),
        lambda receipt: receipt[:-8],
        lambda _: "no receipt",
        lambda _: "",
    ],
    ids=["one_bit_flipped", "alg_none", "hmac", "another_key", "another_kind", "cut", "a_text", "empty"],
)
def test_what_is_forged_proves_nothing(forged: Callable[[str], str]) -> None:
    with pytest.raises(BadReceipt):
        checked(forged(RECEIPT), KEYS)


def test_the_nonce_shows_whom_it_is_about_and_nobody_else() -> None:
    require_person(SAID, "u1", NONCE)
    for user, nonce in (("u1x", NONCE), ("u1", to_base64url(bytes(31) + b"x")), ("u1", "no base64!")):
        with pytest.raises(BadReceipt):
            require_person(SAID, user, nonce)


def test_the_command_says_what_the_receipt_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "receipt.json").write_text(json.dumps({"receipt": RECEIPT}))
    (tmp_path / "jwks.json").write_text(json.dumps(KEYS))
    paths = [str(tmp_path / "receipt.json"), "--keys", str(tmp_path / "jwks.json")]
    assert main(paths) == 0
    assert "originals                 3      0" in capsys.readouterr().out
    assert main([*paths, "--user-id", "u1", "--nonce", NONCE]) == 0
    capsys.readouterr()
    assert main([*paths, "--user-id", "u2", "--nonce", NONCE]) == 1
    assert "somebody else" in capsys.readouterr().err
