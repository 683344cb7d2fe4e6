"""The audit's log and its heads in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from functions.core.audit import Entry
from functions.core.audit_head import Signed, Walk
from functions.core.audit_ports import place
from functions.core.errors import Conflict
from functions.core.sign_audit import next_of


@dataclass
class FakeAuditLog:
    """Implements the port `AuditLog`, over the entries of a `FakeAudit`."""

    entries: list[Entry] = field(default_factory=list)

    def hour(self, team: str, hour: str) -> list[Entry]:
        found = [each for each in self.entries if (each.team, each.hour) == (team, hour)]
        return sorted(found, key=lambda entry: entry.id)

    def several(self, team: str, hour: str, ids: Sequence[str]) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.hour(team, hour) if entry.id in set(ids)}

    def forget(self, team: str, hour: str) -> None:
        self.entries[:] = [each for each in self.entries if (each.team, each.hour) != (team, hour)]


@dataclass
class FakeHeads:
    """Implements the port `Heads`."""

    heads: dict[str, list[Signed]] = field(default_factory=dict)
    reached: dict[str, Walk] = field(default_factory=dict)

    def walks(self) -> Iterator[Walk]:
        yield from list(self.reached.values())

    def walk(self, team: str) -> Walk | None:
        return self.reached.get(team)

    def begin(self, walk: Walk) -> None:
        self.reached[walk.team] = walk

    def of(self, team: str, hour: str) -> list[Signed]:
        return [one for one in self._sorted(team) if one.head.hour == hour]

    def since(self, team: str, after: str, before: str, limit: int) -> list[Signed]:
        return [one for one in self._sorted(team) if after < place(one) and one.head.hour < before][:limit]

    def hours(self, team: str, first: str, before: str) -> Iterator[str]:
        hours = {one.head.hour for one in self._sorted(team)}
        yield from sorted((hour for hour in hours if first <= hour < before), reverse=True)

    def add(self, walk: Walk, signed: Signed) -> Walk:
        self._expect(walk)
        self.heads.setdefault(walk.team, []).append(signed)
        self.reached[walk.team] = next_of(walk, signed)
        return self.reached[walk.team]

    def advance(self, walk: Walk, hour: str) -> Walk:
        self._expect(walk)
        self.reached[walk.team] = Walk(walk.team, hour, walk.previous)
        return self.reached[walk.team]

    def forget(self, team: str, hour: str) -> None:
        self.heads[team] = [one for one in self.heads.get(team, []) if one.head.hour != hour]

    def _expect(self, walk: Walk) -> None:
        if self.reached.get(walk.team) != walk:
            raise Conflict

    def _sorted(self, team: str) -> list[Signed]:
        return sorted(self.heads.get(team, []), key=place)
