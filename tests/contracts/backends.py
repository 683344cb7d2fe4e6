"""What both deployments under the suite have, and the one out of fakes."""

from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta

import pytest

from functions.core.member import Member
from functions.core.ports import (
    Due,
    Executions,
    JobLists,
    Jobs,
    Ledger,
    Mac,
    Objects,
    Presence,
    Quotas,
    Requeue,
    Store,
    Teams,
    Verifier,
)
from tests.fakes.bucket import FakeBucket, FakeObjects, FakePresence
from tests.fakes.clock import ManualClock
from tests.fakes.jobs import FakeJobs
from tests.fakes.ledger import FakeLedger
from tests.fakes.lists import FakeLists
from tests.fakes.rows import FakeDepicted, FakeRows
from tests.fakes.services import FakeExecutions, FakeMac, FakeQuotas, FakeRequeue, FakeTeams
from tests.fakes.stores import FakeUploads, FakeVersions

CLIENT, TEAM = "client-of-a-backend", "teamaaaaaaaaaaaa"
MEMBER = Member("ada", TEAM, ("admin",), datetime(2026, 11, 22, tzinfo=UTC))
KEEP = timedelta(days=65)
PER_MINUTE = 30


class Bucket(ABC):
    """A bucket, and the ports onto it."""

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
    def switch_versioning_on(self) -> None:
        """What an operator might do one day."""

    @abstractmethod
    def start_upload(self, key: str) -> None:
        """Begin a multipart upload."""


class Backend(ABC):
    """All ports of one deployment; ``rows`` and ``depicted`` are the stores over the rows of ``jobs``.

    ``clock`` is that of ``depicted``, whose objects are those of the bucket.
    """

    jobs: Jobs
    lists: JobLists
    due: Due
    quotas: Quotas
    requeue: Requeue
    ledger: Ledger
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
        self.ledger = FakeLedger()
        self.fake_jobs = FakeJobs(self.ledger)
        self.jobs = self.fake_jobs
        self.mac = FakeMac()
        self.verifier = FakeMac()
        self.executions = self.fake_executions = FakeExecutions()
        self.teams = FakeTeams({CLIENT: TEAM}, {MEMBER.id: MEMBER})
        self.lists = self.due = FakeLists(self.fake_jobs)
        self.quotas, self.requeue = FakeQuotas(PER_MINUTE), FakeRequeue()
        self.fake_rows = FakeRows(self.fake_jobs)
        self.rows = self.fake_rows
        self.it, self.clock = _FakeSide(), ManualClock()
        self.fake_depicted = FakeDepicted(self.fake_rows, {"bucket": self.it.it}, self.clock)
        self.depicted = self.fake_depicted

    def bucket(self) -> Bucket:
        return self.it

    def end_execution(self, erasure_id: str, attempt: int) -> None:
        self.fake_executions.ended.add((erasure_id, attempt))

    def small_pages(self, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
        self.fake_rows.page = self.fake_depicted.page = size
        self.it.fake_versions.page = self.it.fake_uploads.page = size
