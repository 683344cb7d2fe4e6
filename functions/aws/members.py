"""The rows of a team's staff: the member's roles, the person's team, and how many admins the team has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from functions.aws.audit import AuditRows
from functions.aws.faults import transaction, translated
from functions.aws.schema import PARTITION, SORT, to_item
from functions.aws.staff_schema import member_from_item, member_item, member_key, person_key, team_key
from functions.core.audit import Entry
from functions.core.errors import Conflict, LastAdmin
from functions.core.member import ADMIN, Member

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class DynamoMembers:
    """Implements the port `Members`. Who only reads them has no ``audit``."""

    client: "DynamoDBClient"
    table: str
    audit: AuditRows | None = None

    def get(self, team: str, person: str) -> Member | None:
        """See the port."""
        key = to_item(member_key(team, person))
        with translated():
            answer = self.client.get_item(TableName=self.table, Key=key, ConsistentRead=True)
        return member_from_item(answer["Item"]) if "Item" in answer else None

    def of(self, team: str) -> Sequence[Member]:
        """See the port. A team's staff is bounded, and fits one page."""
        key = member_key(team, "")
        with translated():
            answer = self.client.query(
                TableName=self.table,
                KeyConditionExpression="#pk = :pk AND begins_with(#sk, :sk)",
                ExpressionAttributeNames={"#pk": PARTITION, "#sk": SORT},
                ExpressionAttributeValues=to_item({":pk": key[PARTITION], ":sk": key[SORT]}),
                ConsistentRead=True,
            )
        return [member_from_item(item) for item in answer["Items"]]

    def add(self, member: Member, entry: Entry) -> None:
        """See the port."""
        person = to_item({**person_key(member.id), "team": member.team})
        puts = [self._put(person), self._put(member_item(member))]
        counted = self._count_admins(member.team, int(ADMIN in member.roles))
        self._write([*puts, *counted, self._told(entry)], Conflict(), Conflict())

    def set_roles(self, member: Member, roles: tuple[str, ...], entry: Entry) -> None:
        """See the port."""
        update = {
            "TableName": self.table,
            "Key": to_item(member_key(member.team, member.id)),
            "UpdateExpression": "SET #roles = :new",
            "ConditionExpression": "#roles = :known",
            "ExpressionAttributeNames": {"#roles": "roles"},
            "ExpressionAttributeValues": to_item({":new": list(roles), ":known": list(member.roles)}),
        }
        change = int(ADMIN in roles) - int(ADMIN in member.roles)
        counted = self._count_admins(member.team, change)
        meanings: list[Conflict | LastAdmin] = [Conflict(), *([LastAdmin()] if counted else [])]
        self._write([{"Update": update}, *counted, self._told(entry)], *meanings)

    def remove(self, member: Member, entry: Entry) -> None:
        """See the port."""
        keys = [member_key(member.team, member.id), person_key(member.id)]
        deletes = [{"Delete": {"TableName": self.table, "Key": to_item(key)}} for key in keys]
        self._write([*deletes, self._told(entry)])

    def _told(self, entry: Entry) -> dict[str, Any]:
        assert self.audit is not None
        return self.audit.put(entry)

    def _put(self, item: dict[str, Any]) -> dict[str, Any]:
        new = f"attribute_not_exists({PARTITION})"
        return {"Put": {"TableName": self.table, "Item": item, "ConditionExpression": new}}

    def _count_admins(self, team: str, change: int) -> list[dict[str, Any]]:
        if not change:
            return []
        update: dict[str, Any] = {
            "TableName": self.table,
            "Key": to_item(team_key(team)),
            "UpdateExpression": "ADD #admins :change",
            "ExpressionAttributeNames": {"#admins": "admins"},
            "ExpressionAttributeValues": to_item({":change": change}),
        }
        if change < 0:  # counted in the team's own row, so that two admins cannot remove each other at once
            update["ConditionExpression"] = "#admins > :one"
            update["ExpressionAttributeValues"] |= to_item({":one": 1})
        return [{"Update": update}]

    def _write(self, writes: list[dict[str, Any]], *meanings: Conflict | LastAdmin) -> None:
        with transaction(*meanings):
            self.client.transact_write_items(TransactItems=writes)  # type: ignore[arg-type]
