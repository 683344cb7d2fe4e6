"""Promise 15: no user id, e-mail, file name or image text in any log, row, message, history or error."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from functions.core.store_names import BUCKETS
from tests.e2e.conftest import Killed
from tests.e2e.pictures import with_metadata
from tests.e2e.world import CANARY, World, eventually, key_of, new_user, post
from tools.staff import new_person, sign_in


@pytest.fixture(scope="module")
def driven(worlds: dict[str, World], hasty: World, killed: Killed, photo: Image.Image) -> dict[str, World]:
    """All stages, after the canary went through a job, a rejection, a failure, faults and an erasure."""
    assert CANARY in killed.user
    client, user = hasty.one.client, new_user()
    for file, state in ((with_metadata(photo), "done"), (CANARY.encode() * 9, "rejected")):
        job = client.create_job(user)
        assert post(client, job["upload"], file).status == 204
        assert client.settled(f"/v1/jobs/{job['id']}")["state"] == state
    for body in (f'{{"{CANARY}', {"user_id": CANARY * 40}, {"recipe": {CANARY: CANARY}}):
        status, problem, _ = client.call("POST", "/v1/jobs", body)
        assert status in {400, 422}
        assert CANARY not in json.dumps(problem)
    for path in (f"/v1/jobs/{CANARY}", f"/v1/reviews/{CANARY}", f"/v1/users/{CANARY}/hold", f"/{CANARY}"):
        assert CANARY not in json.dumps(client.call("GET", path)[1])
    invite(hasty)
    export(worlds["local"], photo)
    erased = client.settled(f"/v1/erasures/{client.erase_user(user)['id']}")
    assert erased["state"] == "completed"
    assert CANARY not in json.dumps(erased)
    hasty.quiet()
    return worlds


def invite(world: World) -> None:
    """An admin invites somebody by mail, and once more, which is refused without the address."""
    admin = new_person(world.deployed.session, world.deployed.outputs, world.one.team, "admin")
    token = sign_in(world.deployed.session, world.deployed.outputs, admin)
    invitation = {"email": f"{CANARY}-{admin.id}@example.org", "roles": ["reviewer"]}
    assert world.one.client.call("POST", "/v1/team/members", invitation, token)[0] == 201
    status, problem, _ = world.one.client.call("POST", "/v1/team/members", invitation, token)
    assert status == 409
    assert CANARY not in json.dumps(problem)


def export(world: World, photo: Image.Image) -> None:
    """Somebody has a photo masked and everything exported, and stays."""
    client, user = world.one.client, new_user()
    job = client.create_job(user)
    assert post(client, job["upload"], with_metadata(photo)).status == 204
    assert client.settled(f"/v1/jobs/{job['id']}")["state"] == "done"
    asked = client.call("POST", f"/v1/users/{user}/exports")[1]
    assert client.settled(f"/v1/users/{user}/exports/{asked['id']}")["state"] == "completed"
    assert CANARY not in json.dumps(asked)


def logged(world: World) -> Iterator[str]:
    """Every line that a function wrote, as CloudWatch keeps it."""
    client = world.deployed.session.client("logs")
    for page in client.get_paginator("describe_log_groups").paginate():
        for group in page["logGroups"]:
            events = client.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"])
            yield from (event["message"] for found in events for event in found["events"])


def test_no_log_of_a_function_names_a_user_or_a_file(driven: dict[str, World]) -> None:
    lines = list(logged(driven["hasty"]))
    services = {json.loads(line)["service"] for line in lines if '"service"' in line}
    assert {"create_job", "get_job", "request_erasure", "get_erasure", "erase"} <= services
    assert [line for line in lines if CANARY in line] == []


def test_what_maskers_wrote_names_neither(driven: dict[str, World]) -> None:
    told = driven["hasty"].cloud.logs()
    assert '"service":"mask_identity"' in told
    assert '"service":"close_failed"' in told
    # The emulator writes down the invitations that it does not send: they go to whom they name.
    assert [line for line in told.splitlines() if CANARY in line and "[ses] SES" not in line] == []


def test_no_row_of_a_table_names_a_user(driven: dict[str, World]) -> None:
    for world in driven.values():
        for table in (world.table, world.ledger, world.audit):
            rows = world.rows(table)
            assert rows or world is not driven["hasty"]
            assert [row for row in rows if CANARY in json.dumps(row, default=str)] == []


def test_no_key_tag_or_metadata_of_an_object_names_a_user_or_a_file(driven: dict[str, World]) -> None:
    assert driven["local"].keys("results")
    assert driven["local"].keys("exports")
    for world in driven.values():
        for bucket in BUCKETS:
            for key in world.keys(bucket):
                where = {"Bucket": world.bucket(bucket), "Key": key}
                head = world.s3.head_object(**where)
                tags = world.s3.get_object_tagging(**where)["TagSet"]
                assert CANARY not in json.dumps([key, head["Metadata"], head.get("ContentDisposition"), tags])


@pytest.mark.parametrize(("what", "stage"), [("erasure", "hasty"), ("export", "local")])
def test_no_history_of_a_workflow_names_a_user(driven: dict[str, World], what: str, stage: str) -> None:
    client = driven[stage].deployed.session.client("stepfunctions")
    machine = driven[stage].deployed.outputs[f"{what.title()}MachineArn"]
    executions = client.list_executions(stateMachineArn=machine)["executions"]
    assert executions
    for execution in executions:
        told = client.describe_execution(executionArn=execution["executionArn"])
        history = client.get_execution_history(executionArn=execution["executionArn"])["events"]
        assert CANARY not in json.dumps([told, history], default=str)
        assert set(json.loads(told["input"])) == {"team", what}


def test_no_queue_holds_what_names_a_user_or_a_file(driven: dict[str, World]) -> None:
    """All of them, dead letters included; what they hold goes by itself within the hour."""
    for world in driven.values():
        urls = {name: url for name, url in world.deployed.outputs.items() if name.endswith("QueueUrl")}
        assert len(urls) >= 7
        for url in urls.values():
            met = [
                world.sqs.receive_message(
                    QueueUrl=url, VisibilityTimeout=0, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
                ).get("Messages", [])
                for _ in range(3)
            ]
            assert CANARY not in json.dumps(met)


@pytest.fixture
def paused(hasty: World) -> Iterator[World]:
    """A stage whose masker takes no messages, until the test is over."""
    functions = hasty.deployed.session.client("lambda")
    name = hasty.function("mask_identity")["FunctionName"]
    (mapping,) = functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    yield hasty
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)
    hasty.quiet()


def test_no_message_names_a_user_or_a_file(paused: World, photo: Image.Image) -> None:
    client = paused.one.client
    job = client.create_job(new_user())
    assert post(client, job["upload"], with_metadata(photo)).status == 204
    url = paused.deployed.outputs["UploadsQueueUrl"]
    met: list[dict[str, Any]] = []

    def arrived() -> bool:
        answer = paused.sqs.receive_message(
            QueueUrl=url, VisibilityTimeout=0, AttributeNames=["All"], MessageAttributeNames=["All"]
        )
        met.extend(answer.get("Messages", []))
        return bool(met)

    eventually(arrived, "the event is in the queue")
    where = {"Bucket": paused.bucket("originals"), "Key": key_of(paused.one, job["id"])}
    assert paused.s3.head_object(**where)["ServerSideEncryption"] == "aws:kms"
    assert job["id"][32:] in json.dumps(met)
    assert CANARY not in json.dumps(met)
