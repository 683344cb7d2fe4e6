"""Whose token it is: the rows that the operator's command and a team's admin write."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from functions.aws.faults import translated
from functions.aws.schema import from_item, to_item
from functions.aws.staff_schema import client_key, member_from_item, member_key, person_key
from functions.core.member import Member

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class DynamoTeams:
    """Implements `Teams`."""

    client: "DynamoDBClient"
    table: str

    def of_client(self, client_id: str) -> str | None:
        """See the port."""
        team = from_item(self._item(client_key(client_id)) or {}).get("team")
        return str(team) if team else None

    def of_person(self, person: str) -> Member | None:
        """See the port."""
        team = from_item(self._item(person_key(person)) or {}).get("team")
        item = self._item(member_key(str(team), person)) if team else None
        return member_from_item(item) if item else None

    def _item(self, key: dict[str, str]) -> dict[str, Any] | None:
        with translated():
            answer = self.client.get_item(TableName=self.table, Key=to_item(key), ConsistentRead=True)
        return answer.get("Item")
