"""`make session`: a link to the local cloud's web, with a session of fifteen minutes for one user."""

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from functions.core.routes import PERMISSIONS
from tools.client import Client
from tools.up import CLOUD


def link(web: str, client: Client, user_id: str, seconds: int = 900) -> str:
    """The address that a team's app opens for a user: the token is in the fragment, which no server sees."""
    session = client.browser(user_id, *PERMISSIONS, seconds=seconds)
    return f"{web}/#{urlencode({'session': session.token})}"


def main(user_id: str = "somebody") -> int:
    """Print the link."""
    if not CLOUD.exists():
        sys.stderr.write("session: no local cloud is running; `make up` starts it\n")
        return 1
    cloud: dict[str, Any] = json.loads(CLOUD.read_text())
    team = cloud["teams"][0]
    client = Client(
        cloud["api_url"],
        cloud["token_url"],
        team["client_id"],
        team["client_secret"],
        Path(cloud["ca_bundle"]),
    )
    sys.stdout.write(link(cloud["web"], client, user_id) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
