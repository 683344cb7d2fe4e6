"""Every order in which things can happen to photos, as far as chance finds it.

Two users, one of whose ids begins with the other's, and who stand in each other's pictures; uploads, events
that come twice, late and out of order, maskers and erasers that die at any call, dead letters, retries, the
sweeper with an index that lags, time. At 25 examples "a late event brings it back" was missed, at 120 it was
found.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from functions.core.close_failed import close_failed
from functions.core.erase import erase
from functions.core.erasure import COMPLETED, RUNNING, Erasure
from functions.core.errors import ErasureRunning, MorettaError, NotFound, Problem
from functions.core.get_job import get_job
from functions.core.job import AWAITING_UPLOAD, DONE, EXPIRED, FAILED, MASKING, REVIEW, Job
from functions.core.mask_photo import Uploaded, mask_photo
from functions.core.names import ObjectKey
from functions.core.ports import Form
from functions.core.retry_job import retry_job
from tests.fakes.fuse import Fuse, Killed, fused
from tests.fakes.signers import FormRefused
from tests.fakes.world import TEAM, World

MOST_RECEIVES = 3
USERS = st.sampled_from(["u1", "u1x"])
KINDS = st.sampled_from([b"face", b"face", b"empty", b"odd", b"text", b"crash"])
DEPICTED = st.sampled_from([(), (), ("u1",), ("u1x",), ("u2", "u1x")])
PICK = st.integers(0, 9)


@dataclass
class Message:
    """An event in the queue."""

    event: Uploaded
    receives: int = 0


class WayOfAPhoto(RuleBasedStateMachine):
    """The moves, and what must hold after each."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(page=2)
        self.jobs: list[tuple[Job, Form]] = []
        self.queue: list[Message] = []
        self.dead: list[Message] = []
        self.seen: list[Uploaded] = []
        self.files = 0

    @rule(user=USERS, if_nothing=st.sampled_from(["review", "release", "reject"]), depicted=DEPICTED)
    def create(self, user: str, if_nothing: str, depicted: tuple[str, ...]) -> None:
        subjects = [self.world.subject(each) for each in (user, *depicted)]
        running = any(self.world.ledger.tombstone(TEAM, subject) for subject in subjects)
        try:
            self.jobs.append(self.world.create(user, if_nothing, depicted=depicted))
            refused = False
        except ErasureRunning:
            refused = True
        assert refused == running

    @precondition(lambda self: self.jobs)
    @rule(pick=PICK, kind=KINDS)
    def upload(self, pick: int, kind: bytes) -> None:
        """The first file, or one more with the same form, or one of somebody who is erased."""
        self.files += 1
        _, form = self.jobs[pick % len(self.jobs)]
        with suppress(FormRefused):
            event = self.world.upload(form, kind + b" %d" % self.files)
            self.queue.append(Message(event))
            self.seen.append(event)

    @precondition(lambda self: self.queue)
    @rule(pick=PICK)
    def deliver(self, pick: int) -> None:
        """Any message of the queue, not the oldest first."""
        self._receive(pick, lambda event: mask_photo(event, self.world.masking))

    @precondition(lambda self: self.queue)
    @rule(pick=PICK, at=st.integers(1, 7), after=st.booleans())
    def deliver_to_a_masker_that_dies(self, pick: int, at: int, after: bool) -> None:
        dying = fused(self.world.masking, Fuse(at, after=after))
        self._receive(pick, lambda event: mask_photo(event, dying))

    @precondition(lambda self: self.queue)
    @rule(pick=PICK, at=st.integers(1, 7), user=USERS, steps=st.integers(0, 4))
    def deliver_while_an_erasure_runs(self, pick: int, at: int, user: str, steps: int) -> None:
        fuse = Fuse(at)
        fuse.meanwhile = lambda: self._erase(user, steps)
        self._receive(pick, lambda event: mask_photo(event, fused(self.world.masking, fuse)))

    @precondition(lambda self: self.seen)
    @rule(pick=PICK)
    def send_an_event_again(self, pick: int) -> None:
        self.queue.append(Message(self.seen[pick % len(self.seen)]))

    @precondition(lambda self: self.dead)
    @rule(pick=PICK)
    def consume_a_dead_letter(self, pick: int) -> None:
        self._consume(self.dead[pick % len(self.dead)])

    @precondition(lambda self: self.jobs)
    @rule(pick=PICK)
    def retry(self, pick: int) -> None:
        """Any job, of which only a failed one is taken."""
        job, _ = self.jobs[pick % len(self.jobs)]
        before = self.world.jobs.get(job.ref)
        with suppress(Problem):
            retry_job(job.ref.id, TEAM, self.world.retrying, self.world.clock())
            assert before is not None
            assert before.state == FAILED
        while self.world.queue.sent:
            self.queue.append(Message(self.world.queue.sent.pop()))

    @rule(lag=st.booleans())
    def sweep(self, lag: bool) -> None:
        """With an index as of now, or as of the last time."""
        if not lag:
            self.world.lists.lag()
        waiting = set(self.world.originals.objects)
        before = dict(self.world.jobs.rows)
        self.world.sweep()
        for ref, row in self.world.jobs.rows.items():
            if row != before[ref]:
                assert (before[ref].state, row.state) == (AWAITING_UPLOAD, EXPIRED)
                assert str(row.key) not in waiting

    @rule(seconds=st.sampled_from([1, 30, 61, 120, 301, 901]))
    def wait(self, seconds: int) -> None:
        self.world.clock.advance(seconds)

    @rule(user=USERS)
    def ask_for_an_erasure(self, user: str) -> None:
        self.world.ask_erasure(user)

    @precondition(lambda self: self._running())
    @rule(pick=PICK, hurry=st.booleans())
    def erase_a_step(self, pick: int, hurry: bool) -> None:
        running = self._running()
        erasure = running[pick % len(running)]
        before = self.world.others(erasure.subject)
        until = self.world.budget(-1 if hurry else 300)
        erase(TEAM, erasure.id, self.world.erasing, until)
        assert self.world.others(erasure.subject) == before

    @precondition(lambda self: self._running())
    @rule(pick=PICK, at=st.integers(1, 25), after=st.booleans())
    def erase_a_step_and_die(self, pick: int, at: int, after: bool) -> None:
        running = self._running()
        erasure = running[pick % len(running)]
        with suppress(Killed):
            erase(TEAM, erasure.id, fused(self.world.erasing, Fuse(at, after=after)), self.world.budget())

    @invariant()
    def results_hold_only_what_was_masked_and_verified(self) -> None:
        """Promise 1."""
        for versions in self.world.results.objects.values():
            assert all(version.data in self.world.imaging.verified for version in versions)

    @invariant()
    def a_job_is_downloadable_exactly_while_it_is_done(self) -> None:
        """Promise 1, and promise 6 from the moment an erasure was asked for."""
        for job, _ in self.jobs:
            row = self.world.jobs.get(job.ref)
            erased = any(self.world.ledger.tombstone(TEAM, subject) for subject in job.subjects)
            try:
                link = get_job(job.ref.id, TEAM, self.world.reading).link
            except NotFound:
                assert row is None or erased
                continue
            assert row is not None
            assert not erased
            assert (link is not None) == (row.state == DONE)
            if link:
                assert self.world.links.open(link) in self.world.imaging.verified

    @invariant()
    def what_was_erased_never_comes_back(self) -> None:
        """Promise 6. A file posted with an old form is there until its event comes, and no longer."""
        awaited = {message.event.key for message in [*self.queue, *self.dead]}
        for erasure in self.world.ledger.records.values():
            if erasure.state == COMPLETED:
                traces = self.world.traces(erasure.subject)
                assert all(trace.removeprefix("originals ") in awaited for trace in traces)

    @invariant()
    def an_erasure_completes_only_after_every_lease_it_met(self) -> None:
        """Promise 5."""
        for erasure in self.world.ledger.records.values():
            if erasure.state == COMPLETED and erasure.busy_until and erasure.ended_at:
                assert erasure.ended_at >= erasure.busy_until

    def teardown(self) -> None:
        """Drain the queues, let time pass, work off the erasures: nothing is stuck, and nothing is left."""
        for _ in range(len(self.seen) + 9):
            while self.queue:
                self.deliver(0)
            for message in list(self.dead):
                self._consume(message)
            for erasure in self._running():
                assert self.world.work_off(erasure).state == COMPLETED
            self.world.clock.advance(61)
        assert not self.queue
        assert not self.dead
        self._nothing_is_stuck()
        for erasure in self.world.ledger.records.values():
            assert self.world.traces(erasure.subject) == []
        self.results_hold_only_what_was_masked_and_verified()
        self.a_job_is_downloadable_exactly_while_it_is_done()

    def _nothing_is_stuck(self) -> None:
        rows = self.world.jobs.rows
        assert not any(row.state == MASKING for row in rows.values())
        # Not before its file was dealt with is a job back at the start.
        assert self._states(self.world.originals.objects) <= {FAILED}
        assert self._states(self.world.held.objects) <= {REVIEW, FAILED}
        assert self._states(self.world.results.objects) <= {DONE, FAILED}
        self.world.lists.catch_up()
        self.world.clock.advance(2000)
        self.world.sweep()
        assert not any(row.state == AWAITING_UPLOAD for row in rows.values())
        assert {ref for _, ref in self.world.jobs.pointers} <= rows.keys()
        for ref, row in rows.items():
            key = str(ObjectKey(ref, "identity"))
            assert (row.state == DONE) <= (key in self.world.results.objects)
            assert (row.state == REVIEW) <= (key in self.world.held.objects)
            if row.state == EXPIRED:
                assert key not in self.world.originals.objects

    def _states(self, keys: object) -> set[str]:
        assert isinstance(keys, dict)
        parsed = [ObjectKey.parse(key) for key in keys]
        return {self.world.jobs.rows[key.ref].state for key in parsed if key}

    def _running(self) -> list[Erasure]:
        return [each for each in self.world.ledger.records.values() if each.state == RUNNING]

    def _erase(self, user: str, steps: int) -> None:
        erasure = self.world.ask_erasure(user)
        for _ in range(steps):
            erase(TEAM, erasure.id, self.world.erasing, self.world.clock() + timedelta(seconds=300))

    def _consume(self, message: Message) -> None:
        with suppress(MorettaError):
            close_failed(message.event, self.world.failing)
            self.dead.remove(message)

    def _receive(self, pick: int, work: Callable[[Uploaded], object]) -> None:
        message = self.queue.pop(pick % len(self.queue))
        message.receives += 1
        try:
            work(message.event)
        except (Killed, Exception):
            kept = self.queue if message.receives < MOST_RECEIVES else self.dead
            kept.append(message)


TestWayOfAPhoto = WayOfAPhoto.TestCase
TestWayOfAPhoto.settings = settings(
    max_examples=200,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
