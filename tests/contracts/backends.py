"""What both deployments under the suite have, and the one out of fakes."""

from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta

import pytest

from functions.core.agreement import Agreements
from functions.core.audit import Entry
from functions.core.audit_ports import AuditLog, Heads
from functions.core.consent import Consents
from functions.core.datasets import Datasets
from functions.core.end_unapproved import Unapproved
from functions.core.export_ports import Archive, Exports, Pictures, RetainedExports
from functions.core.holds import Holds
from functions.core.incidents import Incidents
from functions.core.member import Member
from functions.core.opt_outs import OptOuts
from functions.core.ports import (
    Executions,
    JobLists,
    Jobs,
    Ledger,
    Mac,
    Objects,
    Presence,
    Quotas,
    Requeue,
    Teams,
    Verifier,
)
from functions.core.remask_job import Remasks
from functions.core.report_job import Reports
from functions.core.restriction import RestrictedJobs, Restrictions, Walks
from functions.core.retention_ports import Counting, Due, Files, Redatings, Retained, TeamSettings
from functions.core.review import Audit, Reviews
from functions.core.store_ports import Store
from functions.core.stored_of import Rows
from functions.core.team_settings import RETAINED, Bound, Bounds
from tests.fakes.agreements import FakeAgreements
from tests.fakes.audit import FakeAuditLog, FakeHeads
from tests.fakes.bucket import FakeBucket, FakeObjects, FakePresence
from tests.fakes.clock import ManualClock
from tests.fakes.datasets import FakeDatasets
from tests.fakes.depicted import FakeDepicted
from tests.fakes.exports import FakeArchive, FakeExports, FakePictures
from tests.fakes.incidents import FakeIncidents
from tests.fakes.jobs import FakeJobs
from tests.fakes.ledger import FakeLedger
from tests.fakes.lists import FakeLists
from tests.fakes.opt_outs import FakeOptOuts
from tests.fakes.remasks import FakeRemasks
from tests.fakes.reports import FakeReports
from tests.fakes.restrictions import FakeRestrictedJobs, FakeRestrictions
from tests.fakes.retention import FakeFiles, FakeHolds, FakeRetained, FakeSettings
from tests.fakes.reviews import FakeAudit, FakeReviews
from tests.fakes.rows import FakePartition, FakeRows
from tests.fakes.services import FakeExecutions, FakeMac, FakeQuotas, FakeRequeue, FakeTeams
from tests.fakes.stores import FakeUploads, FakeVersions

CLIENT, TEAM, OTHER_TEAM = "client-of-a-backend", "teamaaaaaaaaaaaa", "teambbbbbbbbbbbb"
MEMBER = Member("ada", TEAM, ("admin",), datetime(2026, 11, 22, tzinfo=UTC))
KEEP = timedelta(days=65)
PER_MINUTE = 30


BOUNDS = Bounds({name: Bound(1, 60, 600) for name in RETAINED})


class Bucket(ABC):
    """A bucket, and the ports onto it."""

    files: Files
    objects: Objects
    presence: Presence
    versions: Store
    uploads: Store

    @abstractmethod
    def write(self, key: str, data: bytes) -> str:
        """Put a file as a browser does; its ETag as S3's event tells it."""

    @abstractmethod
    def read(self, key: str) -> bytes | None:
        """What a reader sees."""

    @abstractmethod
    def days(self, key: str) -> int | None:
        """The lifecycle rule that is chosen for a file."""

    @abstractmethod
    def lock(self, key: str) -> None:
        """From now on no delete reaches this key."""

    @abstractmethod
    def switch_versioning_on(self) -> None:
        """What an operator might do one day."""

    @abstractmethod
    def start_upload(self, key: str) -> None:
        """Begin a multipart upload."""


class Backend(ABC):
    """All ports of one deployment; ``rows`` and ``depicted`` are the stores over the rows of ``jobs``.

    ``clock`` is that of ``depicted``, whose objects are those of the bucket: results.
    """

    jobs: Jobs
    consents: Consents
    datasets: Datasets
    opt_outs: OptOuts
    exports: Exports
    retained_exports: RetainedExports
    archive: Archive
    pictures: Pictures
    export_rows: Store
    retained: Retained
    counting: Counting
    settings: TeamSettings
    agreements: Agreements
    redatings: Redatings
    incidents: Incidents
    holds: Holds
    restrictions: Restrictions
    walks: Walks
    restricted_jobs: RestrictedJobs
    reviews: Reviews
    remasks: Remasks
    reports: Reports
    diary: Audit
    log: AuditLog
    heads: Heads
    lists: JobLists
    partition: Rows
    due: Due
    quotas: Quotas
    requeue: Requeue
    ledger: Ledger
    unapproved: Unapproved
    mac: Mac
    verifier: Verifier
    executions: Executions
    teams: Teams
    rows: Store
    depicted: Store
    clock: ManualClock

    @abstractmethod
    def bucket(self) -> Bucket:
        """The bucket of the test, empty."""

    @abstractmethod
    def put_row(self, team: str, subject: str, sort: str) -> None:
        """Write a row of a kind that nothing here knows into somebody's partition."""

    @abstractmethod
    def hold(self, team: str, subject: str, until: datetime | None) -> None:
        """Put a hold on a subject, or a restriction if it has no end."""

    @abstractmethod
    def audit(self, team: str) -> list[Entry]:
        """What the audit of a team says, oldest first."""

    @abstractmethod
    def end_execution(self, erasure_id: str, attempt: int) -> None:
        """Let an execution that runs come to its end."""

    @abstractmethod
    def small_pages(self, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
        """From now on every store lists pages of this size."""


class _FakeSide(Bucket):
    def __init__(self) -> None:
        self.it = FakeBucket()
        self.objects, self.presence = FakeObjects(self.it), FakePresence(self.it)
        self.versions = self.fake_versions = FakeVersions(self.it, "bucket")
        self.uploads = self.fake_uploads = FakeUploads(self.it, "bucket_uploads")
        self.files = FakeFiles(self.it)

    def days(self, key: str) -> int | None:
        return self.it.tags.get(key)

    def lock(self, key: str) -> None:
        self.it.locked.add(key)

    def write(self, key: str, data: bytes) -> str:
        return self.it.write(key, data)

    def read(self, key: str) -> bytes | None:
        version = self.it.current(key)
        return version.data if version else None

    def switch_versioning_on(self) -> None:
        self.it.versioned = True

    def start_upload(self, key: str) -> None:
        self.it.start_upload(key)


class FakeBackend(Backend):
    """Out of fakes."""

    def __init__(self) -> None:
        self.ledger = self.unapproved = FakeLedger()
        self.fake_jobs = FakeJobs(self.ledger)
        self.jobs = self.fake_jobs
        self.consents = self.fake_jobs.consents
        self.datasets = FakeDatasets(self.fake_jobs)
        self.opt_outs = FakeOptOuts(self.ledger)
        self.exports = self.retained_exports = self.fake_exports = FakeExports(self.ledger, self.fake_jobs)
        self.mac = FakeMac()
        self.verifier = FakeMac()
        self.executions = self.fake_executions = FakeExecutions()
        self.teams = FakeTeams({CLIENT: TEAM}, {MEMBER.id: MEMBER})
        self.lists = self.due = FakeLists(self.fake_jobs)
        self.retained = self.counting = FakeRetained(
            self.fake_jobs, self.lists, rows_of_exports=self.fake_exports
        )
        self.incidents = self.fake_incidents = FakeIncidents()
        self.settings = self.redatings = self.fake_settings = FakeSettings(BOUNDS)
        self.agreements = FakeAgreements(self.fake_settings.audit)
        self.holds = self.fake_holds = FakeHolds(self.fake_jobs.restrictions)
        self.restrictions = self.walks = FakeRestrictions(self.fake_jobs)
        self.restricted_jobs = FakeRestrictedJobs(self.fake_jobs)
        self.diary = self.fake_audit = FakeAudit(self.fake_settings.audit)
        self.remasks = FakeRemasks(self.fake_jobs)
        self.reports = FakeReports(self.fake_jobs)
        self.reviews = FakeReviews(self.fake_jobs, self.fake_audit)
        self.log, self.heads = FakeAuditLog(self.fake_audit.entries), FakeHeads()
        self.quotas, self.requeue = FakeQuotas(PER_MINUTE), FakeRequeue()
        self.fake_rows = FakeRows(self.fake_jobs, exports=self.fake_exports)
        self.export_rows = self.fake_rows.exports
        self.rows, self.partition = self.fake_rows, FakePartition(self.fake_jobs, self.fake_exports)
        self.it, self.clock = _FakeSide(), ManualClock()
        self.archive, self.pictures = FakeArchive(self.it.it), FakePictures(self.it.it)
        self.fake_depicted = FakeDepicted(
            self.fake_rows, {"results": self.it.it, "exports": FakeBucket()}, self.clock, self.settings
        )
        self.depicted = self.fake_depicted

    def bucket(self) -> Bucket:
        return self.it

    def put_row(self, team: str, subject: str, sort: str) -> None:
        self.fake_jobs.odd.add(((team, subject), sort))

    def hold(self, team: str, subject: str, until: datetime | None) -> None:
        if until is None or until > self.clock():
            self.fake_holds.places.add((team, subject))

    def audit(self, team: str) -> list[Entry]:
        return [
            entry for entry in [*self.fake_settings.audit, *self.fake_incidents.audit] if entry.team == team
        ]

    def end_execution(self, erasure_id: str, attempt: int) -> None:
        self.fake_executions.ended.add((erasure_id, attempt))

    def small_pages(self, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
        self.fake_rows.page = self.fake_depicted.size = size
        self.it.fake_versions.page = self.it.fake_uploads.page = size
