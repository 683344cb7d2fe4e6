"""A team with its staff, and what is made for its users: who walks the routes in `test_access.py`."""

import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from functions.core.routes import PERMISSIONS
from functions.core.scopes import CLIENT, STAFF
from tests.e2e.world import CANARY, Speaker, World, new_user
from tools.access import NOBODY, SESSION
from tools.client import Browser
from tools.staff import Person, new_person, sign_in
from tools.team import invite

Answer = tuple[int, dict[str, Any], dict[str, str]]


@dataclass(frozen=True)
class Team:
    """A team with one person of each role, and their tokens."""

    world: World
    speaker: Speaker

    @cached_property
    def people(self) -> dict[str, Person]:
        deployed = self.world.deployed
        return {
            role: new_person(deployed.session, deployed.outputs, self.speaker.team, role) for role in STAFF
        }

    @cached_property
    def tokens(self) -> dict[str, str]:
        deployed = self.world.deployed
        signed_in = {
            role: sign_in(deployed.session, deployed.outputs, person) for role, person in self.people.items()
        }
        return {**signed_in, CLIENT: self.speaker.client.token(), NOBODY: ""}

    @cached_property
    def erased(self) -> str:
        """An erasure that has completed."""
        return ended_erasure_of(self, new_user())

    def token(self, role: str, user: str) -> str:
        """A token of a role; of a session, one of this user with every permission."""
        return self.browser(user).token if role == SESSION else self.tokens[role]

    def browser(self, user: str) -> Browser:
        return self.speaker.client.browser(user, *PERMISSIONS)

    def member(self) -> str:
        """Somebody new in the staff."""
        deployed, email = self.world.deployed, f"{CANARY}-{secrets.token_hex(8)}@example.org"
        return invite(deployed.session, deployed.outputs, self.speaker.team, email, "reviewer").id

    def call(self, role: str, user: str, method: str, path: str, body: object = None) -> Answer:
        return self.speaker.client.call(method, path, body, token=self.token(role, user))


def job_of(team: Team, user: str) -> str:
    job: str = team.speaker.client.create_job(user)["id"]
    return job


def erasure_of(team: Team, _user: str) -> str:
    erasure: str = team.speaker.client.erase_user(new_user())["id"]
    return erasure


def own_erasure_of(team: Team, user: str) -> str:
    erasure: str = team.speaker.client.erase_user(user)["id"]
    return erasure


def ended_erasure_of(team: Team, user: str) -> str:
    erasure = own_erasure_of(team, user)
    team.speaker.client.settled(f"/v1/erasures/{erasure}")
    return erasure
