"""A capability to report one job, which the team shows beside the picture: for people who are no users.

It names the job and carries a MAC under a key of its own that never leaves KMS, so that nothing is stored.
Whoever has it can report, and learns nothing. It ends with its job, because there is nothing to report then.
"""

import re
from typing import Final

from functions.core.base64url import from_base64url, to_base64url
from functions.core.errors import NotFound
from functions.core.names import JobRef
from functions.core.ports import Mac, Verifier

PATH: Final = "/v1/reports/"
_CAPABILITY: Final = re.compile(r"(?P<team>[a-z2-7]{16})(?P<job>[a-z0-9]{58})(?P<mac>[A-Za-z0-9_-]{43})")


def seal(ref: JobRef, mac: Mac) -> str:
    """The capability of a job."""
    return f"{ref.team}{ref.id}{to_base64url(mac.mac(_message(ref)))}"


def unseal(capability: str, verifier: Verifier) -> JobRef | None:
    """The job of a capability, or None if it is none of ours. Nothing is read unverified."""
    found = _CAPABILITY.fullmatch(capability)
    if found is None:
        return None
    try:
        ref = JobRef.parse(found["team"], found["job"])
    except NotFound:
        return None
    return ref if verifier.verify(_message(ref), from_base64url(found["mac"])) else None


def _message(ref: JobRef) -> bytes:
    return f"report\n{ref.team}\n{ref.id}".encode()
