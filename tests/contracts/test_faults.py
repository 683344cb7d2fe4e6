import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from functions.core.erasure import COMPLETED
from functions.core.errors import Conflict, LeaseOpen, MorettaError, Replaced, Tombstoned, Unavailable
from functions.core.job import MASKING
from functions.core.list_jobs import Listing
from functions.core.mask_photo import Uploaded
from functions.core.restriction import Restricted
from functions.core.store_ports import Trace
from tests.contracts.adapters import MotoBackend, MotoBucket
from tests.contracts.hooks import CANARY, answering, cut_off, losing_the_answer, refused
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
    an_erasure,
    everything,
)

TRACES = [Trace(("key", "null"))]


@dataclass(frozen=True)
class Call:
    """A call of a port, and the operation of AWS that it stands on."""

    client: str
    operation: str
    make: Callable[[MotoBackend], object]


def _bucket(moto: MotoBackend) -> MotoBucket:
    return moto.bucket()


def _depicted() -> Trace:
    return Trace((TEAM, a_job().ref.id, f"{TEAM}#{OTHER}"))


CALLS = {
    "jobs.create": Call("dynamodb", "TransactWriteItems", lambda m: m.jobs.create(a_job())),
    "jobs.get": Call("dynamodb", "GetItem", lambda m: m.jobs.get(a_job().ref)),
    "jobs.claim": Call("dynamodb", "TransactWriteItems", lambda m: m.jobs.claim(a_job(), a_claim(), NOW)),
    "jobs.give_back": Call("dynamodb", "TransactWriteItems", lambda m: m.jobs.give_back(a_job(), a_claim())),
    "jobs.close": Call(
        "dynamodb", "TransactWriteItems", lambda m: m.jobs.close(a_job(), a_claim(), DONE_OUTCOME, NOW, KEPT)
    ),
    "jobs.fail": Call("dynamodb", "TransactWriteItems", lambda m: m.jobs.fail(a_job(), "etag", NOW, KEPT)),
    "jobs.once": Call("dynamodb", "GetItem", lambda m: m.jobs.once(TEAM, SUBJECT, "key")),
    "jobs.reopen": Call("dynamodb", "TransactWriteItems", lambda m: m.jobs.reopen(a_job())),
    "jobs.expire": Call("dynamodb", "TransactWriteItems", lambda m: m.jobs.expire(a_job(), NOW, KEPT)),
    "lists.of_subject": Call("dynamodb", "Query", lambda m: m.lists.of_subject(TEAM, SUBJECT, Listing())),
    "lists.of_team": Call("dynamodb", "Query", lambda m: m.lists.of_team(TEAM, Listing())),
    "due.jobs": Call("dynamodb", "Query", lambda m: list(m.due.jobs(0, NOW))),
    "quotas.take": Call("dynamodb", "UpdateItem", lambda m: m.quotas.take(TEAM, 1, NOW)),
    "presence.look": Call("s3", "ListObjectsV2", lambda m: _bucket(m).presence.look(a_job().key)),
    "requeue.send": Call("sqs", "SendMessage", lambda m: m.requeue.send(Uploaded("key/identity", "etag", 1))),
    "depicted.find": Call("dynamodb", "Query", lambda m: everything(m.depicted)),
    "depicted.delete": Call("dynamodb", "TransactWriteItems", lambda m: m.depicted.delete([_depicted()])),
    "ledger.epoch": Call("dynamodb", "GetItem", lambda m: m.ledger.epoch(TEAM, PERSON)),
    "ledger.tombstone": Call("dynamodb", "GetItem", lambda m: m.ledger.tombstone(TEAM, SUBJECT)),
    "ledger.get": Call("dynamodb", "GetItem", lambda m: m.ledger.get(TEAM, an_erasure().id)),
    "ledger.begin": Call("dynamodb", "TransactWriteItems", lambda m: m.ledger.begin(an_erasure())),
    "ledger.save": Call("dynamodb", "TransactWriteItems", lambda m: m.ledger.save(an_erasure())),
    "ledger.complete": Call(
        "dynamodb", "TransactWriteItems", lambda m: m.ledger.complete(an_erasure().ended(COMPLETED, NOW))
    ),
    "objects.read": Call("s3", "GetObject", lambda m: _bucket(m).objects.read(a_job().key, "etag")),
    "objects.put": Call(
        "s3", "PutObject", lambda m: _bucket(m).objects.put(a_job().key, b"", "image/png", 7)
    ),
    "objects.delete": Call("s3", "DeleteObject", lambda m: _bucket(m).objects.delete("key")),
    "versions.find": Call("s3", "ListObjectVersions", lambda m: everything(_bucket(m).versions)),
    "versions.delete": Call("s3", "DeleteObjects", lambda m: _bucket(m).versions.delete(TRACES)),
    "uploads.find": Call("s3", "ListMultipartUploads", lambda m: everything(_bucket(m).uploads)),
    "rows.find": Call("dynamodb", "Query", lambda m: everything(m.rows)),
    "rows.delete": Call("dynamodb", "BatchWriteItem", lambda m: m.rows.delete(TRACES)),
    "mac.mac": Call("kms", "GenerateMac", lambda m: m.mac.mac(b"message")),
    "teams.of_client": Call("dynamodb", "GetItem", lambda m: m.teams.of_client("client")),
    "executions.start": Call("step_functions", "StartExecution", lambda m: m.executions.start(TEAM, "e", 1)),
}
UPLOADS_DELETE = Call("s3", "AbortMultipartUpload", lambda m: _bucket(m).uploads.delete(TRACES))


def _silent(error: MorettaError) -> bool:
    return CANARY not in str(error) and CANARY not in repr(error) and CANARY not in str(error.args)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_an_error_of_the_service_becomes_unavailable_and_its_text_stays_behind(
    moto: MotoBackend, call: Call
) -> None:
    """Promise 15: no text of AWS travels on; the cause does, for the codes in the log."""
    client = getattr(moto.cloud, call.client)
    with (
        answering(client, call.operation, refused("ProvisionedThroughputExceededException")) as asked,
        pytest.raises(Unavailable) as raised,
    ):
        call.make(moto)
    assert asked
    assert isinstance(raised.value.__cause__, ClientError)
    assert _silent(raised.value)


@pytest.mark.parametrize("call", [*CALLS.values(), UPLOADS_DELETE], ids=[*CALLS, "uploads.delete"])
def test_no_answer_of_the_service_becomes_unavailable_and_its_text_stays_behind(
    moto: MotoBackend, call: Call
) -> None:
    """Promise 15: the text of a timeout names the address, and that holds the key."""
    client = getattr(moto.cloud, call.client)
    with answering(client, call.operation, cut_off), pytest.raises(Unavailable) as raised:
        call.make(moto)
    assert isinstance(raised.value.__cause__, BotoCoreError)
    assert _silent(raised.value)


def _cancelled(*codes: str) -> Callable[[dict[str, Any]], Any]:
    reasons = [{"Code": code, "Message": CANARY} for code in codes]
    return refused("TransactionCanceledException", CancellationReasons=reasons)


FAILED = "ConditionalCheckFailed"


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        pytest.param((FAILED, "None"), Tombstoned, id="tombstone"),
        pytest.param(("None", FAILED), Restricted, id="restriction"),
        pytest.param(("None", "None", FAILED), LeaseOpen, id="condition"),
        pytest.param((FAILED, FAILED), Tombstoned, id="both_and_the_tombstone_wins"),
        pytest.param(("None", "TransactionConflict"), Unavailable, id="met_another_transaction"),
        pytest.param(("TransactionConflict", "None", FAILED), LeaseOpen, id="conflict_and_condition"),
        pytest.param((), Unavailable, id="no_reason"),
    ],
)
def test_a_cancelled_transaction_says_what_did_not_hold(
    moto: MotoBackend, reasons: tuple[str, ...], expected: type[MorettaError]
) -> None:
    with (
        answering(moto.cloud.dynamodb, "TransactWriteItems", _cancelled(*reasons)),
        pytest.raises(expected) as raised,
    ):
        moto.jobs.claim(a_job(), a_claim(), NOW)
    assert type(raised.value) is expected
    assert isinstance(raised.value.__cause__, ClientError)
    assert _silent(raised.value)


@pytest.mark.parametrize("code", ["PreconditionFailed", "NoSuchKey"])
def test_only_a_file_that_is_gone_or_another_is_replaced(moto: MotoBackend, code: str) -> None:
    with answering(moto.cloud.s3, "GetObject", refused(code)), pytest.raises(Replaced) as raised:
        moto.bucket().objects.read(a_job().key, "etag")
    assert _silent(raised.value)


def test_a_file_that_may_not_be_read_is_not_taken_for_replaced(moto: MotoBackend) -> None:
    with answering(moto.cloud.s3, "GetObject", refused("AccessDenied")), pytest.raises(Unavailable):
        moto.bucket().objects.read(a_job().key, "etag")


def test_a_claim_whose_answer_was_lost_stands(moto: MotoBackend) -> None:
    """After-call: the write happened, the caller sees a timeout."""
    job = a_job()
    moto.jobs.create(job)
    with losing_the_answer(moto.cloud.dynamodb, "TransactWriteItems"), pytest.raises(Unavailable):
        moto.jobs.claim(job, a_claim(), NOW)
    row = moto.jobs.get(job.ref)
    assert row is not None
    assert row.state == MASKING


def test_a_condition_of_the_ledger_that_does_not_hold_is_a_conflict(moto: MotoBackend) -> None:
    canceled = refused(
        "TransactionCanceledException", CancellationReasons=[{"Code": "ConditionalCheckFailed"}]
    )
    with (
        answering(moto.cloud.dynamodb, "TransactWriteItems", canceled),
        pytest.raises(Conflict) as raised,
    ):
        moto.ledger.save(an_erasure())
    assert _silent(raised.value)


def test_a_save_that_is_sent_twice_because_its_answer_was_lost_is_no_conflict_with_itself(
    moto: MotoBackend,
) -> None:
    """botocore sends the same body once more, and DynamoDB takes a transaction once by its token."""
    with answering(moto.cloud.dynamodb, "TransactWriteItems", lambda _params: {}) as asked:
        moto.ledger.save(an_erasure())
    assert json.loads(asked[0]["body"])["ClientRequestToken"]


def test_errors_inside_a_successful_answer_are_counted_as_left(moto: MotoBackend) -> None:
    """Promise 7: DeleteObjects answers 200 with the errors inside."""
    errors = [{"Key": CANARY, "Code": "AccessDenied"}, {"Key": CANARY, "Code": "InternalError"}]
    with answering(moto.cloud.s3, "DeleteObjects", lambda _params: {"Errors": errors}):
        assert moto.bucket().versions.delete(TRACES * 3) == 2


def test_a_version_under_legal_hold_is_left_and_still_found(moto: MotoBackend) -> None:
    s3, bucket = moto.cloud.s3, moto.cloud.new_bucket(locks=True)
    locked, free = str(a_job().key), str(a_job().key)
    for key in (locked, free):
        s3.put_object(Bucket=bucket, Key=key, Body=b"a file")
    s3.put_object_legal_hold(Bucket=bucket, Key=locked, LegalHold={"Status": "ON"})
    versions = MotoBucket(s3, bucket, "").versions
    assert versions.delete(everything(versions)) == 1
    assert [trace.address[0] for trace in everything(versions)] == [locked]


def test_what_a_batch_leaves_unprocessed_is_counted_as_left(moto: MotoBackend) -> None:
    def half(params: dict[str, Any]) -> Any:
        return {"UnprocessedItems": {moto.table: [{"DeleteRequest": {"Key": {}}}] * 10}}

    with answering(moto.cloud.dynamodb, "BatchWriteItem", half) as asked:
        assert moto.rows.delete(TRACES * 53) == 30
    batches = [json.loads(each["body"])["RequestItems"][moto.table] for each in asked]
    assert [len(batch) for batch in batches] == [25, 25, 3]  # BatchWriteItem takes no more


@pytest.mark.parametrize(("code", "left"), [("NoSuchUpload", 0), ("AccessDenied", 3)])
def test_an_upload_is_left_unless_it_is_gone_and_the_others_go_on(
    moto: MotoBackend, code: str, left: int
) -> None:
    with answering(moto.cloud.s3, "AbortMultipartUpload", refused(code)) as asked:
        assert moto.bucket().uploads.delete(TRACES * 3) == left
    assert len(asked) == 3


def test_unfinished_uploads_are_listed_to_the_end_by_the_markers_of_each_page(moto: MotoBackend) -> None:
    """As S3 does it; moto lists all of them at once."""

    def answer(params: dict[str, Any]) -> Any:
        if "key-marker" not in params["query_string"]:
            uploads = [{"Key": "k1", "UploadId": "a"}]
            return {"Uploads": uploads, "IsTruncated": True, "NextKeyMarker": "k1", "NextUploadIdMarker": "a"}
        return {"Uploads": [{"Key": "k2", "UploadId": "b"}], "IsTruncated": False}

    with answering(moto.cloud.s3, "ListMultipartUploads", answer) as asked:
        found = everything(moto.bucket().uploads)
    assert [trace.address for trace in found] == [("k1", "a"), ("k2", "b")]
    query = asked[1]["query_string"]
    assert (query["key-marker"], query["upload-id-marker"]) == ("k1", "a")
    assert query["prefix"] == f"{TEAM}/{SUBJECT}/"


CONSISTENT = (
    "jobs.get",
    "jobs.once",
    "ledger.get",
    "ledger.tombstone",
    "ledger.epoch",
    "rows.find",
    "depicted.find",
    "lists.of_subject",
)


@pytest.mark.parametrize(
    "call",
    [CALLS[name] for name in CONSISTENT],
    ids=CONSISTENT,
)
def test_what_is_proved_is_read_consistently(moto: MotoBackend, call: Call) -> None:
    """Promise 5: by consistent reads of the base table."""
    with answering(moto.cloud.dynamodb, call.operation, lambda _params: {"Items": []}) as asked:
        call.make(moto)
    assert all('"ConsistentRead": true' in each["body"].decode() for each in asked)
