"""Incidents of teams: ``team#{team}  incident#{ulid}`` in the base table. No row is ever deleted.

The timeline is a list of its own, to which an update can only append.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from functions.aws.audit import AuditRows
from functions.aws.faults import transaction, translated
from functions.aws.schema import PARTITION, SORT, Item, from_item, to_item
from functions.aws.staff_schema import team_key
from functions.core.audit import Entry
from functions.core.errors import Conflict
from functions.core.incident import Incident, Step
from functions.core.times import from_text, to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_PREFIX: Final = "incident#"


@dataclass(frozen=True)
class DynamoIncidents:
    """Implements `Incidents`."""

    client: "DynamoDBClient"
    table: str
    audit: AuditRows

    def create(self, incident: Incident, entry: Entry) -> None:
        """See the port."""
        row = {**_key(incident.team, incident.id), **_values(incident)}
        put: Any = {"TableName": self.table, "Item": to_item(row)}
        put["ConditionExpression"] = f"attribute_not_exists({PARTITION})"
        items: Any = [{"Put": put}, self.audit.put(entry)]
        with transaction(Conflict()):
            self.client.transact_write_items(TransactItems=items)

    def get(self, team: str, incident_id: str) -> Incident | None:
        """See the port."""
        with translated():
            answer = self.client.get_item(
                TableName=self.table, Key=to_item(_key(team, incident_id)), ConsistentRead=True
            )
        return _incident(answer["Item"]) if "Item" in answer else None

    def all(self, team: str, limit: int, before: str | None) -> list[Incident]:
        """See the port."""
        low = _PREFIX
        high = f"{_PREFIX}{before}" if before else f"{_PREFIX}~"
        values = {":team": team_key(team)[PARTITION], ":low": low, ":high": high}
        found: list[Item] = []
        start: Any = {}
        # A page ends at a megabyte too; one more than wanted, because BETWEEN holds the id it ends with.
        while len(found) <= limit:
            with translated():
                page = self.client.query(
                    TableName=self.table,
                    KeyConditionExpression=f"{PARTITION} = :team AND {SORT} BETWEEN :low AND :high",
                    ExpressionAttributeValues=to_item(values),
                    ScanIndexForward=False,
                    ConsistentRead=True,
                    Limit=limit + 1,
                    **start,
                )
            found += page["Items"]
            if "LastEvaluatedKey" not in page:
                break
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
        return [each for each in map(_incident, found) if each.id != before][:limit]

    def change(self, incident: Incident, step: Step, entry: Entry) -> None:
        """See the port."""
        values = _values(incident)
        update: Any = {
            "TableName": self.table,
            "Key": to_item(_key(incident.team, incident.id)),
            "UpdateExpression": (
                "SET #value = :value, #version = :version, timeline = list_append(timeline, :steps)"
            ),
            "ConditionExpression": "#version = :before",
            "ExpressionAttributeNames": {"#value": "value", "#version": "version"},
            "ExpressionAttributeValues": to_item(
                {
                    ":value": values["value"],
                    ":version": incident.version,
                    ":before": incident.version - 1,
                    ":steps": [_step(step)],
                }
            ),
        }
        items: Any = [{"Update": update}, self.audit.put(entry)]
        with transaction(Conflict()):
            self.client.transact_write_items(TransactItems=items)


def _key(team: str, incident_id: str) -> dict[str, str]:
    return {**team_key(team), SORT: f"{_PREFIX}{incident_id}"}


def _values(incident: Incident) -> dict[str, Any]:
    return {
        "value": json.dumps(incident.to_json()),
        "version": incident.version,
        "timeline": [_step(step) for step in incident.timeline],
    }


def _step(step: Step) -> dict[str, str]:
    return {"at": to_text(step.at), "by": step.by, "action": step.action, "text": step.text}


def _incident(item: Item) -> Incident:
    row = from_item(item)
    steps = tuple(Step(**{**step, "at": from_text(step["at"])}) for step in row["timeline"])
    team, incident_id = row[PARTITION].removeprefix("team#"), row[SORT].removeprefix(_PREFIX)
    return Incident.from_json(json.loads(row["value"]), incident_id, team, steps, int(row["version"]))
