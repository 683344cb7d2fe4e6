"""What a browser is told with every file of the web: the same words from CloudFront and on this machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Reach:
    """Whom the page may talk to, as addresses without a slash at their end.

    ``originals``, ``results`` and ``held`` are buckets, in path style as forms and links have them: a whole
    region's S3 would let a script that should not be there carry data to a bucket of its own.
    """

    api: str
    originals: str
    results: str
    held: str  # what a reviewer looks at
    sign_in: str  # where codes become tokens


def content_security_policy(reach: Reach) -> str:
    """The policy (CSP level 3): nothing inline, nothing of anybody else, and no page around ours."""
    return "; ".join(
        f"{name} {' '.join(values)}"
        for name, values in {
            "default-src": ["'none'"],
            "script-src": ["'self'"],
            "style-src": ["'self'"],
            "img-src": ["'self'", "blob:", f"{reach.results}/", f"{reach.held}/"],
            "connect-src": ["'self'", f"{reach.api}/", reach.originals, reach.sign_in],
            "base-uri": ["'none'"],
            "form-action": ["'none'"],
            "frame-ancestors": ["'none'"],
            "require-trusted-types-for": ["'script'"],
        }.items()
    )


PERMISSIONS_POLICY: Final = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
)
YEAR: Final = 365 * 24 * 3600


def headers(reach: Reach) -> Mapping[str, str]:
    """All headers, by name. HSTS is CloudFront's to add: here it would bind every port of localhost."""
    return {
        "Content-Security-Policy": content_security_policy(reach),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": PERMISSIONS_POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def cache_control(path: str) -> str:
    """How long a file may be kept: those whose name holds their hash for ever, all others not at all."""
    return f"public, max-age={YEAR}, immutable" if path.startswith("assets/") else "no-cache"
