"""`python -m bench.erasure`: what the erasure of one user costs: requests by kind, processor time, memory.

The delete phase is the first look, which deletes; everything else is asking, looking again, completing and
signing. What a million photos take is computed from the services' limits; none of it is measured.
"""

import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Final

from bench.answered import ROWS_A_PAGE, TEAM, Answered
from functions.aws.audit import AuditRows
from functions.aws.depicted import Depicted
from functions.aws.export_stores import ExportRows
from functions.aws.holds import DynamoHolds
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.proofs import DynamoProofs
from functions.aws.receipts import KmsSigner
from functions.aws.rows import DynamoRows
from functions.aws.services import KmsMac, StateMachine
from functions.aws.stores import S3Uploads, S3Versions
from functions.aws.team_settings import DynamoSettings
from functions.core.audit import CLIENT, Act
from functions.core.erase import Erase, erase
from functions.core.erasure import COMPLETED
from functions.core.reach import Reach
from functions.core.receipt import Receipts
from functions.core.remains import Lifetimes
from functions.core.request_erasure import RequestErasure, request_erasure
from functions.core.run_erasure import Run, finish, plan
from functions.core.store_names import BUCKETS, UPLOADS
from functions.core.store_ports import Page, Store, Trace
from functions.core.team_settings import Bounds

LISTS: Final = ("Query", "ListObjectVersions", "ListMultipartUploads")
DELETES: Final = ("DeleteObjects", "BatchWriteItem")
LATENCY: Final = {"DeleteObjects": 0.5, "BatchWriteItem": 0.01, "ListObjectVersions": 0.1, "Query": 0.02}
STEP_SECONDS: Final = 270  # of an invocation of 300, with 30 to spare
EVENTS_A_STEP: Final = 17  # of an execution: eraser, choice, wait, the step that hands over, another choice
MOST_EVENTS: Final = 5000  # ours; Step Functions ends an execution at 25 000
MOST_KEYS_A_SECOND: Final = 3500  # DeleteObjects of one prefix, one request for each key (S3's own limit)


@dataclass(frozen=True)
class Cost:
    """What one erasure cost; ``seconds`` are those of this process's processor, in the delete phase."""

    photos: int
    deleting: Counter[str]
    whole: Counter[str]
    seconds: float

    @property
    def allowed(self) -> int:
        """List pages, and as few deletes as the services' own batches allow."""
        pages = sum(self.deleting[name] for name in LISTS)
        return pages + ceil(self.photos / 1000) + ceil(self.photos / 25)

    @property
    def used(self) -> int:
        """Requests of the delete phase that list or delete."""
        return sum(self.deleting[name] for name in (*LISTS, *DELETES))


@dataclass
class Timed:
    """The rows, which are looked at once in each look: ``begun`` is where the counters stood each time."""

    store: Store
    calls: Counter[str]
    begun: list[tuple[float, Counter[str]]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """See the port."""
        return self.store.name

    def find(self, reach: Reach, after: object | None = None) -> Page:
        """See the port."""
        if after is None:
            self.begun.append((time.process_time(), self.calls.copy()))
        return self.store.find(reach, after)

    def delete(self, traces: Sequence[Trace]) -> int:
        """See the port."""
        return self.store.delete(traces)


def measured(photos: int) -> Cost:
    """The whole erasure of a user with so many photos, from the request to the record that says completed."""
    aws = Answered(photos)
    ledger = DynamoLedger(aws.clients["dynamodb"], "ledger", timedelta(days=65), AuditRows("audit", 365))
    rows = Timed(DynamoRows(aws.clients["dynamodb"], "table"), aws.calls)
    erasing = _world(aws, ledger, rows)
    begun = _ask(aws, ledger)
    plan(TEAM, begun, Run(ledger, _now, _receipts(aws), timedelta(hours=1)))
    before, start = aws.calls.copy(), time.process_time()
    while erase(TEAM, begun, erasing, _now() + timedelta(days=1)):
        pass
    finish(TEAM, begun, Run(ledger, _now, _receipts(aws), timedelta(hours=1)))
    ended = ledger.get(TEAM, begun)
    assert ended is not None
    assert ended.state == COMPLETED
    (_, (end, deleting)), asked = rows.begun, Counter(GetItem=1)
    return Cost(photos, deleting - before, aws.calls - asked, end - start)


def _ask(aws: Answered, ledger: DynamoLedger) -> str:
    machine = "arn:aws:states:eu-central-1:123456789012:stateMachine:m"
    world = RequestErasure(
        ledger,
        KmsMac(aws.clients["kms"], "key"),
        StateMachine(aws.clients["stepfunctions"], machine),
        DynamoJobs(aws.clients["dynamodb"], "table", "ledger"),
        timedelta(minutes=10),
        timedelta(days=7),
    )
    return request_erasure("a user", Act(TEAM, CLIENT, _now()), world).id


def _world(aws: Answered, ledger: DynamoLedger, rows: Store) -> Erase:
    dynamodb, s3 = aws.clients["dynamodb"], aws.clients["s3"]
    objects: list[Store] = [
        *(S3Versions(s3, bucket, bucket) for bucket in BUCKETS),
        *(S3Uploads(s3, bucket, UPLOADS[bucket]) for bucket in BUCKETS),
    ]
    exports = ExportRows(dynamodb, "table")
    chosen = DynamoSettings(dynamodb, "table", Bounds({}))
    proofs = DynamoProofs(dynamodb, "ledger", chosen)
    depicted = Depicted(dynamodb, "table", objects, exports, chosen, ledger)
    stores: list[Store] = [depicted, rows, exports, *objects, proofs]
    return Erase(ledger, stores, rows, _now, _receipts(aws), DynamoHolds(dynamodb, "ledger"))


def _receipts(aws: Answered) -> Receipts:
    day = timedelta(days=1)
    return Receipts(
        KmsSigner(aws.clients["kms"], "key"),
        "urn:moretta:bench",
        "0",
        Lifetimes(*[day] * len(fields(Lifetimes))),
    )


def _now() -> datetime:
    return datetime.now(UTC)


def of_a_million() -> dict[str, float]:
    """What a million photos take, of what is known of the services: none of it is measured here."""
    photos = 1_000_000
    pages = {"Query": ceil(photos / ROWS_A_PAGE), "ListObjectVersions": photos // 1000}
    requests = pages | {"DeleteObjects": photos // 1000, "BatchWriteItem": photos // 25}
    seconds = sum(requests[name] * LATENCY[name] for name in requests)
    seconds = max(seconds, photos / MOST_KEYS_A_SECOND)
    steps = ceil(seconds / STEP_SECONDS) + 2
    return {**requests, "seconds": seconds, "steps": steps, "events": steps * EVENTS_A_STEP + 40}


def main() -> int:
    """Measure, print, and say by the exit status whether it is within what was promised."""
    measured(10)  # the first calls of clients cost more than all others
    well, peaks = True, []
    for photos in (1000, 10_000, 100_000):
        cost = measured(photos)
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        ratio, each = cost.used / cost.allowed, 1000 * cost.seconds / (photos / 1000)
        print(f"{photos} photos: {cost.used} requests to delete ({ratio:.3f} of the least), {each:.0f} ms")
        if photos == 1000:
            for name, count in sorted(cost.whole.items()):
                print(f"    {name:22} {count}")
            print(f"    {'whole run':22} {cost.whole.total()}")
            well &= cost.whole.total() <= 45 + 30
        well &= ratio <= 1.05 and each <= 450
    print(f"memory at the peak: {peaks[0] / 1024:.0f} MB at 1000, {peaks[-1] / 1024:.0f} MB at 100000")
    well &= peaks[-1] <= 1.1 * peaks[0]
    million = of_a_million()
    print("a million photos, computed:")
    for name, value in million.items():
        print(f"    {name:22} {value:.0f}")
    well &= million["events"] <= MOST_EVENTS
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
