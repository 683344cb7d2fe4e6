"""Who accepted which agreement, in memory."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from functions.core.agreement import Acceptance
from functions.core.audit import Entry
from functions.core.errors import Conflict
from tests.fakes.clock import stored


@dataclass
class FakeAgreements:
    """Implements the port `Agreements`. ``audit`` is what was written with an acceptance."""

    audit: list[Entry] = field(default_factory=list)
    accepted: dict[tuple[str, str], Acceptance] = field(default_factory=dict)
    first_met: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def latest(self, team: str) -> Acceptance | None:
        mine = [one for (whose, _), one in self.accepted.items() if whose == team]
        return replace(mine[-1], texts={}) if mine else None

    def history(self, team: str) -> list[Acceptance]:
        mine = [one for (whose, _), one in self.accepted.items() if whose == team]
        return sorted(mine, key=lambda one: one.at, reverse=True)

    def met(self, team: str, version: str, now: datetime) -> datetime:
        return self.first_met.setdefault((team, version), stored(now))

    def accept(self, acceptance: Acceptance, entry: Entry) -> None:
        place = acceptance.team, acceptance.version
        if place in self.accepted:
            raise Conflict
        self.accepted[place] = replace(acceptance, at=stored(acceptance.at))
        self.audit.append(entry)
