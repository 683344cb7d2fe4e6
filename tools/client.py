"""A client of the API, as a team's backend would write it: tokens, jobs, uploads, erasures."""

import base64
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

import urllib3

RECIPE: Final = {"version": 1, "hide": {"face": {"style": "solid"}}, "if_nothing": "review"}
OPEN: Final = {"awaiting_upload", "masking", "running"}


class Unexpected(Exception):
    """The service answered what was not asked for; the text holds status and problem document."""


@dataclass
class Client:
    """Speaks for one team. Every call returns the status, the body (JSON as a dict) and the headers."""

    api_url: str
    token_url: str
    client_id: str
    client_secret: str
    ca_bundle: Path
    _token: str = field(default="", init=False)

    def __post_init__(self) -> None:
        """Open a pool of connections that trusts the given authority alone."""
        self.http = urllib3.PoolManager(ca_certs=str(self.ca_bundle), timeout=30.0, retries=False)

    def token(self, scope: str = "") -> str:
        """A fresh access token, with all scopes of the client or with those named."""
        basic = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        asked = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})
        answer = self.http.request(
            "POST",
            self.token_url,
            body=urlencode(asked),
            headers={"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"},
        )
        if answer.status != 200:
            raise Unexpected(f"{answer.status} for a token")
        return str(answer.json()["access_token"])

    def call(
        self, method: str, path: str, body: object = None, token: str | None = None, key: str = ""
    ) -> tuple[int, dict[str, Any], dict[str, str]]:
        """One call of the API, with this client's token unless another is given; ``key``: Idempotency-Key."""
        if token is None:
            token = self._token = self._token or self.token()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if key:
            headers["Idempotency-Key"] = key
        if body is not None:
            headers["Content-Type"] = "application/json"
        sent = body if isinstance(body, str | None) else json.dumps(body)
        answer = self.http.request(method, self.api_url + path, body=sent, headers=headers)
        return answer.status, _body(answer), dict(answer.headers)

    def create_job(self, user_id: str, content_type: str = "image/jpeg", **changes: object) -> dict[str, Any]:
        """A new job with its upload form."""
        body = {"user_id": user_id, "recipe": RECIPE, "purposes": ["masking"], "content_type": content_type}
        return self._expect(201, *self.call("POST", "/v1/jobs", body | changes))

    def upload(self, form: dict[str, Any], photo: bytes, name: str = "photo.jpg", origin: str = "") -> int:
        """Post a file with a form as a browser would, the file last; S3's status (204 when it took it)."""
        fields: dict[str, Any] = {**form["fields"], "file": (name, photo, form["fields"]["Content-Type"])}
        headers = {"Origin": origin} if origin else {}
        return self.http.request("POST", form["url"], fields=fields, headers=headers).status

    def job(self, job_id: str) -> dict[str, Any]:
        """The job as of now."""
        return self._expect(200, *self.call("GET", f"/v1/jobs/{job_id}"))

    def browser(self, user_id: str, *permissions: str, seconds: int = 900) -> "Browser":
        """A session for one user's browser, with these permissions."""
        body = {"user_id": user_id, "permissions": permissions, "seconds": seconds}
        return Browser(self, self._expect(201, *self.call("POST", "/v1/sessions", body))["token"])

    def settled(self, path: str, seconds: float = 60) -> dict[str, Any]:
        """What ``GET path`` answers once its state is an end state."""
        deadline = time.monotonic() + seconds
        while True:
            body = self._expect(200, *self.call("GET", path))
            if body["state"] not in OPEN:
                return body
            if time.monotonic() > deadline:
                raise Unexpected(f"still {body['state']} after {seconds:.0f} s")
            time.sleep(0.1)

    def download(self, link: str) -> bytes:
        """The bytes behind a download link."""
        answer = self.http.request("GET", link)
        if answer.status != 200:
            raise Unexpected(f"{answer.status} for a download")
        return answer.data

    def erase_user(self, user_id: str) -> dict[str, Any]:
        """Ask for the erasure of everything of a user."""
        return self._expect(202, *self.call("DELETE", f"/v1/users/{quote(user_id, safe='')}"))

    @staticmethod
    def _expect(status: int, got: int, body: dict[str, Any], _headers: object) -> dict[str, Any]:
        if got != status:
            raise Unexpected(f"{got} instead of {status}: {body}")
        return body


def _body(answer: urllib3.BaseHTTPResponse) -> Any:
    """JSON, or nothing: a 204 has none, and who wants a text reads it itself."""
    told = answer.data and "json" in answer.headers.get("Content-Type", "")
    return answer.json() if told else {}


@dataclass(frozen=True)
class Browser:
    """What the page in a user's browser does with a session: it holds this token, and no user_id."""

    client: Client
    token: str

    def call(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, Any], dict[str, str]]:
        """One call of the API with the session's token."""
        return self.client.call(method, path, body, self.token)

    def create_job(self, content_type: str = "image/jpeg", **changes: object) -> dict[str, Any]:
        """A new job of the user, with its upload form."""
        body = {"recipe": RECIPE, "purposes": ["masking"], "content_type": content_type}
        return Client._expect(201, *self.call("POST", "/v1/me/jobs", body | changes))

    def job(self, job_id: str) -> dict[str, Any]:
        """One of the user's jobs, as of now."""
        return Client._expect(200, *self.call("GET", f"/v1/me/jobs/{job_id}"))

    def erase(self) -> dict[str, Any]:
        """Ask for the erasure of everything of the user; it ends the session for all but following it."""
        return Client._expect(202, *self.call("DELETE", "/v1/me"))
