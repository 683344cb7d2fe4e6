"""The one place of each function that knows the concrete classes."""

import importlib
import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.aws.audit import AuditRows
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.lists import DynamoLists
from functions.aws.objects import S3Forms, S3Links, S3Objects
from functions.aws.services import DynamoQuotas, KmsMac, KmsVerifier, SqsRequeue, StateMachine
from functions.aws.team_settings import DynamoSettings
from functions.aws.teams import DynamoTeams
from functions.core.agreement import Terms
from functions.core.agreement_text import version_of
from functions.core.deployment import Deployment, Operator
from functions.core.store_names import BUCKETS, STORES
from functions.core.store_ports import OfExports
from functions.core.team_settings import RETAINED, Bound, Bounds
from functions.core.times import now
from functions.imaging.limits import Limits
from tests.contracts.nobody import NOBODY

FACTS = Deployment(Operator(), "test", "eu-central-1", (), (), {})
NUMBERS = {name: [1, 60, 600] for name in RETAINED}
BOUNDS = Bounds(dict.fromkeys(RETAINED, Bound(1, 60, 600)))
NAMES = sorted(path.parent.name for path in Path("functions").glob("*/handler.py"))


def _build(name: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    settings = importlib.import_module(f"functions.{name}.settings").Settings
    values = {f.name: number + 1 if f.type is int else f.name for number, f in enumerate(fields(settings))}
    known = {"retention": json.dumps(NUMBERS), "deployment": FACTS.to_text()}
    values |= {field: text for field, text in known.items() if field in values}
    for key, value in (settings(**values).to_env() | NOBODY).items():
        monkeypatch.setenv(key, value)
    module = importlib.import_module(f"functions.{name}.handler")
    module.build.cache_clear()
    return module.build()


@pytest.fixture(autouse=True)
def unbuilt() -> Iterator[None]:
    """Leave no world behind that was built from the settings of a test."""
    yield
    for name in NAMES:
        importlib.import_module(f"functions.{name}.handler").build.cache_clear()


@pytest.mark.parametrize("name", NAMES)
def test_a_world_is_built_once_per_worker(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _build(name, monkeypatch)
    assert importlib.import_module(f"functions.{name}.handler").build() is first


def test_create_job_is_built_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    world, most_bytes = _build("create_job", monkeypatch)
    assert (world.jobs.table, world.jobs.ledger, world.ledger.table) == ("table", "ledger", "ledger")
    assert isinstance(world.mac, KmsMac)
    assert world.mac.key == "pseudonym_key"
    assert isinstance(world.forms, S3Forms)
    assert (world.forms.bucket, world.forms.encryption_key) == ("originals", "encryption_key")
    assert (world.forms.life.total_seconds(), world.forms.most_bytes, most_bytes) == (6, 7, 7)
    assert isinstance(world.quotas, DynamoQuotas)
    assert (world.quotas.table, world.grace.total_seconds(), world.quotas.per_minute) == ("table", 8, 9)


def test_get_job_is_built_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    world = _build("get_job", monkeypatch)
    assert (world.jobs.table, world.ledger.table) == ("table", "ledger")
    assert isinstance(world.links, S3Links)
    assert (world.links.bucket, world.links.life.total_seconds()) == ("results", 4)


def test_request_erasure_is_built_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    world, encoded = _build("request_erasure", monkeypatch)
    assert (world.jobs.table, world.jobs.ledger, world.ledger.table) == ("table", "ledger", "ledger")
    assert isinstance(world.executions, StateMachine)
    assert world.executions.arn == "state_machine"
    assert encoded is True


def test_get_erasure_is_built_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = _build("get_erasure", monkeypatch)
    assert isinstance(ledger, DynamoLedger)
    assert ledger.table == "ledger"


def test_grant_token_reads_the_rows_of_teams(monkeypatch: pytest.MonkeyPatch) -> None:
    teams = _build("grant_token", monkeypatch)
    assert isinstance(teams, DynamoTeams)
    assert teams.table == "table"


def test_who_makes_sessions_and_who_checks_them_use_one_key_in_two_ways(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    making = _build("create_session", monkeypatch)
    assert (making.mac.key, making.sealing.key) == ("pseudonym_key", "session_key")
    checking = _build("authorize_session", monkeypatch)
    assert isinstance(checking.verifier, KmsVerifier)
    assert (checking.verifier.key, checking.ledger.table) == ("session_key", "ledger")


def test_list_jobs_is_built_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    lists = _build("list_jobs", monkeypatch)
    assert isinstance(lists, DynamoLists)
    assert lists.table == "table"


def test_list_user_jobs_is_built_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    world, encoded = _build("list_user_jobs", monkeypatch)
    assert (world.lists.table, world.ledger.table) == ("table", "ledger")
    assert (world.mac.key, encoded) == ("pseudonym_key", True)


def test_retry_job_is_built_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    world = _build("retry_job", monkeypatch)
    assert (world.jobs.table, world.jobs.ledger) == ("table", "ledger")
    assert isinstance(world.queue, SqsRequeue)
    assert (world.ledger.table, world.originals.bucket) == ("ledger", "originals")
    assert world.queue.queue_urls == {"identity": "uploads_queue", "background": "backgrounds_queue"}


def test_sweep_is_built_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    world = _build("sweep", monkeypatch)
    assert isinstance(world.due, DynamoLists)
    assert (world.due.table, world.jobs.table, world.jobs.ledger) == ("table", "table", "ledger")
    assert world.originals.bucket == "originals"
    retain, redate = world.retain, world.redate
    assert (retain.retained.table, redate.redatings.table, retain.holds.table) == ("table", "table", "ledger")
    assert world.settings == redate.settings == DynamoSettings(world.jobs.client, "table", BOUNDS)
    assert {name: files.bucket for name, files in retain.files.items()} == {name: name for name in BUCKETS}
    assert redate.files == retain.files == world.exports.files
    assert (retain.clock, redate.clock, world.most) == (now, now, 15)
    assert (world.exports.retained.table, world.exports.exports.ledger) == ("table", "ledger")
    assert redate.exports is world.exports
    ending = world.unapproved
    assert (ending.unapproved.ledger, ending.ledger.table) == ("ledger", "ledger")
    assert (ending.ledger.audit, ending.ledger.keep) == (AuditRows("audit", 2), timedelta(days=13))
    assert world.queue.queue_urls == {"identity": "uploads_queue", "background": "backgrounds_queue"}


def test_team_settings_is_built_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    world = _build("team_settings", monkeypatch)
    assert (world.settings.table, world.counting.table) == ("table", "table")
    assert world.settings.audit == AuditRows("audit", 5)
    assert world.bounds == world.settings.bounds == BOUNDS


def test_the_agreement_is_that_of_the_facts_and_the_terms_are_the_stages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _build("team_settings", monkeypatch)
    module = importlib.import_module("functions.team_settings.handler")
    module.build_agreement.cache_clear()
    world = module.build_agreement()
    module.build_agreement.cache_clear()
    assert (world.agreements.table, world.agreements.ledger) == ("table", "ledger")
    assert world.facts == FACTS
    assert world.terms == Terms(version_of(FACTS), "agreement_mode", timedelta(days=10))


def test_erase_reaches_every_store_rows_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Promise 5. Whose jobs depict the subject is told by rows that would be gone after the second."""
    world, running = _build("erase", monkeypatch)
    assert [store.name for store in world.stores] == list(STORES)
    # What is erased is found in exports by other keys.
    copies = [world.stores[at] for at in (6, 10)]
    assert all(isinstance(store, OfExports) for store in copies)
    plain = [store.store if store in copies else store for store in world.stores[3:-1]]
    assert [store.bucket for store in plain] == list(BUCKETS) * 2
    assert (world.stores[0].objects, world.stores[0].exports) == (world.stores[3:-1], world.stores[2])
    assert world.stores[0].table == world.stores[1].table == world.stores[2].table
    assert (world.stores[-1].ledger, world.stores[-1].settings.table) == ("ledger", "table")
    assert world.ledger.keep.days == 8
    assert world.ledger.audit == AuditRows("audit", 19)
    assert world.clock is now
    assert (running.ledger, running.clock) == (world.ledger, now)
    assert world.holds.table == "ledger"
    assert (world.lag.total_seconds(), running.retry.total_seconds()) == (9, 10)


def test_exports_and_their_worker_are_built_of_their_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    world, encoded = _build("exports", monkeypatch)
    assert (world.exports.table, world.exports.ledger, world.mac.key) == ("table", "ledger", "pseudonym_key")
    assert (world.executions.arn, world.executions.of) == ("state_machine", "export")
    assert (world.links.bucket, world.links.life.total_seconds(), world.links.name) == (
        "exports",
        8,
        "export",
    )
    assert (world.quotas.per_minute, encoded) == (9, True)
    making = _build("make_export", monkeypatch)
    assert (making.archive.bucket, making.archive.encryption_key) == ("exports", "encryption_key")
    assert (making.results.bucket, making.held.bucket) == ("results", "held")
    assert (making.holds.table, making.lease.total_seconds()) == ("ledger", 9)
    assert making.region == FACTS.region


def test_hold_is_built_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    world, encoded = _build("hold", monkeypatch)
    assert (world.holds.table, world.ledger.table, world.mac.key) == ("ledger", "ledger", "pseudonym_key")
    assert (world.executions.arn, encoded) == ("state_machine", True)


def test_restriction_and_sweep_walk_in_the_same_world(monkeypatch: pytest.MonkeyPatch) -> None:
    world, encoded = _build("restriction", monkeypatch)
    assert (world.ledger.table, world.mac.key, encoded) == ("ledger", "pseudonym_key", True)
    assert world.executions.arn == "state_machine"
    for settling in (world.settling, _build("sweep", monkeypatch).settling):
        shelf = settling.shelf
        assert (shelf.originals, shelf.held, shelf.results) == ("originals", "held", "results")
        assert shelf.encryption_key == "encryption_key"
        for port in (settling.restrictions, settling.rows, settling.jobs):
            assert (port.table, port.ledger) == ("table", "ledger")
        assert (settling.walks.table, settling.clock) == ("table", now)


def test_datasets_is_built_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    world = _build("datasets", monkeypatch)
    asked, links = world.asked, world.links
    assert (asked.datasets.table, asked.jobs.table, asked.ledger.table) == ("table", "table", "ledger")
    assert (asked.restrictions.ledger, links.bucket) == ("ledger", "held")
    assert links.life.total_seconds() == 4
    assert asked.settings == DynamoSettings(asked.datasets.client, "table", BOUNDS)


def test_decide_erasure_is_built_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    world = _build("decide_erasure", monkeypatch)
    assert (world.ledger.table, world.ledger.keep.days) == ("ledger", 5)
    assert world.executions.arn == "state_machine"
    assert (world.fresh.total_seconds(), world.delay.total_seconds()) == (6, 7)


def test_close_failed_reaches_the_originals_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    world = _build("close_failed", monkeypatch)
    assert isinstance(world.jobs, DynamoJobs)
    assert world.originals.bucket == "originals"


@pytest.mark.parametrize("name", ["mask_identity", "mask_background"])
def test_a_masker_is_built_of_its_settings(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world = _build(name, monkeypatch)
    for bucket in ("originals", "held", "results"):
        objects = getattr(world, bucket)
        assert isinstance(objects, S3Objects)
        assert (objects.bucket, objects.encryption_key) == (bucket, "encryption_key")
    assert world.settings == DynamoSettings(world.jobs.client, "table", BOUNDS)
    assert (world.lease.total_seconds(), world.most_bytes) == (7, 8)
    assert world.imaging.steps[0].limits == Limits(pixels=9, frames=10)
