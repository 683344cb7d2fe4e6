"""What must hold whatever happens around erasures: `forgetting.py` has the moves."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple

from hypothesis.stateful import invariant

from functions.core.consent import GIVEN
from functions.core.erasure import COMPLETED, Erasure
from functions.core.errors import NotFound
from functions.core.get_job import get_job
from functions.core.job import DONE
from functions.core.mask_photo import ERASED
from functions.core.names import JobRef, ObjectKey
from functions.core.reach import OfJob, OfUser
from functions.core.run_erasure import finish
from functions.core.subjects import is_erased
from tests.fakes.backup import FakeWithdrawals
from tests.fakes.world import TEAM, World
from tests.unit.core.forgetting import Forgetting, Masker


class Place(NamedTuple):
    """Where something is stored, in whose partition or under whose prefix, and of which job it is."""

    kind: str
    subject: str
    job: JobRef | None
    more: str


Stored = dict[Place, str]


class Forgotten(Forgetting):
    """The moves, and what must hold after each of them."""

    def __init__(self) -> None:
        super().__init__()
        self.frozen: dict[JobRef, object] = {}

    def during(self, erasure: Erasure, work: Callable[[], object], *, whole: bool = True) -> None:
        """Promise 7: others are untouched, byte for byte. Art. 17(3): so is what was held when it began."""
        before = stored(self.world)
        held = {subject for team, subject in self.world.holds.places if team == TEAM} if whole else set()
        work()
        after = stored(self.world)
        for place, value in before.items():
            owner = place.job.subject if place.job else place.subject
            if not self.covers(erasure, place) or owner in held:
                assert after.get(place) == value, "an erasure touched what is somebody else's, or held"

    def masked(self, masker: Masker) -> None:
        """Promise 6: a masker that found its user erased takes back what it stored."""
        if masker.said == ERASED:
            key = masker.message.event.key
            for name in ("held", "results"):
                now = self.world.buckets[name].current(key)
                assert now in {None, masker.before[name]}, "a masker left something of somebody erased"

    def answered(self, user: str, depicted: tuple[str, ...], refused: bool) -> None:
        """Promise 6: nothing is taken in while an erasure runs; who comes back after it starts clean."""
        subjects = [self.world.subject(each) for each in (user, *depicted)]
        stones = [stone for each in subjects if (stone := self.world.ledger.tombstone(TEAM, each))]
        assert refused == bool(stones), (
            "a job was made of somebody who is being erased, or refused of another"
        )
        states = {self.world.ledger.records[TEAM, stone].state for stone in stones}
        assert COMPLETED not in states, "who was erased cannot come back"

    def restored(self) -> None:
        """Rows of yesterday are there; what had lost its row before has nothing that leads to it."""
        self.frozen.clear()
        rows = self.world.jobs.rows
        self.jobs = {ref: each for ref, each in self.jobs.items() if ref in rows or not each[0].depicted}

    @invariant()
    def what_was_erased_never_comes_back(self) -> None:
        """Promises 5 and 6. A file posted with an old form is there until its event comes, and no longer."""
        awaited = {message.event.key for message in [*self.queue, *self.dead]}
        awaited |= {masker.message.event.key for masker in self.maskers}
        completed = [each for each in self.world.ledger.records.values() if self.over(each)]
        for place in stored(self.world) if completed else ():
            if not (place.kind == "originals" and place.more in awaited):
                for erasure in completed:
                    assert not self.covers(erasure, place), "it is there after the receipt"

    @invariant()
    def complete_is_nothing_that_left_something(self) -> None:
        """Promise 5: partial is never called complete."""
        for erasure in self.world.ledger.records.values():
            if erasure.state == COMPLETED:
                assert erasure.left == 0
                assert erasure.receipt or erasure.parent

    @invariant()
    def nothing_of_an_erased_user_moves_or_is_handed_out(self) -> None:
        """Promise 6: from the tombstone on no job is made, claimed or closed, and none is told of."""
        before, self.frozen = self.frozen, {}
        for ref, row in self.world.jobs.rows.items():
            if any(self.world.ledger.tombstone(TEAM, subject) for subject in row.subjects):
                self.frozen[ref] = (row.state, row.claim)
                if before.get(ref) not in {None, self.frozen[ref]}:
                    raise AssertionError("a job of somebody erased was claimed or closed")
            if is_erased(row, self.world.ledger):
                with suppress(NotFound):
                    get_job(ref.id, TEAM, self.world.reading)
                    raise AssertionError("a job of somebody erased is told of")

    @invariant()
    def a_result_is_of_the_file_that_was_claimed(self) -> None:
        """Design, section 3: a form can be used again, and S3 keeps the last write."""
        for row in self.world.jobs.rows.values():
            result = self.world.results.current(str(row.key))
            if row.state == DONE and row.claim and result:
                digest = hashlib.sha256(self.files[row.claim.etag]).hexdigest().encode()
                assert result.data == b"masked " + digest, "it is of another file"

    @invariant()
    def who_withdrew_a_consent_has_not_given_it(self) -> None:
        """Promise 9, over a restore too."""
        proofs = FakeWithdrawals(self.world.consents)
        for (team, subject, purpose), consent in self.world.consents.rows.items():
            last = proofs.last(team, subject, purpose)
            assert consent.state != GIVEN or not last or last <= consent.given_at, "it is given again"

    def over(self, erasure: Erasure) -> bool:
        """Whether all of what an erasure is of must be gone: of a slice that says nothing, its whole does."""
        return erasure.state == COMPLETED and not (erasure.wide and erasure.parent)

    def covers(self, erasure: Erasure, place: Place) -> bool:
        """Whether something that is stored is what an erasure is of."""
        scope, job = erasure.scope, place.job
        if isinstance(scope, OfUser):
            made = self.jobs.get(job) if job else None
            return scope.subject in {place.subject, *(made[0].subjects if made else ())}
        if isinstance(scope, OfJob):
            return job is not None and (job.subject, job.job) == (scope.subject, scope.job)
        if erasure.parts:
            parts = self.world.ledger.several(TEAM, erasure.parts)
            return any(self.covers(part, place) for part in parts)
        return job is not None and erasure.reach.takes_job(job.job)

    def teardown(self) -> None:
        """Let everything come to its end: no erasure is stuck, and nothing is left."""
        super().teardown()
        self.mend()
        self.world.holds.places.clear()  # their end is reached
        for _ in range(30):
            while self.queue:
                self.deliver(0, 99)
            for message in list(self.dead):
                self._consume(message)
            for erasure in self.open():
                self._run(erasure)
            self.world.clock.advance(61)
        assert not self.open(), "an erasure does not end"
        assert not [*self.queue, *self.dead], "an event does not end"
        self.what_was_erased_never_comes_back()

    def _run(self, erasure: Erasure) -> None:
        self._plan(erasure.id)
        for part in self.running():
            if erasure.id in {part.id, part.parent}:
                self.world.work_off(part)
        finish(TEAM, erasure.id, self.world.running)


def stored(world: World) -> Stored:
    """Everything that any store holds."""
    return dict([*_rows(world), *_files(world)])


def _rows(world: World) -> Iterator[tuple[Place, str]]:
    jobs = world.jobs
    for ref, job in jobs.rows.items():
        yield Place("row", ref.subject, ref, ""), f"{job}{jobs.due.get(ref)}"
    for (_, subject), ref in jobs.pointers:
        yield Place("pointer", subject, ref, ""), ""
    for ((team, subject), key), (once, until) in jobs.keys.items():
        yield Place("key", subject, JobRef(team, subject, once.job), key), f"{once}{until}"
    for (_, subject, purpose), consent in jobs.consents.rows.items():
        yield Place("consent", subject, None, purpose), str(consent)


def _files(world: World) -> Iterator[tuple[Place, str]]:
    for name, bucket in world.buckets.items():
        for key, versions in bucket.objects.items():
            parsed = ObjectKey.parse(key)
            assert parsed
            yield Place(name, parsed.ref.subject, parsed.ref, key), str(versions)
