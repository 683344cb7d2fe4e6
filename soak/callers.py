"""Everybody who may call, with a token each, and the things of a team that they may name."""

from collections.abc import Callable

from functions.core.routes import PERMISSIONS, PUBLIC, Route
from functions.core.scopes import CLIENT, ROLE_SCOPES, SERVER, STAFF
from tools.access import may
from tools.client import Client
from tools.deployed import Deployed
from tools.staff import new_person, sign_in
from tools.team import invite, make_team

NOBODY, FORGED, FOREIGN = "none", "forged", "foreign"
SCOPES = tuple(f"scope {scope}" for scope in ROLE_SCOPES[CLIENT])
SESSIONS = tuple(f"session {permission}" for permission in PERMISSIONS)
KINDS = (NOBODY, FORGED, FOREIGN, CLIENT, *STAFF, "session", *SCOPES, *SESSIONS)
HOOKS = "/v1/team/webhooks"
HOOK = {"url": "https://hooks.example.org/x", "events": ["eu.moretta.erasure.failed"]}


def permitted(kind: str, route: Route) -> bool:
    """Whether a route may answer a kind of token with anything but a refusal."""
    role, _, one = kind.partition(" ")
    if route.scope == PUBLIC:
        return True
    if kind in {NOBODY, FORGED, FOREIGN}:
        return may("nobody" if kind != FOREIGN else CLIENT, route)
    return may(CLIENT if role == "scope" else role, route) and one in {"", route.scope}


class Callers:
    """Two teams of one deployment. Each thing is made when it is first asked for."""

    def __init__(self, deployed: Deployed) -> None:
        self._deployed, self._count = deployed, 0
        self._made_once = {NOBODY: "", FORGED: "eyJhbGciOiJub25lIn0.e30."}
        self.team, self.client = self._team("Fuzzed")
        self.other, self.stranger = self._team("Foreign")

    def token(self, kind: str, route: Route) -> str:
        """A token of a kind. What ends the session that asks gets a session of its own."""
        name, _, one = kind.partition(" ")
        if name == "session":
            permissions = (one,) if one else PERMISSIONS
            user = f"fuzz-{kind}-{self._used() if route.name == 'DELETE /v1/me' else 0}"
            return self._kept(f"{kind} {user}", lambda: self.client.browser(user, *permissions).token)
        return self._kept(kind, lambda: self._made(name, one))

    def known(self, kind: str, route: Route) -> str:
        """The id of something that is the first team's, for the kind of token that asks for it by a route."""
        if "/webhooks/" in route.path:
            found = self.client.call("GET", HOOKS)[1]["webhooks"]
            return str((found[0] if found else self.client.call("POST", HOOKS, HOOK)[1])["id"])
        if "/members/" in route.path:
            # A team has fifty at most: only who may remove one gets a new one each time.
            removed = self._used() if (kind, route.method) == ("admin", "DELETE") else 0
            return self._kept(f"member {removed}", lambda: self._member(f"fuzz-{removed}@example.org"))
        if "/erasures/" in route.path:
            return self._kept("erasure", lambda: str(self.client.erase_user("fuzz-erased")["id"]))
        return self._kept("job", lambda: str(self.client.create_job("fuzz-user")["id"]))

    def _kept(self, name: str, make: Callable[[], str]) -> str:
        if name not in self._made_once:
            self._made_once[name] = make()
        return self._made_once[name]

    def _made(self, name: str, scope: str) -> str:
        if name in STAFF:
            session, outputs = self._deployed.session, self._deployed.outputs
            return sign_in(session, outputs, new_person(session, outputs, self.team, name))
        speaker = self.stranger if name == FOREIGN else self.client
        return speaker.token(f"{SERVER}/{scope}" if scope else "")

    def _member(self, email: str) -> str:
        session, outputs = self._deployed.session, self._deployed.outputs
        return invite(session, outputs, self.team, email, "reviewer").id

    def _used(self) -> int:
        self._count += 1
        return self._count

    def _team(self, name: str) -> tuple[str, Client]:
        deployed = self._deployed
        made = make_team(deployed.session, deployed.outputs, name)
        client = Client(
            deployed.api_url, deployed.token_url, made.client_id, made.client_secret, deployed.ca_bundle
        )
        return made.team, client
