"""Every order in which things can happen around erasures: the moves. What must hold is in `forgotten.py`.

Three users, one of whose ids begins with another's, who stand in each other's pictures. Uploads, events that
come twice, late and out of order; maskers and erasers that are held at any call of AWS while anything else
happens, that die there, or whose answer is lost; keys that DeleteObjects names in its Errors[], rows that are
left unprocessed, indexes that lag; holds; a table that is lost and restored.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

import ulid
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from functions.core.close_failed import close_failed
from functions.core.consent import Consented
from functions.core.consent_errors import ConsentMissing
from functions.core.consents import Whose, give_consent, withdraw_consent
from functions.core.decide_erasure import DecideErasure
from functions.core.erase import erase
from functions.core.erasure import COMPLETED, PARTIAL, RUNNING, SCHEDULED, Erasure
from functions.core.errors import ErasureRunning, MorettaError, Problem, Unavailable
from functions.core.hold import lift_hold, set_hold
from functions.core.holds import Hold
from functions.core.job import Job
from functions.core.mask_photo import Uploaded, mask_photo
from functions.core.names import JobRef
from functions.core.ports import Form
from functions.core.purposes import Purpose
from functions.core.replay import Replay
from functions.core.restore import Restore, restore
from functions.core.run_erasure import finish, plan
from tests.fakes.backup import FakeBackup, FakeWithdrawals
from tests.fakes.clock import START
from tests.fakes.flight import Flight
from tests.fakes.fuse import Fuse, Killed, fused
from tests.fakes.signers import FormRefused
from tests.fakes.world import FRESH, LEASE, TEAM, World, a_request
from tests.unit.core.asking_erasures import approved, dates

MOST_RECEIVES = 3
MASKER = LEASE - timedelta(seconds=5)  # a masker's time, less than its lease
LAG = timedelta(seconds=170)  # of the index by time
USERS = st.sampled_from(["u1", "u1x", "u2"])
KINDS = st.sampled_from([b"face", b"face", b"odd", b"text"])
DEPICTED: Any = st.sampled_from([(), (), ("u1",), ("u1x",), ("u2", "u1")])
PICK, AT = st.integers(0, 9), st.integers(1, 12)
CALLS = st.sampled_from([-1, 0, 1, 2, 3, 4, 5, 5, 6, 99, 99, 99])  # of a masker, before it is held
STEP = st.sampled_from([1, 2, 3, 4, 5, 6, 8, 13, 99, 99, 99, 99, 99])  # of a worker
LOST = st.sampled_from([Killed, Unavailable])


@dataclass
class Message:
    """An event in the queue."""

    event: Uploaded
    receives: int = 0


@dataclass
class Masker:
    """A masker at work, on what, since when; ``before`` are the files of its key when it began."""

    message: Message
    since: datetime
    before: dict[str, Any]
    said: str = ""
    flight: Flight = field(init=False)


@dataclass
class Eraser:
    """A worker in the midst of a step."""

    flight: Flight
    erasure: Erasure


class Forgetting(RuleBasedStateMachine):
    """The moves. ``during`` is told of each piece of an erasure's work, ``masked`` of each masker's end."""

    def __init__(self) -> None:
        super().__init__()
        self._generator, chance = ulid.default_generator, Random(0)
        ulid.default_generator = ulid.ULIDGenerator(lambda: 0, lambda _: chance.randbytes(10))
        self.world = World(page=2)
        self.world.deciding = DecideErasure(self.world.ledger, self.world.executions, FRESH, timedelta(0))
        self.world.declare(training=Purpose("consent", opt_in=True, description={"en": "to train"}))
        self.world.rows.index = self._index
        self.jobs: dict[JobRef, tuple[Job, Form]] = {}
        self.queue: list[Message] = []
        self.dead: list[Message] = []
        self.seen: list[Uploaded] = []
        self.files: dict[str, bytes] = {}
        self.maskers: list[Masker] = []
        self.erasers: list[Eraser] = []
        self.backup: FakeBackup | None = None

    def during(self, erasure: Erasure, work: Callable[[], object], *, whole: bool = True) -> None:
        """Do a piece of an erasure's work; ``whole`` says that it is the beginning of a step."""
        work()

    def masked(self, masker: Masker) -> None:
        """A masker ended by itself."""

    def restored(self) -> None:
        """A lost table was restored."""

    # What users and teams do

    @rule(
        user=USERS,
        depicted=DEPICTED,
        kind=KINDS,
        calls=CALLS,
        more=st.sampled_from(["", "", "key", "training"]),
    )
    def photo(self, user: str, depicted: tuple[str, ...], kind: bytes, calls: int, more: str) -> None:
        """A job, with its file, as far as ``calls`` of its masker."""
        if not self._created(user, depicted, more) or calls < 0:
            return
        self.upload(-1, kind)
        if self.queue and calls:
            self.deliver(-1, calls)

    def _created(self, user: str, depicted: tuple[str, ...], more: str) -> bool:
        purposes = ("masking", "training") if more == "training" else ("masking",)
        request = replace(a_request(user, depicted=depicted), purposes=purposes, consents=purposes[1:])
        try:
            job, form = self.world.ask(request, f"key {len(self.jobs)}" if more == "key" else "")
        except ErasureRunning:
            self.answered(user, depicted, refused=True)
            return False
        except ConsentMissing:
            return False
        assert form
        self.jobs[job.ref] = (job, form)
        self.answered(user, depicted, refused=False)
        return True

    def answered(self, user: str, depicted: tuple[str, ...], refused: bool) -> None:
        """A job of these people was made, or refused because of an erasure."""

    @precondition(lambda self: self.jobs)
    @rule(pick=PICK, kind=KINDS)
    def upload(self, pick: int, kind: bytes) -> None:
        """The first file, or one more with the same form, or one of somebody who is erased."""
        _, form = self._one(list(self.jobs.values()), pick)
        with suppress(FormRefused):
            data = kind + b" %d" % len(self.seen)
            event = self.world.upload(form, data)
            self.queue.append(Message(event))
            self.seen.append(event)
            self.files[event.etag] = data

    @rule(user=USERS, withdraw=st.booleans())
    def consent(self, user: str, withdraw: bool) -> None:
        told, whose = Consented("v1", "en", "self", "{}"), Whose(TEAM, user)
        with suppress(Problem):
            if withdraw:
                withdraw_consent(whose, "training", self.world.consenting, self.world.clock())
            else:
                give_consent(whose, "training", told, self.world.consenting, self.world.clock())

    # Maskers

    @precondition(lambda self: self.queue)
    @rule(pick=PICK, calls=CALLS)
    def deliver(self, pick: int, calls: int) -> None:
        """Any message, not the oldest first, to a masker that may be held on its way."""
        message = self.queue.pop(pick % len(self.queue))
        message.receives += 1
        key = message.event.key
        before = {name: bucket.current(key) for name, bucket in self.world.buckets.items()}
        masker = Masker(message, self.world.clock(), before)

        def work(fuse: Fuse) -> None:
            masker.said = mask_photo(message.event, fused(self.world.masking, fuse))

        masker.flight = Flight(work, calls)
        self._landed(masker)

    @precondition(lambda self: self.maskers)
    @rule(pick=PICK, calls=st.sampled_from([1, 1, 2, 99, 99]), kill=st.booleans())
    def let_a_masker_go_on(self, pick: int, calls: int, kill: bool) -> None:
        masker = self.maskers.pop(pick % len(self.maskers))
        if kill and calls == 99:
            masker.flight.kill()
        else:
            masker.flight.go_on(calls)
        self._landed(masker)

    @precondition(lambda self: self.seen)
    @rule(pick=PICK, what=st.sampled_from(["again", "again", "dead", "sweep", "lag"]))
    def an_event_comes_again(self, pick: int, what: str) -> None:
        """Or is a dead letter; or the sweeper finds what is due, by an index that may lag."""
        if what == "again":
            self.queue.append(Message(self._one(self.seen, pick)))
        elif what == "dead" and self.dead:
            self._consume(self._one(self.dead, pick))
        elif what == "lag":
            self.world.lists.lag()
        else:
            self.world.sweep()

    @rule(seconds=st.sampled_from([1, 30, 61, 120, 200]))
    def wait(self, seconds: int) -> None:
        """No masker outlives its time, whatever it is doing."""
        self.world.clock.advance(seconds)
        for masker in self._taken(self.maskers):
            if masker.since + MASKER <= self.world.clock():
                masker.flight.kill()
            self._landed(masker)

    # Erasures

    @rule(user=USERS, looks=st.integers(0, 3), first=st.sampled_from(["", "", "dies", "held"]), at=AT)
    def erase_a_user(self, user: str, looks: int, first: str, at: int) -> None:
        """It is asked for, and looks at once, however early that is; the first may die, or be overtaken."""
        with suppress(Unavailable):
            erasure = self.world.ask_erasure(user)
            if first == "dies":
                self._lose(erasure, at, Killed)
            for calls in [at] * (first == "held") + [99] * looks:
                self._begin(erasure, calls, self.world.budget())

    @precondition(lambda self: self.jobs)
    @rule(pick=PICK, seconds=st.sampled_from([0, 0, 120, 150, 300]))
    def ask_for_another_erasure(self, pick: int, seconds: int) -> None:
        """Of one job, or of all dates up to so many seconds ago."""
        end = self.world.clock() - timedelta(seconds=seconds)
        with suppress(Problem):
            if not seconds:
                self.world.ask_job_erasure(self._one(list(self.jobs), pick))
            elif end > START:
                self._plan(approved(self.world, dates(START, end)).id)

    @precondition(lambda self: self.running())
    @rule(pick=PICK, hurry=st.sampled_from([False, False, True]), calls=STEP)
    def begin_a_step(self, pick: int, hurry: bool, calls: int) -> None:
        """A worker that may be held on its way; so may another one that works on the same."""
        self._begin(self._one(self.running(), pick), calls, self.world.budget(-1 if hurry else 300))

    @precondition(lambda self: self.erasers)
    @rule(pick=PICK, calls=st.sampled_from([1, 3, 99, 99]), kill=st.booleans())
    def let_a_worker_go_on(self, pick: int, calls: int, kill: bool) -> None:
        eraser = self.erasers.pop(pick % len(self.erasers))
        go_on = partial(eraser.flight.go_on, calls)
        self.during(eraser.erasure, eraser.flight.kill if kill and calls == 99 else go_on, whole=False)
        self._stopped(eraser)

    @precondition(lambda self: self.running())
    @rule(pick=PICK, at=AT, error=LOST)
    def lose_an_answer(self, pick: int, at: int, error: type[BaseException]) -> None:
        """The call was made, and its worker ends or sees a fault."""
        self._lose(self._one(self.running(), pick), at, error)

    @precondition(lambda self: self.open())
    @rule(pick=PICK)
    def finish_or_try_again(self, pick: int) -> None:
        """What the workflow does around the parts, and when something was left."""
        erasure = self._one(self.open(), pick)
        with suppress(MorettaError):
            finish(TEAM, erasure.id, self.world.running)
            self._plan(erasure.id)

    # What goes wrong

    @rule(pick=PICK, user=USERS, what=st.sampled_from(["key", "key", "row", "mended", "hold", "lift"]))
    def trouble(self, pick: int, user: str, what: str) -> None:
        """DeleteObjects names a key in its Errors[], a row is left unprocessed, a user is held."""
        rows, now = list(self.world.jobs.rows), self.world.clock()
        buckets = [each for each in self.world.buckets.values() if each.objects]
        if what == "key" and buckets:
            bucket = self._one(buckets, pick)
            bucket.locked.add(self._one(list(bucket.objects), pick))
        elif what == "row" and rows:
            self.world.rows.unprocessed.add(self._one(rows, pick).job)
        elif what == "hold":
            hold = Hold("legal_claims", now + timedelta(days=99), "bob", now)
            set_hold(user, hold, TEAM, self.world.holding)
        elif what == "lift":
            lift_hold(user, self.world.act(), self.world.holding)
        else:
            self.mend()

    def mend(self) -> None:
        """Everything can be deleted again."""
        self.world.rows.unprocessed.clear()
        for bucket in self.world.buckets.values():
            bucket.locked.clear()

    @rule(lost=st.booleans())
    def back_up_or_restore(self, lost: bool) -> None:
        """A restore takes longer than a lease: whoever worked has ended."""
        if not lost or not self.backup:
            self.backup = self.backup or FakeBackup(self.world.jobs)
            return
        self.wait(LEASE.seconds + 1)
        self._kill_workers()
        self.backup.lose()
        replay = Replay(self.world.ledger, self.world.holds, FakeWithdrawals(self.world.consents))
        list(restore(Restore(self.backup, self.backup, replay, self._exists)))
        self.backup = None
        self.restored()

    # Helpers

    def running(self) -> list[Erasure]:
        """Erasures that have work to do."""
        return [
            each for each in self.world.ledger.records.values() if each.state == RUNNING and not each.parts
        ]

    def open(self) -> list[Erasure]:
        """Erasures that somebody asked for, and that have not completed."""
        records = self.world.ledger.records.values()
        return [each for each in records if each.state != COMPLETED and not each.parent]

    def teardown(self) -> None:
        ulid.default_generator = self._generator
        self._kill_workers()

    def _lose(self, erasure: Erasure, at: int, error: type[BaseException]) -> None:
        fuse = Fuse(at, after=True, error=error)

        def work() -> None:
            with suppress(Killed, MorettaError):
                erase(TEAM, erasure.id, fused(self.world.erasing, fuse), self.world.budget())

        self.during(erasure, work)

    def _begin(self, erasure: Erasure, calls: int, until: datetime) -> None:
        def work(fuse: Fuse) -> None:
            with suppress(MorettaError):  # the workflow tries again
                erase(TEAM, erasure.id, fused(self.world.erasing, fuse), until)

        self.during(erasure, lambda: self._stopped(Eraser(Flight(work, calls), erasure)))

    def _kill_workers(self) -> None:
        for masker in self._taken(self.maskers):
            masker.flight.kill()
            self._landed(masker)
        for eraser in self.erasers:
            eraser.flight.kill()
        self.erasers.clear()

    def _plan(self, erasure_id: str) -> None:
        if self.world.ledger.records[TEAM, erasure_id].state in {SCHEDULED, PARTIAL}:
            plan(TEAM, erasure_id, self.world.running)

    def _landed(self, masker: Masker) -> None:
        flight, message = masker.flight, masker.message
        if not flight.ended:
            self.maskers.append(masker)
            return
        if flight.failed:
            (self.queue if message.receives < MOST_RECEIVES else self.dead).append(message)
        if not flight.killed:
            self.masked(masker)

    def _stopped(self, eraser: Eraser) -> None:
        if not eraser.flight.ended:
            self.erasers.append(eraser)
        elif eraser.flight.failed and not isinstance(eraser.flight.failed, Killed):
            raise eraser.flight.failed

    def _consume(self, message: Message) -> None:
        with suppress(MorettaError):
            close_failed(message.event, self.world.failing)
            self.dead.remove(message)

    def _exists(self, store: str, key: object) -> bool:
        return self.world.buckets[store].current(str(key)) is not None

    def _index(self) -> list[JobRef]:
        now, rows = self.world.clock(), self.world.jobs.rows
        return [ref for ref, job in rows.items() if job.created_at + LAG <= now]

    def _taken(self, maskers: list[Masker]) -> list[Masker]:
        taken = list(maskers)
        maskers.clear()
        return taken

    def _one(self, values: list[Any], pick: int) -> Any:
        return values[pick % len(values)]
