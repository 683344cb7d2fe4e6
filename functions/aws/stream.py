"""The tables' streams: from a changed row to the event that it means."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from functions.aws.schema import PARTITION, SORT, from_item
from functions.core.events import ERASURE, ERASURE_STATES, JOB, Event
from functions.core.names import JobRef

_READ = (PARTITION, SORT, "state", "reason", "parent")


def event_of(record: Mapping[str, Any]) -> Event | None:
    """The event in a stream's record, or None: a row that went, or whose state is as before, says nothing.

    Nor does a part of an erasure, which the team never asked for. Of the rows only key, state and reason are
    read. The id is the record's own, so that a record that comes again is the same event.
    """
    change = record["dynamodb"]
    before, row = _read(change.get("OldImage", {})), _read(change.get("NewImage", {}))
    state = row.get("state")
    if state is None or state == before.get("state"):
        return None
    time = datetime.fromtimestamp(float(change["ApproximateCreationDateTime"]), UTC)
    kind, _, name = row[SORT].partition("#")
    if kind == "job":
        team, subject = row[PARTITION].split("#")
        job, reason = JobRef(team, subject, name).id, row.get("reason")
        data = {"job": job, "state": state} | ({"reason": reason} if reason else {})
        return Event(record["eventID"], JOB + state, team, job, time, data)
    if kind == "erasure" and state in ERASURE_STATES and "parent" not in row:
        data = {"erasure": name, "state": state}
        return Event(record["eventID"], ERASURE + state, row[PARTITION], name, time, data)
    return None


def _read(image: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in from_item(_known(image)).items()}


def _known(image: Mapping[str, Any]) -> dict[str, Any]:
    return {name: image[name] for name in _READ if name in image}
