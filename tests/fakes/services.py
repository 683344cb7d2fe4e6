"""The small ports: keyed hash, workflow engine, teams."""

import hashlib
import hmac
from dataclasses import dataclass, field

from functions.core.errors import Conflict, Unavailable
from functions.core.member import Member

KEY = b"a key of the tests, and of nothing else"


@dataclass(frozen=True)
class FakeMac:
    """Implements the ports `Mac` and `Verifier`, with a real HMAC."""

    key: bytes = KEY

    def mac(self, message: bytes) -> bytes:
        return hmac.new(self.key, message, hashlib.sha256).digest()

    def verify(self, message: bytes, mac: bytes) -> bool:
        return hmac.compare_digest(mac, self.mac(message))


@dataclass
class FakeExecutions:
    """Implements the port `Executions`. ``down`` makes the engine unreachable; ``ended`` have ended."""

    started: list[tuple[str, str, int]] = field(default_factory=list)
    ended: set[tuple[str, int]] = field(default_factory=set)
    down: bool = False

    def start(self, team: str, erasure_id: str, attempt: int) -> None:
        if self.down:
            raise Unavailable
        if (erasure_id, attempt) in self.ended:
            raise Conflict
        if (team, erasure_id, attempt) not in self.started:
            self.started.append((team, erasure_id, attempt))


@dataclass
class FakeTeams:
    """Implements the port `Teams`."""

    clients: dict[str, str] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)

    def of_client(self, client_id: str) -> str | None:
        return self.clients.get(client_id)

    def of_person(self, person: str) -> Member | None:
        return self.members.get(person)
