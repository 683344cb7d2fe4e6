"""Everything core needs, put together from fakes, with the few moves that tests make in it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from functions.core.agreement import INTERNAL, Terms
from functions.core.audit import CLIENT, Act
from functions.core.change_settings import ChangeSettings
from functions.core.close_failed import CloseFailed
from functions.core.consents import KeepConsents, Whose
from functions.core.create_job import CreateJob, create_job
from functions.core.decide_erasure import DecideErasure
from functions.core.deployment import Deployment, Operator
from functions.core.end_copies import EndCopies
from functions.core.end_exports import EndExports
from functions.core.end_unapproved import EndUnapproved
from functions.core.erase import Erase, erase
from functions.core.erasure import Erasure
from functions.core.export import Export
from functions.core.export_content import to_bytes
from functions.core.export_schemas import export_schema
from functions.core.export_worker import MakeExport
from functions.core.exports import KeepExports, request_export
from functions.core.get_job import GetJob
from functions.core.hide import Hide
from functions.core.hold import HoldUser
from functions.core.hold_back import HoldBack
from functions.core.job import Job
from functions.core.job_request import JobRequest
from functions.core.list_dataset import ListDataset
from functions.core.list_jobs import ListUserJobs
from functions.core.make_export import make_export
from functions.core.mask_photo import MaskPhoto, Uploaded, mask_photo
from functions.core.names import JobRef
from functions.core.ports import Form
from functions.core.purposes import Purpose
from functions.core.receipt import Receipts
from functions.core.recipe import Recipe
from functions.core.redate import Redate
from functions.core.remains import Lifetimes
from functions.core.remask_depicted import RemaskDepicted, remask_depicted
from functions.core.remask_job import RemaskJob
from functions.core.report_job import ReportJob
from functions.core.request_erasure import RequestErasure, request_erasure, request_job_erasure
from functions.core.restrict import Restrict, Settling, lift_restriction, set_restriction
from functions.core.restriction import Restriction
from functions.core.retain import Retain, Swept
from functions.core.retain_exports import RetainExports
from functions.core.retention import DAY
from functions.core.retry_job import RetryJob
from functions.core.reviews import Reviewing
from functions.core.run_erasure import Run, finish, plan
from functions.core.standing_copies import Asked
from functions.core.store_names import BUCKETS, UPLOADS
from functions.core.store_ports import OfExports, Store
from functions.core.stored_of import StoredOf
from functions.core.subjects import Identified, identify
from functions.core.sweep import Sweep, sweep
from functions.core.team_settings import Bound, Bounds
from functions.edge import shown
from functions.edge.consents import Shows
from tests.fakes.agreements import FakeAgreements
from tests.fakes.bucket import FakeBucket, FakeObjects, FakePresence, FakeWithdrawn
from tests.fakes.clock import ManualClock
from tests.fakes.datasets import FakeDatasets
from tests.fakes.depicted import FakeDepicted
from tests.fakes.exports import FakeArchive, FakeExports, FakePictures, FakeTrail
from tests.fakes.imaging import FakeImaging
from tests.fakes.jobs import FakeJobs
from tests.fakes.ledger import FakeLedger
from tests.fakes.lists import SHARDS, FakeLists
from tests.fakes.opt_outs import FakeOptOuts
from tests.fakes.remasks import FakeRemasks
from tests.fakes.reports import FakeReports
from tests.fakes.restrictions import FakeRestrictedJobs, FakeRestrictions, FakeShelf
from tests.fakes.retention import FakeFiles, FakeHolds, FakeRetained, FakeSettings
from tests.fakes.reviews import FakeAudit, FakeReviews
from tests.fakes.rows import FakePartition, FakeRows
from tests.fakes.services import FakeExecutions, FakeMac, FakeQuotas, FakeRequeue
from tests.fakes.signer import FakeSigner
from tests.fakes.signers import FakeForms, FakeLinks
from tests.fakes.stores import FakeUploads, FakeVersions
from tests.fakes.traces import others, traces

TEAM = "teamaaaaaaaaaaaa"
OTHER_TEAM = "teambbbbbbbbbbbb"
LEASE = timedelta(seconds=60)
MOST_BYTES = 1000
GRACE = timedelta(seconds=600)
REQUEUE = timedelta(hours=1)
PER_MINUTE = 10_000
MINUTES = {
    "originals": 7 * DAY,
    "results": 30 * DAY,
    "exports": 7 * DAY,
    "job_records": 90 * DAY,
    "consent_proof": 300 * DAY,
    "audit": 400 * DAY,
    "correction_window": 0,
    "datasets": 60 * DAY,
}
BOUNDS = Bounds(
    {
        name: Bound(min(1, minutes), minutes, 365 * DAY if minutes else 3 * DAY)
        for name, minutes in MINUTES.items()
    }
)
QUOTAS = {"jobs_per_minute": PER_MINUTE, "upload_bytes": MOST_BYTES, "members": 50, "webhooks": 10}
FRESH, DELAY, APPROVAL = timedelta(seconds=600), timedelta(days=1), timedelta(days=7)
LAG, RETRY = timedelta(seconds=60), timedelta(hours=1)


FACTS = Deployment(Operator(), "test", "eu-central-1", (), (), {})


def _reached(store: Store) -> Store:
    return OfExports(store) if store.name.startswith("exports") else store


def a_request(
    user: str = "u1", if_nothing: str = "review", *, depicted: tuple[str, ...] = (), **more: Any
) -> JobRequest:
    """What a caller asks for."""
    recipe = Recipe({"face": Hide()}, if_nothing)
    return JobRequest(user, recipe, ("masking",), "image/jpeg", depicted=depicted, **more)


LIVES = Lifetimes(
    form=timedelta(minutes=5),
    queue=timedelta(hours=1),
    function_logs=timedelta(days=7),
    access_logs=timedelta(days=30),
    recovery=timedelta(days=7),
    ledger_recovery=timedelta(days=35),
    tombstone=timedelta(days=65),
    consent_proof=timedelta(days=3650),
    audit=timedelta(days=1095),
)


class World:
    """A deployment in memory."""

    def __init__(self, *, versioned: bool = False, page: int = 1000, hollow: bool = False) -> None:
        self.clock = ManualClock()
        self.ledger = FakeLedger()
        self.jobs = FakeJobs(self.ledger)
        self.buckets = {name: FakeBucket(versioned) for name in BUCKETS}
        self.originals, self.held, self.results, self.exported = self.buckets.values()
        self.exports = FakeExports(self.ledger, self.jobs)
        self.mac, self.executions = FakeMac(), FakeExecutions()
        self.forms = FakeForms(self.originals, MOST_BYTES, timedelta(seconds=300))
        self.links = FakeLinks(self.results, self.clock, timedelta(seconds=300))
        self.settings = FakeSettings(BOUNDS)
        self.imaging = FakeImaging()
        self.rows = FakeRows(self.jobs, page=page, exports=self.exports)
        self.depicted = FakeDepicted(self.rows, self.buckets, self.clock, self.settings, page)
        self.lists, self.queue, self.quotas = FakeLists(self.jobs), FakeRequeue(), FakeQuotas(PER_MINUTE)
        self.presence = FakePresence(self.originals)
        self.agreements = FakeAgreements()
        self.creating = CreateJob(
            self.jobs,
            self.ledger,
            self.mac,
            self.forms,
            self.quotas,
            GRACE,
            self.settings,
            Terms("1-0", INTERNAL, timedelta(days=30)),
            self.agreements,
        )
        self.consents = self.jobs.consents
        self.opt_outs = FakeOptOuts(self.ledger)
        self.consenting = KeepConsents(self.consents, self.settings, self.ledger, self.mac)
        self.listing = ListUserJobs(self.lists, self.ledger, self.mac)
        self.retrying = RetryJob(self.jobs, self.ledger, self.presence, self.queue)
        self.retained = FakeRetained(self.jobs, self.lists, rows_of_exports=self.exports)
        self.holds = FakeHolds(self.jobs.restrictions)
        self.restrictions = FakeRestrictions(self.jobs)
        self.shelf = FakeShelf(self.originals, self.held, self.results)
        self.ending = EndExports(self.exports, self.exports, self.settings)
        self.settling = Settling(
            self.restrictions,
            self.restrictions,
            FakeRestrictedJobs(self.jobs),
            self.jobs,
            self.shelf,
            self.settings,
            self.clock,
            FakePresence(self.held),
            self.queue,
            self.ending,
        )
        self.restricting = Restrict(
            replace(self.settling, queue=None), self.ledger, self.mac, self.executions
        )
        withdrawn = FakeWithdrawn(self.results, self.held)
        self.report_mac = FakeMac()
        self.reporting = ReportJob(
            self.jobs,
            self.ledger,
            FakeReports(self.jobs),
            withdrawn,
            FakePresence(self.held),
            self.settings,
            self.report_mac,
            FakeQuotas(PER_MINUTE),
            self.clock,
            self.ending,
        )
        self.remasking = RemaskJob(
            self.jobs,
            self.ledger,
            FakeRemasks(self.jobs),
            withdrawn,
            FakePresence(self.held),
            self.queue,
            self.quotas,
            self.settings,
            self.clock,
            self.ending,
        )
        self.telling = StoredOf(FakePartition(self.jobs, self.exports), self.ledger, self.holds, self.mac)
        self.files = {name: FakeFiles(bucket) for name, bucket in self.buckets.items()}
        self.faults: list[Exception] = []
        self.changing = ChangeSettings(self.settings, self.retained, BOUNDS, QUOTAS)
        self.datasets = FakeDatasets(self.jobs)
        self.retaining_exports = RetainExports(
            self.exports,
            self.exports,
            self.files,
            self.holds,
            self.settings,
            self.clock,
            self.faults.append,
        )
        self.redating = Redate(
            self.settings,
            self.retained,
            self.settings,
            self.files,
            self.clock,
            self.faults.append,
            self.datasets,
            self.retaining_exports,
        )
        self.sweeping = Sweep(
            self.lists,
            self.jobs,
            self.presence,
            self.queue,
            REQUEUE,
            self.settings,
            Retain(self.retained, self.files, self.holds, self.clock, self.faults.append),
            self.redating,
            self.settling,
            EndCopies(self.datasets, self.files["held"], self.holds, self.clock, self.faults.append),
            self.retaining_exports,
            EndUnapproved(self.ledger, self.ledger, self.clock, self.faults.append),
            most=1000,
        )
        self.audit = FakeAudit()
        self.views = FakeLinks(self.held, self.clock, timedelta(seconds=60), "https://held.fake/")
        self.reviewing = Reviewing(
            self.jobs,
            self.lists,
            self.ledger,
            FakeReviews(self.jobs, self.audit),
            self.audit,
            FakePresence(self.held),
            self.views,
            (FakeObjects(self.held), FakeObjects(self.results)),
            self.queue,
            self.settings,
            self.restrictions,
            self.holds,
        )
        asked = Asked(self.datasets, self.retained, self.ledger, self.restrictions, self.settings)
        self.dataset = ListDataset(asked, self.views)
        self.reading = GetJob(
            self.jobs, self.ledger, self.links, self.report_mac, self.clock, self.restrictions
        )
        self.export_machine, self.trail = FakeExecutions(), FakeTrail()
        self.archive = FakeArchive(self.exported)
        self.keeping = KeepExports(
            self.exports,
            self.ledger,
            self.mac,
            self.export_machine,
            self.quotas,
            FakeLinks(self.exported, self.clock, timedelta(seconds=300), "https://exports.fake/"),
            self.restrictions,
        )
        self.exporting = MakeExport(
            exports=self.exports,
            archive=self.archive,
            lists=self.lists,
            retained=self.retained,
            ledger=self.ledger,
            holds=self.holds,
            restrictions=self.restrictions,
            consents=self.consents,
            opt_outs=self.opt_outs,
            datasets=self.datasets,
            trail=self.trail,
            settings=self.settings,
            results=FakePictures(self.results),
            held=FakePictures(self.held),
            job=shown.whole,
            consent=lambda team, subject, consent: Shows(self.settings, FACTS, team).one(
                consent, Identified("", 0, subject)
            ),
            schema=to_bytes(export_schema()),
            region="eu-central-1",
            clock=self.clock,
            lease=LEASE,
            part=64,
        )
        self.requesting = RequestErasure(self.ledger, self.mac, self.executions, self.jobs, FRESH, APPROVAL)
        self.deciding = DecideErasure(self.ledger, self.executions, FRESH, DELAY)
        self.holding = HoldUser(self.holds, self.ledger, self.mac, self.executions)
        self.masking = MaskPhoto(
            jobs=self.jobs,
            originals=FakeObjects(self.originals),
            held=FakeObjects(self.held),
            results=FakeObjects(self.results),
            imaging=self.imaging,
            settings=self.settings,
            clock=self.clock,
            lease=LEASE,
            most_bytes=MOST_BYTES,
            holding=HoldBack(self.jobs, self.settling.rows, self.shelf),
        )
        buckets = (self.masking.originals, self.masking.held, self.masking.results)
        self.failing = CloseFailed(self.jobs, *buckets, self.settings, self.clock, self.restrictions)
        stores: list[Store] = [self.depicted, self.rows, self.rows.exports]
        stores += [
            _reached(FakeVersions(bucket, name, page, hollow)) for name, bucket in self.buckets.items()
        ]
        stores += [
            _reached(FakeUploads(bucket, UPLOADS[name], page)) for name, bucket in self.buckets.items()
        ]
        self.signer = FakeSigner()
        receipts = Receipts(self.signer, "urn:moretta:eu-central-1:test", "1.2.3", LIVES)
        self.erasing = Erase(self.ledger, stores, self.rows, self.clock, receipts, self.holds, LAG)
        self.running = Run(self.ledger, self.clock, receipts, RETRY)
        self.sparing = RemaskDepicted(
            self.ledger,
            self.depicted,
            self.jobs,
            self.remasking.remasks,
            withdrawn,
            self.remasking.held,
            self.queue,
            self.settings,
            self.holds,
            self.clock,
        )

    def act(self, team: str = TEAM, by: str = CLIENT) -> Act:
        """What is done now, by a team's backend or by whom it is said."""
        return Act(team, by, self.clock())

    def ask(self, request: JobRequest, key: str = "", team: str = TEAM) -> tuple[Job, Form | None]:
        """Ask for a job."""
        return create_job(request, team, key, self.creating, self.clock())

    def create(
        self, user: str = "u1", if_nothing: str = "review", team: str = TEAM, depicted: tuple[str, ...] = ()
    ) -> tuple[Job, Form]:
        """A job that awaits its upload, and its form."""
        job, form = self.ask(a_request(user, if_nothing, depicted=depicted), team=team)
        assert form is not None
        return job, form

    def declare(self, team: str = TEAM, **purposes: Purpose) -> None:
        """Let a team have these purposes beside masking."""
        before = self.settings.of(team)
        self.settings.rows[team] = replace(before, purposes={**before.purposes, **purposes})

    def upload(self, form: Form, data: bytes = b"face 1") -> Uploaded:
        """Post a file with a form."""
        return self.forms.post(form, data, self.clock())

    def mask(self, event: Uploaded) -> str:
        """Deliver an event to the masker."""
        return mask_photo(event, self.masking)

    def masked(
        self, user: str = "u1", data: bytes = b"face 1", team: str = TEAM, depicted: tuple[str, ...] = ()
    ) -> Job:
        """A job that has gone its whole way."""
        job, form = self.create(user, team=team, depicted=depicted)
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
        return request_erasure(user, self.act(team), self.requesting)

    def ask_job_erasure(self, ref: JobRef) -> Erasure:
        """Ask for the erasure of one job."""
        return request_job_erasure(ref.id, self.act(ref.team), self.requesting)

    def restrict(self, user: str = "u1", seconds: float = 15) -> None:
        """Restrict a user, at the user's own wish."""
        restriction = Restriction("accuracy_contested", "self", self.clock())
        set_restriction(TEAM, user, restriction, self.restricting, self.budget(seconds))

    def lift(self, user: str = "u1", seconds: float = 15) -> None:
        """Lift the restriction of a user."""
        lift_restriction(user, self.act(), self.restricting, self.budget(seconds))

    def sweep(self, seconds: float = 45) -> Swept:
        """One pass over everything that is due."""
        return sweep(self.sweeping, range(SHARDS), self.budget(seconds))

    def budget(self, seconds: float = 300) -> datetime:
        """The end of a worker's time."""
        return self.clock() + timedelta(seconds=seconds)

    def run(self, erasure: Erasure, most_steps: int = 99) -> Erasure:
        """Let the workflow run until it ends, with all its parts; a retry is its end here."""
        for _ in range(most_steps):
            planned = plan(erasure.team, erasure.id, self.running)
            if isinstance(planned, datetime):
                self.clock.reach(planned)
                continue
            for part in planned or ():
                self.work_off(self.ledger.records[erasure.team, part])
            finish(erasure.team, erasure.id, self.running)
            return self.ledger.records[erasure.team, erasure.id]
        raise AssertionError("the workflow does not end")

    def work_off(self, erasure: Erasure, most_steps: int = 50) -> Erasure:
        """Run an erasure to its end, as the workflow would."""
        for _ in range(most_steps):
            again = erase(erasure.team, erasure.id, self.erasing, self.budget())
            if again is None:
                return self.ledger.records[erasure.team, erasure.id]
            self.clock.reach(again)
            remask_depicted(erasure.team, erasure.id, self.sparing, self.budget())
        raise AssertionError("the erasure does not end")

    def ask_export(self, user: str = "u1", key: str = "", team: str = TEAM) -> Export:
        """Ask for an export."""
        return request_export(Whose(team, user), key, self.keeping, self.clock())

    def export(
        self, user: str = "u1", team: str = TEAM, most_steps: int = 999, seconds: float = 240
    ) -> Export:
        """An export that has gone its whole way, as the workflow works."""
        asked = self.ask_export(user, team=team)
        for _ in range(most_steps):
            again = make_export(team, asked.id, self.exporting, self.budget(seconds))
            if again is None:
                return self.exports.rows[asked.ref]
            self.clock.reach(again)
        raise AssertionError("the export does not end")

    def traces(self, subject: str, team: str = TEAM) -> list[str]:
        """Everything that any store holds of a subject."""
        rows = [
            f"export {ref.job}" for ref in self.exports.rows if (ref.team, ref.subject) == (team, subject)
        ]
        rows += ["exporting"] if (team, subject) in self.exports.locks else []
        return [*traces(self.jobs, self.buckets, team, subject), *rows]

    def others(self, subject: str, team: str = TEAM) -> str:
        """A digest of every row and object that is not of a subject."""
        return others(self.jobs, self.buckets, team, subject)
