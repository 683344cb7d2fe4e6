"""Thousands of dead letters, drained by `close_failed` (`make soak LETTERS=10000`).

A queue of moto's, the rows of as many jobs, and the function as it is built: message by message, as the queue
hands them out. Some are there twice, some are of jobs that were closed, or are gone.
"""

import os
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest

from functions.aws.schema import job_item
from functions.core.hide import Hide
from functions.core.job import DONE, Job, Keep
from functions.core.names import JobRef, new_id
from functions.core.recipe import Recipe
from functions.core.times import now
from soak.letters import letter
from soak.playing import Played
from soak.plenty import plenty
from soak.shared import forget, shared_clients
from tests.contracts.cloud import Cloud
from tests.contracts.nobody import moto_as_nobody

LETTERS: Final = int(os.environ.get("LETTERS") or 10_000)
KINDS: Final = ("open", "open", "open", "open", "open", "open", "open", "twice", "closed", "gone")
SUBJECT: Final = "s" * 32
BATCH: Final = 10  # SQS sends and hands out no more


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    with moto_as_nobody(), plenty(), shared_clients():
        forget()
        yield Played(Cloud())
        forget()


def a_job(played: Played, kind: str) -> Job:
    """A job that awaits its masker, or that was closed."""
    at = now()
    ref = JobRef(played.team, SUBJECT, new_id(at))
    recipe = Recipe({"face": Hide()})
    keep = Keep(at + timedelta(days=1)) if kind == "closed" else None
    more: dict[str, Any] = {"state": DONE, "closed_at": at} if kind == "closed" else {}
    return Job(ref, "identity", recipe, ("masking",), "image/jpeg", at, keep=keep, **more)


def fill(played: Played) -> dict[str, str]:
    """Rows and letters; the kind of each job by its id."""
    dynamodb, sqs, queue = played.cloud.dynamodb, played.cloud.sqs, played.names["uploads_queue"]
    kinds: dict[str, str] = {}
    for first in range(0, LETTERS, BATCH):
        batch = [(kind, a_job(played, kind)) for kind in KINDS[: min(BATCH, LETTERS - first)]]
        rows: Any = [{"PutRequest": {"Item": job_item(job)}} for kind, job in batch if kind != "gone"]
        dynamodb.batch_write_item(RequestItems={played.names["table"]: rows})
        letters = [letter(str(job.key)) for _, job in batch]
        letters += [letter(str(job.key)) for kind, job in batch if kind == "twice"]
        for body in letters:
            sqs.send_message(QueueUrl=queue, MessageBody=body)
        kinds |= {job.ref.job: kind for kind, job in batch}
    return kinds


def drain(played: Played, tally: Counter[str]) -> None:
    """Hand out message by message until there is none."""
    sqs, queue = played.cloud.sqs, played.names["uploads_queue"]
    with played.worker("close_failed") as work:
        while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=BATCH).get("Messages", []):
            for message in messages:
                work({"Records": [{"body": message["Body"]}]})
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
                tally["dead letters taken"] += 1


def test_a_transaction_that_is_refused_leaves_every_row_as_it_was(played: Played) -> None:
    dynamodb, table = played.cloud.dynamodb, played.names["table"]
    before = played.rows()
    changed, new = ({"pk": {"S": "plenty"}, "sk": {"S": name}} for name in ("changed", "new"))
    dynamodb.put_item(TableName=table, Item={**changed, "state": {"S": "before"}})
    stored = played.rows()
    assert len(stored) == len(before) + 1
    value = {"UpdateExpression": "SET #s = :s", "ExpressionAttributeNames": {"#s": "state"}}
    writes: Any = [
        {"Put": {"TableName": table, "Item": new}},
        {
            "Update": {
                "TableName": table,
                "Key": changed,
                **value,
                "ExpressionAttributeValues": {":s": {"S": "x"}},
            }
        },
        {
            "ConditionCheck": {
                "TableName": table,
                "Key": {**new, "sk": {"S": "none"}},
                "ConditionExpression": "attribute_exists(pk)",
            }
        },
    ]
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(TransactItems=writes)
    assert played.rows() == stored
    dynamodb.transact_write_items(TransactItems=writes[:2])
    assert len(played.rows()) == len(stored) + 1
    for key in (changed, new):
        dynamodb.delete_item(TableName=table, Key=key)


def test_every_dead_letter_is_taken_and_every_job_says_how_it_ended(
    played: Played, tally: Counter[str]
) -> None:
    kinds = fill(played)
    began = time.monotonic()
    drain(played, tally)
    took = time.monotonic() - began
    states = {row["sk"][4:]: row["state"] for row in played.rows() if row["sk"].startswith("job#")}
    expected = {"open": "failed", "twice": "failed", "closed": "done"}
    assert states == {job: expected[kind] for job, kind in kinds.items() if kind != "gone"}
    assert tally["dead letters taken"] >= LETTERS
    tally["seconds for all dead letters"] = round(took)
    tally["jobs failed by a dead letter"] = sum(state == "failed" for state in states.values())
