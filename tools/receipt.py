"""`python -m tools.receipt`: check the receipt of an erasure, without the service that wrote it.

    python -m tools.receipt RECEIPT --keys jwks.json [--user-id ID --nonce NONCE]

RECEIPT is a file that holds the receipt, or the whole answer that carried it. The keys are what the service
publishes at /.well-known/jwks.json, kept when they were known to be its own. Nothing is asked of any network.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from functions.core.base64url import from_base64url
from functions.core.commitment import digest_of
from functions.core.jws import ALGORITHM
from functions.core.receipt import KIND


class BadReceipt(Exception):
    """It proves nothing; the text says why."""


def checked(text: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    """What a receipt says, if one of ``keys`` (a JWK set) signed it. Raises `BadReceipt`."""
    try:
        known = KeySet.import_key_set(dict(keys))  # type: ignore[arg-type]
        found = jws.deserialize_compact(text.strip(), known, algorithms=[ALGORITHM])
        said = json.loads(found.payload or b"")
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise BadReceipt(f"it is not signed by one of these keys ({type(error).__name__})") from error
    if found.headers().get("typ") != KIND:
        raise BadReceipt("it is signed, but it is no receipt of an erasure")
    assert isinstance(said, dict)
    return said


def require_person(said: Mapping[str, Any], user_id: str, nonce: str) -> None:
    """Raise `BadReceipt` unless the receipt is about this user."""
    try:
        digest = digest_of(from_base64url(nonce), user_id)
    except ValueError as error:
        raise BadReceipt("the nonce is not base64url") from error
    if said["scope"].get("commitment") != digest:
        raise BadReceipt("it is about somebody else, or this is not its nonce")


def summary(said: Mapping[str, Any]) -> str:
    """What a receipt says, in lines for people."""
    scope = ", ".join(f"{name} {value}" for name, value in said["scope"].items())
    lines = [
        "The receipt is genuine.",
        f"  {said['state']} {said['completed_at']}, asked for {said['requested_at']}, by {said['iss']}",
        f"  scope: {scope}",
        f"  files of old forms may come until {said['late_forms_until']}; they are deleted unread",
        "  store                before  after",
    ]
    lines += [f"  {name:20} {n['before']:6} {n['after']:6}" for name, n in said["stores"].items()]
    lines += ["  what remains"]
    lines += [
        f"  {each['store']:20} until {each['until'] or 'further'}: {each['holds']}"
        for each in said["remains"]
    ]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """0 if the receipt holds, 1 if it does not."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.receipt", description="Check an erasure's receipt."
    )
    parser.add_argument("receipt", type=Path)
    parser.add_argument("--keys", type=Path, required=True, help="the JWK set of the service, as a file")
    parser.add_argument("--user-id", help="whom it should be about; needs the nonce")
    parser.add_argument("--nonce", help="what the service gave to whoever asked for the erasure")
    asked = parser.parse_args(arguments)
    if (asked.user_id is None) != (asked.nonce is None):
        parser.error("--user-id and --nonce go together")
    try:
        said = checked(_receipt(asked.receipt), json.loads(asked.keys.read_text()))
        if asked.user_id is not None:
            require_person(said, asked.user_id, asked.nonce)
    except (BadReceipt, OSError, ValueError) as error:
        print(f"The receipt does not hold: {error}", file=sys.stderr)
        return 1
    print(summary(said))
    return 0


def _receipt(path: Path) -> str:
    text = path.read_text().strip()
    return str(json.loads(text)["receipt"]) if text.startswith("{") else text


if __name__ == "__main__":
    raise SystemExit(main())
