"""A restore brings back what was lost and nobody who was erased (promise 6), over real tables of moto."""

from dataclasses import replace
from typing import Any

import pytest

from functions.aws.backup import DynamoBackup, DynamoTarget
from functions.aws.jobs import DynamoJobs
from functions.aws.schema import job_key, to_item
from functions.aws.staff_schema import team_key
from functions.core.job import DONE, Job, Outcome
from functions.core.names import ObjectKey
from functions.core.restore import COPIED, ERASED, OBJECT_GONE, THERE, Restore, restore
from tests.contracts.adapters import MotoBackend
from tests.contracts.cloud import Cloud
from tests.contracts.making import (
    DONE_OUTCOME,
    KEPT,
    NOW,
    OTHER,
    SUBJECT,
    TEAM,
    a_claim,
    a_job,
    a_job_erasure,
    an_erasure,
)


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
        return Restore(DynamoBackup(dynamodb, self.lost), target, self.backend.ledger, self._exists)

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
