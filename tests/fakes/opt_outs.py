"""What users said of sale and sharing, in memory."""

from dataclasses import dataclass, field, replace

from functions.core.audit import Entry
from functions.core.errors import Tombstoned
from functions.core.opt_outs import OptOut
from tests.fakes.clock import stored
from tests.fakes.ledger import FakeLedger


@dataclass
class FakeOptOuts:
    """Implements the port `OptOuts`."""

    ledger: FakeLedger
    rows: dict[tuple[str, str], OptOut] = field(default_factory=dict)

    def get(self, team: str, subject: str) -> OptOut:
        return self.rows.get((team, subject), OptOut())

    def put(self, team: str, subject: str, opt_out: OptOut, entry: Entry) -> None:
        if self.ledger.tombstone(team, subject):
            raise Tombstoned
        assert opt_out.since
        self.rows[team, subject] = replace(opt_out, since=stored(opt_out.since))
        self.ledger.audit.append(entry)
