"""The small ports: keyed hash, workflow engine, queue, quotas, teams."""

import hashlib
import hmac
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from functions.core.errors import Conflict, TooMany, Unavailable
from functions.core.mask_photo import Uploaded
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

    def start(self, team: str, work_id: str, attempt: int) -> None:
        if self.down:
            raise Unavailable
        if (work_id, attempt) in self.ended:
            raise Conflict
        if (team, work_id, attempt) not in self.started:
            self.started.append((team, work_id, attempt))


@dataclass
class FakeRequeue:
    """Implements the port `Requeue`. ``down`` makes the queue unreachable."""

    sent: list[Uploaded] = field(default_factory=list)
    down: bool = False

    def send(self, upload: Uploaded) -> None:
        if self.down:
            raise Unavailable
        self.sent.append(upload)


@dataclass
class FakeQuotas:
    """Implements the port `Quotas`."""

    per_minute: int
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)

    def take(self, team: str, jobs: int, now: datetime) -> None:
        minute = (team, f"{now:%Y-%m-%dT%H:%M}")
        if self.taken[minute] + jobs > self.per_minute:
            raise TooMany(60 - now.second)
        self.taken[minute] += jobs


@dataclass
class FakeTeams:
    """Implements the port `Teams`."""

    clients: dict[str, str] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)

    def of_client(self, client_id: str) -> str | None:
        return self.clients.get(client_id)

    def of_person(self, person: str) -> Member | None:
        return self.members.get(person)
