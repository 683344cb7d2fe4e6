import json
from datetime import timedelta

import pytest

from functions.core.errors import Conflict, TooMany
from functions.core.mask_photo import Uploaded
from functions.core.names import LANES, new_id, pseudonym
from functions.edge.queue import each_upload
from tests.contracts.adapters import MotoBackend
from tests.contracts.backends import CLIENT, MEMBER, PER_MINUTE, TEAM, Backend, FakeBackend
from tests.contracts.making import NOW, OTHER_TEAM


def test_a_keyed_hash_has_32_bytes_is_the_same_each_time_and_differs_by_message(backend: Backend) -> None:
    first, again, other = (backend.mac.mac(message) for message in (b"u1", b"u1", b"u1x"))
    assert len(first) == 32
    assert first == again
    assert first != other
    assert len(pseudonym(first)) == 32


def test_a_keyed_hash_is_told_from_any_other(backend: Backend) -> None:
    mac = backend.mac.mac(b"u1")
    assert backend.verifier.verify(b"u1", mac)
    assert not backend.verifier.verify(b"u1x", mac)
    assert not backend.verifier.verify(b"u1", bytes([mac[0] ^ 1]) + mac[1:])
    assert not backend.verifier.verify(b"u1", bytes(32))


def test_a_client_speaks_for_its_team(backend: Backend) -> None:
    assert backend.teams.of_client(CLIENT) == TEAM


@pytest.mark.parametrize("client", ["", "another", f"{CLIENT}x", f"client#{CLIENT}", TEAM, "ü/../"])
def test_an_unknown_client_speaks_for_nobody(backend: Backend, client: str) -> None:
    assert backend.teams.of_client(client) is None


def test_a_person_is_a_member_of_one_team_with_roles(backend: Backend) -> None:
    assert backend.teams.of_person(MEMBER.id) == MEMBER


@pytest.mark.parametrize("person", ["", "eve", "adax", "person#ada", TEAM, CLIENT, "ü/../"])
def test_an_unknown_person_is_a_member_of_no_team(backend: Backend, person: str) -> None:
    assert backend.teams.of_person(person) is None


def _started(backend: Backend, erasure: str) -> list[str]:
    if isinstance(backend, FakeBackend):
        return [f"{started}-{attempt}" for _, started, attempt in backend.fake_executions.started]
    assert isinstance(backend, MotoBackend)
    cloud = backend.cloud
    listed = cloud.step_functions.list_executions(stateMachineArn=cloud.machine)["executions"]
    return sorted(execution["name"] for execution in listed if execution["name"].startswith(erasure))


def test_each_attempt_is_one_execution_however_often_it_is_started(backend: Backend) -> None:
    erasure = new_id(NOW)
    for attempt in (1, 1, 2):
        backend.executions.start(TEAM, erasure, attempt)
    assert _started(backend, erasure) == [f"{erasure}-1", f"{erasure}-2"]


def test_an_attempt_that_has_ended_is_not_taken_for_one_that_runs(backend: Backend) -> None:
    """Promise 7: a 202 means that it runs."""
    erasure = new_id(NOW)
    backend.executions.start(TEAM, erasure, 1)
    backend.end_execution(erasure, 1)
    with pytest.raises(Conflict):
        backend.executions.start(TEAM, erasure, 1)
    backend.executions.start(TEAM, erasure, 2)
    assert _started(backend, erasure) == [f"{erasure}-1", f"{erasure}-2"]


def test_an_engine_that_says_exists_of_one_that_runs_is_understood(moto: MotoBackend) -> None:
    """AWS says so if the input differs; an emulator may say so always."""
    erasure = new_id(NOW)
    cloud = moto.cloud
    cloud.step_functions.start_execution(stateMachineArn=cloud.machine, name=f"{erasure}-1", input="{}")
    moto.executions.start(TEAM, erasure, 1)
    assert _started(moto, erasure) == [f"{erasure}-1"]


def test_the_input_of_an_execution_is_ids_alone(moto: MotoBackend) -> None:
    """Promise 15: the history of executions lives 90 days."""
    erasure = new_id(NOW)
    moto.executions.start(TEAM, erasure, 1)
    told = moto.cloud.step_functions.describe_execution(executionArn=moto.execution(f"{erasure}-1"))
    assert json.loads(told["input"]) == {"team": TEAM, "erasure": erasure}


def _left(backend: Backend, team: str = TEAM) -> int:
    """How many jobs a team may still ask for in this minute; afterwards none."""
    left = 0
    while left <= PER_MINUTE:
        try:
            backend.quotas.take(team, 1, NOW)
        except TooMany:
            break
        left += 1
    return left


def test_a_team_may_ask_for_so_many_jobs_in_a_minute_and_then_in_the_next(backend: Backend) -> None:
    backend.quotas.take(TEAM, PER_MINUTE, NOW)
    with pytest.raises(TooMany) as raised:
        backend.quotas.take(TEAM, 1, NOW + timedelta(seconds=59))
    assert raised.value.retry_after == 1
    assert _left(backend, OTHER_TEAM) == PER_MINUTE
    backend.quotas.take(TEAM, PER_MINUTE, NOW + timedelta(seconds=60))


@pytest.mark.parametrize("before", [0, 3], ids=["the_first_of_a_minute", "after_others"])
def test_what_is_refused_is_not_counted(backend: Backend, before: int) -> None:
    for _ in range(before):
        backend.quotas.take(TEAM, 1, NOW)
    with pytest.raises(TooMany) as raised:
        backend.quotas.take(TEAM, PER_MINUTE + 1 - before, NOW)
    assert raised.value.retry_after == 60
    assert _left(backend) == PER_MINUTE - before


def test_a_counter_of_a_quota_ends_by_itself(moto: MotoBackend) -> None:
    moto.quotas.take(TEAM, 1, NOW)
    (row,) = [
        item
        for item in moto.cloud.dynamodb.scan(TableName=moto.table)["Items"]
        if item["sk"]["S"].startswith("quota#")
    ]
    assert int(row["ttl"]["N"]) > NOW.timestamp() + 60


@pytest.mark.parametrize("lane", LANES)
def test_a_message_sent_again_is_read_as_one_of_s3_by_the_masker_of_its_lane(
    moto: MotoBackend, lane: str
) -> None:
    upload = Uploaded(f"{TEAM}/a subject+ü/job/{lane}", "etag", 17)
    moto.requeue.send(upload)
    queues = {"identity": moto.queue, "background": moto.background_queue}
    (message,) = moto.cloud.sqs.receive_message(QueueUrl=queues[lane])["Messages"]
    read: list[Uploaded] = []

    def work(event: Uploaded) -> str:
        read.append(event)
        return "read"

    each_upload("test", {"Records": [{"body": message["Body"]}]}, work)
    assert read == [upload]
