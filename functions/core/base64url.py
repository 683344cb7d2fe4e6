"""Bytes as text that fits into a URL: base64url without padding (RFC 4648, section 5; RFC 7515)."""

import base64


def to_base64url(data: bytes) -> str:
    """Letters, digits, ``-`` and ``_``: four for each three bytes."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def from_base64url(text: str) -> bytes:
    """The inverse of ``to_base64url``. Raises ValueError for what is none."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
