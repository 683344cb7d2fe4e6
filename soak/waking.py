"""What wakes the functions that no route calls, with all that it is about made before."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from functions.aws.audit import AuditRows
from functions.aws.audit_heads import walk_item as head_walk_item
from functions.aws.erasure_schema import AWAITING, awaiting_key
from functions.aws.holds import RESTRICTION, hold_key
from functions.aws.restrictions import walk_item
from functions.aws.schema import from_item, to_item
from functions.core.audit import ROLES, Entry
from functions.core.audit_head import Walk as HeadWalk
from functions.core.audit_head import hour_of
from functions.core.names import new_id
from functions.core.restriction import Walk
from functions.core.routes import PERMISSIONS
from functions.core.times import from_text, now, to_text
from soak.asking import request
from soak.playing import Played
from soak.things import (
    JOB,
    RESTRICTED,
    USER,
    answered,
    consented,
    erasure,
    export,
    held_file,
    job,
    kept,
    masked,
    message,
    pending,
    restricted,
    reviewed,
    upload,
    webhook,
)

Event = dict[str, Any]
PAST: Final = "2026-01-01T00:00:00.000Z"
DATES: Final = frozenset({"due_at", "file_until", "upload_due"})


def uploaded(data: bytes) -> Callable[[Played], Event]:
    """A file landed."""
    return lambda played: upload(played, job(played), data)


def released(played: Played) -> Event:
    """A reviewer let out what was held."""
    made = reviewed(played)
    key, tag, size = held_file(played)
    event = request(played, "POST /v1/reviews/{id}/release", {"id": made}, {}, role="reviewer")
    event["headers"] = {"If-Match": f'"{tag}"'}
    assert played.call("reviews", event)["statusCode"] == 202
    return message(key, tag, size)


def swept(played: Played) -> Any:
    """A result and a record of an upload that are over, and a file that lost its message."""
    masked(played)
    lost = job(played)
    upload(played, lost, b"face 2")
    job(played)
    age(played, "job#")
    return lost


def to_erase(played: Played) -> str:
    """A user with a result and a consent."""
    masked(played)
    consented(played)
    return erasure(played)


def to_spare(played: Played) -> Event:
    """A photo of somebody else that shows a user who is erased; the team lets such photos be masked again."""
    answered(played, "PATCH /v1/team/settings", {}, {"version": 0, "depicted": "remask"}, "admin")
    shown = {"user_id": "u2", **JOB, "depicted": [USER]}
    played.call(
        "mask_identity", upload(played, answered(played, "POST /v1/jobs", {}, shown)["id"], b"face 1")
    )
    step = {"team": played.team, "erasure": erasure(played)}
    played.call("erase", {**step, "step": "erase"})
    return step


def changed(played: Played) -> Event:
    """A job is done, says the stream of the table."""
    masked(played)
    webhook(played)
    (row,) = [row for row in played.rows() if row["sk"].startswith("job#")]
    image = {name: {"S": row[name]} for name in ("pk", "sk", "state")}
    change = {"ApproximateCreationDateTime": 1795348800.0, "OldImage": {}, "NewImage": image}
    return {"Records": [{"eventID": "c4ca4238", "dynamodb": change}]}


def delivery(played: Played) -> Event:
    """A message of the queue of deliveries."""
    hook, made = webhook(played), masked(played)
    body = {
        "webhook": hook,
        "team": played.team,
        "id": "0" * 32,
        "type": "eu.moretta.job.done",
        "subject": made,
        "time": "2026-11-22T12:00:00.000Z",
        "data": {"job": made, "state": "done"},
    }
    queue = played.names["deliveries"]
    played.cloud.sqs.send_message(QueueUrl=queue, MessageBody=json.dumps(body))
    (message,) = played.cloud.sqs.receive_message(QueueUrl=queue)["Messages"]
    record = {"messageId": "m", "receiptHandle": message["ReceiptHandle"], "body": message["Body"]}
    return {"Records": [{**record, "attributes": {"ApproximateReceiveCount": "1"}}]}


def deliver(played: Played, event: Any) -> None:
    """Deliver it."""
    answer = played.call("deliver_webhook", event)
    if answer["batchItemFailures"]:
        raise ComesAgain


class ComesAgain(Exception):
    """The message was handed back by the answer, as Lambda wants it of a batch."""


def session(played: Played) -> Event:
    """What the gateway asks before a call by a session."""
    body = {"user_id": USER, "permissions": list(PERMISSIONS)}
    token = answered(played, "POST /v1/sessions", {}, body)["token"]
    headers = {"Authorization": f"Bearer {token}"}
    return {"httpMethod": "GET", "resource": "/v1/me/jobs", "headers": headers, "methodArn": "arn"}


def token(_played: Played) -> Event:
    """What Cognito asks before it issues a token."""
    return {
        "triggerSource": "TokenGeneration_ClientCredentials",
        "callerContext": {"clientId": "client"},
        "request": {"scopes": ["moretta/jobs.read"]},
        "response": {},
    }


def windowed(played: Played) -> Event:
    """A file landed, of a team that may correct results."""
    body = {"version": 0, "retention": {"correction_window": 30}}
    answered(played, "PATCH /v1/team/settings", {}, body, "admin")
    return uploaded(b"face 1")(played)


def barred(played: Played) -> Event:
    """A file landed, of a user who is restricted since the form was made."""
    made = uploaded(b"face 1")(played)
    answered(played, "PUT /v1/users/{user_id}/restriction", {"user_id": USER}, RESTRICTED)
    return made


def walking(played: Played) -> str:
    """A restriction was lifted by a call that was killed before it brought anything back."""
    made, subject = restricted(played), played.user(USER).subject
    ledger: Any = to_item(hold_key(played.team, subject, RESTRICTION))
    played.cloud.dynamodb.delete_item(TableName=played.names["ledger"], Key=ledger)
    played.put(from_item(walk_item(Walk(played.team, subject, "killed", now() - timedelta(minutes=1)))))
    return made


def withdrawn(played: Played) -> str:
    """A copy is kept for a purpose, and its consent was withdrawn."""
    purpose = kept(played)
    path = {"user_id": USER, "purpose": purpose}
    answered(played, "DELETE /v1/users/{user_id}/consents/{purpose}", path)
    return purpose


def unapproved(played: Played) -> str:
    """An erasure that nobody approved, and its time is over."""
    made = pending(played)
    (record,) = [row for row in played.rows("ledger") if row["sk"] == f"erasure#{made}"]
    (leads,) = [row for row in played.rows("ledger") if row["pk"] == AWAITING]
    played.put({**record, "approve_by": PAST}, "ledger")
    played.put(awaiting_key(from_text(PAST), played.team, made), "ledger")
    ledger: Any = to_item(leads)
    played.cloud.dynamodb.delete_item(TableName=played.names["ledger"], Key=ledger)
    return made


def to_export(played: Played) -> Event:
    """An export of a user with two results, a photo in review and a consent."""
    for data in (b"face 1", b"face 2", b"doubtful 1"):
        masked(played, data)
    consented(played)
    return {"team": played.team, "export": export(played)}


def over(played: Played) -> str:
    """An export whose time is over."""
    event = to_export(played)
    while played.call("make_export", {**event, "step": "work"})["next"] != "end":
        pass
    age(played, "export#")
    return str(event["export"])


def all_of_a_team(played: Played) -> str:
    """An erasure of a team, asked for and approved."""
    masked(played)
    body = {"scope": {"team": True}}
    made = answered(played, "POST /v1/erasures", {}, body, "admin")["id"]
    answered(played, "POST /v1/erasures/{id}/approve", {"id": made}, None, "privacy")
    return str(made)


def an_hour(played: Played) -> str:
    """An entry of the audit in an hour that is over, and nothing of it signed."""
    at = now() - timedelta(hours=3)
    entry = Entry(new_id(at), played.team, at, "admin", ROLES)
    item = AuditRows(played.names["audit"], 3650).put(entry)["Put"]["Item"]
    played.put(from_item(item), "audit")
    played.put(from_item(head_walk_item(HeadWalk(played.team, hour_of(at)))), "ledger")
    return hour_of(at)


def found(played: Played) -> Event:
    """A finding of GuardDuty, of a time in which the team had a photo."""
    masked(played)
    an_hour(played)
    return {
        "detail-type": "GuardDuty Finding",
        "time": to_text(now()),
        "detail": {"type": "Exfiltration:S3/AnomalousBehavior"},
    }


def overdue(played: Played) -> Event:
    """The tick of the hour, with an incident whose 72 hours are over."""
    played.call("findings", found(played))
    for row in played.rows():
        if row["sk"].startswith("incident#"):
            played.put({**row, "value": json.dumps({**json.loads(row["value"]), "aware_at": PAST})})
    return {"time": to_text(now())}


def age(played: Played, kind: str) -> None:
    """All that was to be over some day is over."""
    for row in played.rows():
        if row["sk"].startswith(kind):
            played.put({name: PAST if name in DATES else value for name, value in row.items()})
