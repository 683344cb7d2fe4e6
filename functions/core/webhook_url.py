"""Where a webhook may point: https, a name and not an address, nothing that hides where it goes.

What a name resolves to is not asked here: it may change, and is asked at each delivery (`edge.posting`).
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from functions.core.errors import Invalid

MOST_CHARACTERS: Final = 2048
HTTPS: Final = 443
# RFC 3986: what may stand in a URL, of which the fragment, user information and address literals are out.
_URL: Final = re.compile(r"https://[A-Za-z0-9.\-]+(?::[0-9]{1,5})?(?:[/?][A-Za-z0-9\-._~!$&'()*+,;=:@%/?]*)?")
# RFC 1123, section 2.1. The last label begins with a letter: some resolvers take 127.1 for an address.
_LABEL: Final = r"[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?"
_NAME: Final = re.compile(rf"(?:{_LABEL}\.)*(?=[a-z]){_LABEL}")


@dataclass(frozen=True, slots=True)
class Address:
    """A URL in the parts that a connection needs; ``target`` is path and query (RFC 9112, section 3.2.1)."""

    host: str
    port: int
    target: str

    @classmethod
    def of(cls, url: str) -> "Address":
        """The parts of a URL that came through `parse_url`."""
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls((parts.hostname or "").lower(), HTTPS if parts.port is None else parts.port, target)


def parse_url(value: object, field: str = "url") -> str:
    """The URL of a receiver. Raises `Invalid`."""
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
        raise Invalid(f"must be a text of at most {MOST_CHARACTERS} characters", field=field)
    if not _URL.fullmatch(value):
        raise Invalid("must be an https URL without user information and fragment", field=field)
    try:
        address = Address.of(value)
    except ValueError:
        raise Invalid("must have a port of 443, or of 1024 to 65535", field=field) from None
    if len(address.host) > 253 or not _NAME.fullmatch(address.host):
        raise Invalid("must name a host, not an address", field=field)
    if address.port != HTTPS and address.port < 1024:
        raise Invalid("must have a port of 443, or of 1024 to 65535", field=field)
    return value
