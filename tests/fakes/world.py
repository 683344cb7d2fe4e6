"""Everything core needs, put together from fakes, with the few moves that tests make in it."""

import hashlib
from datetime import datetime, timedelta

from functions.core.close_failed import CloseFailed
from functions.core.create_job import CreateJob, JobRequest, create_job
from functions.core.erase import Erase, erase
from functions.core.erasure import Erasure
from functions.core.get_job import GetJob
from functions.core.job import Job
from functions.core.mask_photo import MaskPhoto, Uploaded, mask_photo
from functions.core.names import JobRef, subject_prefix
from functions.core.ports import Form, Store
from functions.core.recipe import Recipe
from functions.core.request_erasure import RequestErasure, request_erasure
from functions.core.subjects import identify
from tests.fakes.bucket import FakeBucket, FakeObjects, FakeUploads, FakeVersions
from tests.fakes.clock import ManualClock
from tests.fakes.imaging import FakeImaging
from tests.fakes.jobs import FakeJobs, FakeRows
from tests.fakes.ledger import FakeLedger
from tests.fakes.services import FakeExecutions, FakeMac, FakeTeams
from tests.fakes.signers import FakeForms, FakeLinks

TEAM = "teamaaaaaaaaaaaa"
OTHER_TEAM = "teambbbbbbbbbbbb"
LEASE = timedelta(seconds=60)
MOST_BYTES = 1000


class World:
    """A deployment in memory."""

    def __init__(self, *, versioned: bool = False, page: int = 1000, hollow: bool = False) -> None:
        self.clock = ManualClock()
        self.ledger = FakeLedger()
        self.jobs = FakeJobs(self.ledger)
        self.originals, self.held, self.results = (FakeBucket(versioned) for _ in range(3))
        self.buckets = {"originals": self.originals, "held": self.held, "results": self.results}
        self.mac, self.executions = FakeMac(), FakeExecutions()
        self.teams = FakeTeams({"client-a": TEAM, "client-b": OTHER_TEAM})
        self.forms = FakeForms(self.originals, MOST_BYTES, timedelta(seconds=300))
        self.links = FakeLinks(self.results)
        self.imaging = FakeImaging()
        self.rows = FakeRows(self.jobs, page=page)
        self.creating = CreateJob(self.jobs, self.ledger, self.mac, self.forms)
        self.reading = GetJob(self.jobs, self.ledger, self.links)
        self.requesting = RequestErasure(self.ledger, self.mac, self.executions)
        self.masking = MaskPhoto(
            jobs=self.jobs,
            originals=FakeObjects(self.originals),
            held=FakeObjects(self.held),
            results=FakeObjects(self.results),
            imaging=self.imaging,
            clock=self.clock,
            lease=LEASE,
            most_bytes=MOST_BYTES,
        )
        self.failing = CloseFailed(self.jobs, self.masking.originals, self.clock)
        stores: list[Store] = [self.rows]
        stores += [FakeVersions(bucket, name, page, hollow) for name, bucket in self.buckets.items()]
        stores += [FakeUploads(bucket, f"{name}_uploads", page) for name, bucket in self.buckets.items()]
        self.erasing = Erase(self.ledger, stores, self.clock)

    def create(self, user: str = "u1", if_nothing: str = "review", team: str = TEAM) -> tuple[Job, Form]:
        """A job that awaits its upload, and its form."""
        recipe = Recipe({"face": "solid"}, if_nothing)
        request = JobRequest(user, recipe, ("masking",), "image/jpeg")
        return create_job(request, team, self.creating, self.clock())

    def upload(self, form: Form, data: bytes = b"face 1") -> Uploaded:
        """Post a file with a form."""
        return self.forms.post(form, data, self.clock())

    def mask(self, event: Uploaded) -> str:
        """Deliver an event to the masker."""
        return mask_photo(event, self.masking)

    def masked(self, user: str = "u1", data: bytes = b"face 1", team: str = TEAM) -> Job:
        """A job that has gone its whole way."""
        job, form = self.create(user, team=team)
        self.mask(self.upload(form, data))
        return self.row(job.ref)

    def row(self, ref: JobRef) -> Job:
        """A job as it is stored; it must be there."""
        return self.jobs.rows[ref]

    def subject(self, user: str = "u1", team: str = TEAM) -> str:
        """The pseudonym of a user as of now."""
        return identify(team, user, self.mac, self.ledger).subject

    def ask_erasure(self, user: str = "u1", team: str = TEAM) -> Erasure:
        """Ask for the erasure of a user."""
        return request_erasure(user, team, self.requesting, self.clock())

    def budget(self, seconds: float = 300) -> datetime:
        """The end of a worker's time."""
        return self.clock() + timedelta(seconds=seconds)

    def work_off(self, erasure: Erasure, most_steps: int = 50) -> Erasure:
        """Run an erasure to its end, as the workflow would."""
        for _ in range(most_steps):
            again = erase(erasure.team, erasure.id, self.erasing, self.budget())
            if again is None:
                return self.ledger.records[erasure.team, erasure.id]
            self.clock.reach(again)
        raise AssertionError("the erasure does not end")

    def traces(self, subject: str, team: str = TEAM) -> list[str]:
        """Everything that any store holds of a subject."""
        prefix = subject_prefix(team, subject)
        rows = [f"row {ref.job}" for ref in self.jobs.rows if (ref.team, ref.subject) == (team, subject)]
        for name, bucket in self.buckets.items():
            rows += [f"{name} {key}" for key in bucket.objects if key.startswith(prefix)]
            rows += [f"{name} upload {key}" for key, _ in bucket.uploads if key.startswith(prefix)]
        return rows

    def others(self, subject: str, team: str = TEAM) -> str:
        """A digest of every row and object that is not of a subject."""
        prefix = subject_prefix(team, subject)
        rows = [
            repr(job) for ref, job in self.jobs.rows.items() if (ref.team, ref.subject) != (team, subject)
        ]
        for name, bucket in self.buckets.items():
            rows += [f"{name}{key}{v}" for key, v in bucket.objects.items() if not key.startswith(prefix)]
            rows += [f"{name}{upload}" for upload in bucket.uploads if not upload[0].startswith(prefix)]
        return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()
