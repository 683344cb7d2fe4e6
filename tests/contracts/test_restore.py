"""A restore brings back what was lost and nobody who was erased (promise 6), over real tables of moto."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.aws.backup import DynamoBackup, DynamoTarget, DynamoWithdrawals
from functions.aws.consents import DynamoConsents
from functions.aws.datasets import copy_item
from functions.aws.exports import DynamoExports
from functions.aws.jobs import DynamoJobs
from functions.aws.schema import job_key, to_item
from functions.aws.staff_schema import member_item, person_key, team_key
from functions.aws.teams import DynamoTeams
from functions.aws.webhook_rows import webhook_from_item, webhook_item
from functions.core.datasets import Copy
from functions.core.erasure import AWAITING_APPROVAL, CANCELLED, COMPLETED, PARTIAL, RUNNING, Erasure
from functions.core.export import Export
from functions.core.grant_token import Applicant, grant_token
from functions.core.job import AWAITING_UPLOAD, DONE, RESTRICTED, Job, Outcome
from functions.core.list_jobs import Listing
from functions.core.member import Member
from functions.core.names import ObjectKey, new_id
from functions.core.ports import Once
from functions.core.reach import OfDates, OfTeam, Wide
from functions.core.replay import Replay
from functions.core.restore import (
    COPIED,
    DISABLED,
    ERASED,
    LEFT_OUT,
    OBJECT_GONE,
    THERE,
    WITHDRAWN,
    Restore,
    restore,
)
from tests.contracts.adapters import MotoBackend
from tests.contracts.cloud import Cloud
from tests.contracts.making import (
    DONE_OUTCOME,
    KEPT,
    NOW,
    OTHER,
    PERSON,
    SUBJECT,
    TEAM,
    a_claim,
    a_job,
    a_job_erasure,
    an_entry,
    an_erasure,
)
from tests.contracts.test_consents import a_consent
from tests.contracts.test_webhooks import a_webhook


class Incident:
    """The base table was lost: a backup stands beside an empty table of the service."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud, self.backend = cloud, MotoBackend(cloud)
        self.lost = cloud.new_table()
        self.before = DynamoJobs(cloud.dynamodb, self.lost, self.backend.ledger_table)
        self.files: set[tuple[str, str]] = set()

    def job(self, subject: str = SUBJECT, outcome: Outcome = DONE_OUTCOME, **more: Any) -> Job:
        """A job that was done before the backup was made."""
        job = a_job(subject, **more)
        self.before.create(job)
        self.before.claim(job, a_claim(), NOW)
        self.before.close(job, a_claim(), outcome, NOW, KEPT)
        self.files.add(("results" if outcome.state == DONE else "held", str(job.key)))
        return job

    def erase(self, subject: str = SUBJECT) -> None:
        """Erase somebody after the backup was made."""
        self.backend.ledger.begin(an_erasure(subject))

    def has(self, job: Job) -> bool:
        """Whether the service knows of a job again."""
        return self.backend.jobs.get(job.ref) is not None

    def rows(self) -> list[Any]:
        """What stands in the service's table."""
        items = self.cloud.dynamodb.scan(TableName=self.backend.table)["Items"]
        return sorted(items, key=repr)

    def restoring(self, *, dry: bool = False) -> Restore:
        dynamodb = self.cloud.dynamodb
        target = None if dry else DynamoTarget(dynamodb, self.backend.table)
        withdrawals = DynamoWithdrawals(dynamodb, self.backend.ledger_table)
        replay = Replay(self.backend.ledger, self.backend.holds, withdrawals)
        return Restore(DynamoBackup(dynamodb, self.lost), target, replay, self._exists)

    def restore(self, *, dry: bool = False) -> dict[str, int]:
        world = self.restoring(dry=dry)
        assert list(restore(world))[-1] is None
        return world.counts

    def _exists(self, store: str, key: ObjectKey) -> bool:
        return (store, str(key)) in self.files


@pytest.fixture
def incident(cloud: Cloud) -> Incident:
    return Incident(cloud)


def test_what_was_lost_is_there_again_as_it_was(incident: Incident) -> None:
    job = incident.job(depicted=(OTHER,), reference="order 17")
    team: Any = to_item({**team_key(TEAM), "name": "A team"})
    incident.cloud.dynamodb.put_item(TableName=incident.lost, Item=team)
    assert incident.restore() == {COPIED: 3}
    assert incident.backend.jobs.get(job.ref) == incident.before.get(job.ref)
    assert team in incident.rows()


def test_nobody_who_was_erased_since_comes_back(incident: Incident) -> None:
    """Promise 6: not by a restore."""
    gone, stays = incident.job(), incident.job(OTHER)
    incident.erase(SUBJECT)
    assert incident.restore() == {ERASED: 1, COPIED: 1}
    assert incident.has(stays)
    assert SUBJECT not in repr(incident.rows())
    assert not incident.has(gone)


def test_a_job_that_was_erased_alone_does_not_come_back(incident: Incident) -> None:
    """Promise 6."""
    gone, stays = incident.job(), incident.job()
    incident.backend.ledger.begin(a_job_erasure(gone.ref))
    incident.restore()
    assert (incident.has(gone), incident.has(stays)) == (False, True)


def test_a_job_in_whose_picture_somebody_was_erased_does_not_come_back_nor_what_points_to_it(
    incident: Incident,
) -> None:
    """Promise 6."""
    third = SUBJECT[:-1] + "u"
    gone = incident.job(depicted=(OTHER, third))
    incident.erase(OTHER)
    assert incident.restore() == {ERASED: 3}
    assert not incident.has(gone)


HOUR = timedelta(hours=1)
WIDE: dict[str, Wide] = {"dates": OfDates(NOW - HOUR, NOW + HOUR), "team": OfTeam()}


@pytest.mark.parametrize("scope", WIDE)
@pytest.mark.parametrize("state", [RUNNING, PARTIAL, COMPLETED])
def test_what_was_erased_by_its_date_or_with_its_team_does_not_come_back(
    incident: Incident, scope: str, state: str
) -> None:
    """Promise 6: of these no tombstone stands, the records say it."""
    job = incident.job(depicted=(OTHER,))
    incident.before.create(a_job(at=NOW + 2 * HOUR))
    erasure = Erasure(new_id(NOW), TEAM, WIDE[scope], NOW, state, ended_at=NOW + 3 * HOUR)
    incident.backend.ledger.begin(erasure)
    counts = incident.restore()
    assert counts[ERASED] == (3 if scope == "team" else 2)
    assert not incident.has(job)
    assert OTHER not in repr(incident.rows())


@pytest.mark.parametrize("state", [AWAITING_APPROVAL, CANCELLED])
def test_an_erasure_that_never_began_keeps_nothing_from_coming_back(incident: Incident, state: str) -> None:
    job = incident.job()
    incident.backend.ledger.begin(Erasure(new_id(NOW), TEAM, OfTeam(), NOW, state, ended_at=NOW))
    assert incident.restore() == {COPIED: 1}
    assert incident.has(job)


def test_what_a_team_took_in_after_it_was_erased_comes_back(incident: Incident) -> None:
    job = incident.job()
    ended = Erasure(new_id(NOW), TEAM, OfTeam(), NOW - HOUR, COMPLETED, ended_at=NOW - HOUR)
    incident.backend.ledger.begin(ended)
    assert incident.restore() == {COPIED: 1}
    assert incident.has(job)


def stones() -> Iterator[tuple[str, Erasure]]:
    yield "user", an_erasure(SUBJECT)
    yield "dates", Erasure(new_id(NOW), TEAM, WIDE["dates"], NOW)


@pytest.mark.parametrize("until", [NOW + HOUR, None], ids=["hold", "restriction"])
@pytest.mark.parametrize("erasure", [one for _, one in stones()], ids=[name for name, _ in stones()])
def test_what_is_held_or_restricted_is_not_lost_although_its_erasure_waits(
    incident: Incident, erasure: Erasure, until: Any
) -> None:
    """GDPR Art. 17(3), 18: the ledger has both; what has completed before is gone all the same."""
    job = incident.job()
    incident.backend.hold(TEAM, SUBJECT, until)
    incident.backend.ledger.begin(erasure)
    assert incident.restore(dry=True) == {COPIED: 1}
    incident.backend.ledger.complete(erasure.ended(COMPLETED, NOW))
    assert incident.restore() == {ERASED: 1}
    assert not incident.has(job)


def test_who_came_back_after_an_erasure_is_of_another_epoch_and_stays(incident: Incident) -> None:
    old, new = incident.job(), incident.job(OTHER)
    erasure = an_erasure(SUBJECT)
    incident.backend.ledger.begin(erasure)
    incident.backend.ledger.complete(erasure.ended(COMPLETED, NOW))
    incident.restore()
    assert (incident.has(old), incident.has(new)) == (False, True)
    assert incident.backend.ledger.epoch(TEAM, PERSON) == 1


@pytest.mark.parametrize("again", [False, True], ids=["it", "one_that_came_after_it"])
def test_a_consent_that_was_withdrawn_since_comes_back_as_that(incident: Incident, again: bool) -> None:
    """Promise 9: a withdrawal is not undone by a restore."""
    ledger = incident.backend.ledger_table
    before = DynamoConsents(incident.cloud.dynamodb, incident.lost, ledger, incident.backend.entries)
    lost = DynamoConsents(
        incident.cloud.dynamodb, incident.cloud.new_table(), ledger, incident.backend.entries
    )
    consent = a_consent()
    before.give(TEAM, SUBJECT, consent, None, an_entry())
    later = a_consent() if again else consent
    lost.give(TEAM, SUBJECT, later, None, an_entry())
    lost.withdraw(TEAM, SUBJECT, later.withdrawn(NOW + HOUR), NOW + 2 * HOUR, an_entry())
    assert incident.restore() == {WITHDRAWN: 1}
    assert incident.backend.consents.get(TEAM, SUBJECT, "training") == consent.withdrawn(NOW + HOUR)


def test_a_consent_that_stands_comes_back_as_it_was(incident: Incident) -> None:
    before = DynamoConsents(
        incident.cloud.dynamodb, incident.lost, incident.backend.ledger_table, incident.backend.entries
    )
    before.give(TEAM, SUBJECT, a_consent(), None, an_entry())
    assert incident.restore() == {COPIED: 1}
    assert incident.backend.consents.all(TEAM, SUBJECT)[0].withdrawn_at is None


def test_a_key_comes_back_with_its_job_alone(incident: Incident) -> None:
    kept, gone = a_job(), a_job()
    for job in (kept, gone):
        incident.before.create(job, Once(f"key of {job.ref.job}", "digest", job.ref.job))
    incident.files.add(("originals", str(kept.key)))
    incident.backend.ledger.begin(a_job_erasure(gone.ref))
    assert incident.restore() == {COPIED: 2, ERASED: 2}
    assert gone.ref.job not in repr(incident.rows())


@pytest.mark.parametrize("of", ["the_user", "one_job"])
def test_a_row_of_a_kind_that_nobody_here_knows_passes_the_ledger_too(incident: Incident, of: str) -> None:
    """Promise 6, for whatever is stored of a person one day."""
    job = incident.job()
    incident.backend.ledger.begin(an_erasure() if of == "the_user" else a_job_erasure(job.ref))
    odd: Any = to_item({**job_key(job.ref), "sk": f"odd#{job.ref.job}"})
    incident.cloud.dynamodb.put_item(TableName=incident.lost, Item=odd)
    assert incident.restore() == {ERASED: 2}


def test_a_row_whose_file_is_gone_does_not_come_back(incident: Incident) -> None:
    lost, review = incident.job(), incident.job(OTHER, replace(DONE_OUTCOME, state="review"))
    incident.files.discard(("results", str(lost.key)))
    assert incident.restore() == {OBJECT_GONE: 1, COPIED: 1}
    assert (incident.has(lost), incident.has(review)) == (False, True)


def test_a_younger_row_stays_and_twice_is_harmless(incident: Incident) -> None:
    job = incident.job()
    key: Any = to_item({**job_key(job.ref)})
    incident.cloud.dynamodb.put_item(TableName=incident.backend.table, Item={**key, "young": {"S": "yes"}})
    assert incident.restore() == {THERE: 1}
    assert incident.restore() == {THERE: 1}
    assert incident.rows()[-1]["young"] == {"S": "yes"}


def test_a_dry_run_counts_and_writes_nothing(incident: Incident) -> None:
    incident.job()
    before = incident.rows()
    assert incident.restore(dry=True) == {COPIED: 1}
    assert incident.rows() == before


def test_it_goes_on_from_where_it_was_interrupted(
    incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.aws.backup.PAGE", 1)
    jobs = [incident.job() for _ in range(4)]
    place = next(restore(incident.restoring()))
    assert place is not None
    world = incident.restoring()
    list(restore(world, place))
    assert all(incident.has(job) for job in jobs)
    assert world.counts == {COPIED: 3}


@pytest.mark.parametrize("state", [DONE, AWAITING_UPLOAD])
def test_what_a_restriction_has_held_back_since_comes_back_as_restricted(
    incident: Incident, state: str
) -> None:
    """A restore lifts no restriction (GDPR Art. 18)."""
    if state == DONE:
        job = incident.job()
        incident.files = {("held", str(job.key.withheld))}
    else:
        job = a_job()
        incident.before.create(job)
        incident.files = {("held", str(job.key))}
    assert incident.restore() == {COPIED: 1}
    row = incident.backend.jobs.get(job.ref)
    assert row is not None
    assert (row.state, row.restricted_from) == (RESTRICTED, state)


def test_a_copy_for_a_purpose_comes_back_with_its_job_alone(incident: Incident) -> None:
    there, gone = incident.job(), incident.job()
    incident.files.discard(("results", str(gone.key)))
    for job in (there, gone):
        item: Any = copy_item(Copy(job.ref, "training", "image/png", NOW, KEPT.record))
        incident.cloud.dynamodb.put_item(TableName=incident.lost, Item=item)
    assert incident.restore() == {COPIED: 2, OBJECT_GONE: 2}
    found, _ = incident.backend.datasets.of_team(TEAM, "training", Listing())
    assert [copy.ref for copy in found] == [there.ref]


def test_an_export_does_not_come_back_and_keeps_nobody_from_asking_for_a_new_one(incident: Incident) -> None:
    """What was in it may have been erased since; a lock without its export would stand for good."""
    dynamodb, ledger = incident.cloud.dynamodb, incident.backend.ledger_table
    audit, old = incident.backend.entries, Export(new_id(NOW), TEAM, SUBJECT, NOW)
    DynamoExports(dynamodb, incident.lost, ledger, audit=audit).begin(old, None, an_entry())
    assert incident.restore() == {LEFT_OUT: 2}
    anew = Export(new_id(NOW), TEAM, SUBJECT, NOW)
    DynamoExports(dynamodb, incident.backend.table, ledger, audit=audit).begin(anew, None, an_entry())


@pytest.mark.parametrize("state", ["enabled", "disabled"])
def test_a_webhook_that_may_have_been_deleted_since_is_told_of_nothing_until_it_is_enabled(
    incident: Incident, state: str
) -> None:
    hook = replace(a_webhook(), state=state, reason=None if state == "enabled" else "by_team")
    item: Any = webhook_item(hook)
    incident.cloud.dynamodb.put_item(TableName=incident.lost, Item=item)
    assert incident.restore() == {DISABLED if state == "enabled" else COPIED: 1}
    (row,) = [one for one in incident.rows() if one["sk"] == item["sk"]]
    reason = "restored" if state == "enabled" else "by_team"
    assert webhook_from_item(row) == replace(hook, state="disabled", reason=reason)
    assert incident.restore() == {THERE: 1}


def test_a_member_comes_back_with_no_more_than_the_accounts_groups_say_today(incident: Incident) -> None:
    """The groups are the identity provider's, and no backup has them."""
    person = "2798d401-65c3-45b2-91df-7ea84f5278bc"
    member: Any = member_item(Member(person, TEAM, ("admin", "reviewer"), NOW))
    leads: Any = to_item({**person_key(person), "team": TEAM})
    for item in (member, leads):
        incident.cloud.dynamodb.put_item(TableName=incident.lost, Item=item)
    assert incident.restore() == {COPIED: 2}
    teams = DynamoTeams(incident.cloud.dynamodb, incident.backend.table)
    lowered = Applicant("client", person, frozenset({"reviewer"}), ())
    assert grant_token(lowered, teams).claims == {"team": TEAM, "roles": "reviewer"}
