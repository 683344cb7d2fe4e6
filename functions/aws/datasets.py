"""Copies for a purpose, in the partitions of their users (part of `schema`).

    {team}#{subject}  copy#{purpose}#{ulid of the job}
    {team}#{subject}  withdrawing#{purpose}              a withdrawal that has not reached every copy

A copy stands in ``by_state`` under its purpose; it and withdrawals stand in ``by_due``, under own shards.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from functions.aws.consent_rows import consent_key
from functions.aws.deleting import RowDeletion
from functions.aws.faults import translated
from functions.aws.holds import read_many
from functions.aws.lists import below
from functions.aws.schema import (
    BY_DUE,
    BY_STATE,
    PARTITION,
    SHARDS,
    SORT,
    from_item,
    shard_of,
    state_shard,
    subject_partition,
    to_item,
)
from functions.core.consent import GIVEN
from functions.core.datasets import Copy, Wish, Withdrawal
from functions.core.errors import Conflict
from functions.core.list_jobs import Listing
from functions.core.names import JobRef
from functions.core.store_ports import Trace
from functions.core.times import from_text, to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

COPY: Final = "copy"
WITHDRAWING: Final = "withdrawing"
PAGE: Final = 100
Key = dict[str, str]


def copy_row(team: str, subject: str, purpose: str, job: str) -> Key:
    """Where the copy of a job for a purpose is."""
    return {PARTITION: subject_partition(team, subject), SORT: f"{COPY}#{purpose}#{job}"}


def copy_item(copy: Copy) -> dict[str, Any]:
    """The row of a copy."""
    ref = copy.ref
    shard = shard_of(ref.job)
    return to_item(
        {
            **copy_row(ref.team, ref.subject, copy.purpose, ref.job),
            "content_type": copy.content_type,
            "what": copy.what,
            "kept_at": to_text(copy.kept_at),
            "ulid": ref.job,
            "state_shard": state_shard(ref.team, f"for-{copy.purpose}", shard),
            "due_shard": f"{COPY}#{shard}",
            "due_at": to_text(copy.until),
        }
    )


def withdrawing_item(withdrawal: Withdrawal) -> dict[str, Any]:
    """The row of a withdrawal that has to reach what is kept; it is due at once."""
    return to_item(
        {
            **_withdrawing_key(withdrawal.team, withdrawal.subject, withdrawal.purpose),
            "due_shard": f"{WITHDRAWING}#{ord(withdrawal.subject[-1]) % SHARDS}",
            "due_at": to_text(withdrawal.at),
        }
    )


@dataclass(frozen=True)
class DynamoDatasets:
    """Implements the port `Datasets`."""

    client: "DynamoDBClient"
    table: str

    def of_team(self, team: str, purpose: str, listing: Listing) -> tuple[list[Copy], str | None]:
        """See the port."""
        keys: list[Any] = []
        for shard in range(SHARDS):
            partition = state_shard(team, f"for-{purpose}", shard)
            span = (listing.low, below(listing.high))
            keys += self._indexed(BY_STATE, partition, span, listing.limit, newest=True)
        keys = sorted(keys, key=lambda key: key[SORT]["S"][-26:], reverse=True)[: listing.limit]
        rows = {(row[PARTITION], row[SORT]): row for row in read_many(self.client, self.table, keys)}
        names = [(key[PARTITION]["S"], key[SORT]["S"]) for key in keys]
        copies = [copy_from_row(rows[name]) for name in names if name in rows]
        return copies, names[-1][1][-26:] if len(keys) == listing.limit else None

    def withdrawn(self, team: str, wishes: Iterable[Wish]) -> dict[Wish, datetime | None]:
        """See the port."""
        consents = {_address(consent_key(team, *wish)): wish for wish in wishes}
        walks = {_address(_withdrawing_key(team, *wish)): wish for wish in wishes}
        keys = [to_item({PARTITION: pk, SORT: sk}) for pk, sk in (*consents, *walks)]
        found = {_address(row): row for row in read_many(self.client, self.table, keys)}
        out: dict[Wish, datetime | None] = {
            wish: from_text(found[at]["due_at"]) for at, wish in walks.items() if at in found
        }
        stands = {wish for at, wish in consents.items() if found.get(at, {}).get("state") == GIVEN}
        return out | {wish: None for wish in consents.values() if wish not in stands}

    def due(self, shard: int, now: datetime) -> list[Copy]:
        """See the port."""
        keys = self._indexed(BY_DUE, f"{COPY}#{shard}", ("0", to_text(now)), PAGE)
        rows = read_many(self.client, self.table, keys)
        return [copy for copy in map(copy_from_row, rows) if copy.until <= now]

    def withdrawals(self, shard: int) -> Iterator[Withdrawal]:
        """See the port."""
        keys = self._indexed(BY_DUE, f"{WITHDRAWING}#{shard}", ("0", "9"), PAGE)
        for row in read_many(self.client, self.table, keys):
            team, subject = row[PARTITION].split("#")
            yield Withdrawal(team, subject, row[SORT].split("#")[1], from_text(row["due_at"]))

    def page(self, withdrawal: Withdrawal, after: str) -> tuple[list[Copy], str]:
        """See the port."""
        return self._page(withdrawal.team, withdrawal.subject, f"{COPY}#{withdrawal.purpose}#", after)

    def of_user(self, team: str, subject: str, after: str) -> tuple[list[Copy], str]:
        """See the port."""
        return self._page(team, subject, f"{COPY}#", after)

    def _page(self, team: str, subject: str, prefix: str, after: str) -> tuple[list[Copy], str]:
        pk = subject_partition(team, subject)
        with translated():
            page = self.client.query(
                TableName=self.table,
                KeyConditionExpression="#pk = :pk AND #sk BETWEEN :low AND :high",
                ExpressionAttributeNames={"#pk": PARTITION, "#sk": SORT},
                ExpressionAttributeValues=to_item(
                    {":pk": pk, ":low": f"{after}!" if after else prefix, ":high": f"{prefix}~"}
                ),
                ConsistentRead=True,
                Limit=PAGE,
            )
        copies = [copy_from_row(from_item(item)) for item in page["Items"]]
        return copies, page["Items"][-1][SORT]["S"] if "LastEvaluatedKey" in page else ""

    def redate(self, ref: JobRef, purpose: str, until: datetime) -> None:
        """See the port."""
        try:
            with translated(ConditionalCheckFailedException=Conflict()):
                self.client.update_item(
                    TableName=self.table,
                    Key=to_item(copy_row(ref.team, ref.subject, purpose, ref.job)),
                    UpdateExpression="SET #due_at = :until",
                    ConditionExpression="attribute_exists(#due_at)",
                    ExpressionAttributeNames={"#due_at": "due_at"},
                    ExpressionAttributeValues=to_item({":until": to_text(until)}),
                )
        except Conflict:
            return

    def remove(self, copies: Sequence[Copy]) -> None:
        """See the port. What could not be deleted is due again."""
        rows = [copy_row(one.ref.team, one.ref.subject, one.purpose, one.ref.job) for one in copies]
        RowDeletion(self.client, self.table).delete([Trace(tuple(row.values())) for row in rows])

    def end(self, withdrawal: Withdrawal) -> None:
        """See the port."""
        key = _withdrawing_key(withdrawal.team, withdrawal.subject, withdrawal.purpose)
        try:
            with translated(ConditionalCheckFailedException=Conflict()):
                self.client.delete_item(
                    TableName=self.table,
                    Key=to_item(key),
                    ConditionExpression="#due_at = :at",
                    ExpressionAttributeNames={"#due_at": "due_at"},
                    ExpressionAttributeValues=to_item({":at": to_text(withdrawal.at)}),
                )
        except Conflict:
            return

    def _indexed(
        self,
        by: tuple[str, str, str],
        partition: str,
        span: tuple[str, str],
        limit: int,
        *,
        newest: bool = False,
    ) -> list[Any]:
        index, name, sort = by
        with translated():
            page = self.client.query(
                TableName=self.table,
                IndexName=index,
                KeyConditionExpression="#partition = :partition AND #sort BETWEEN :low AND :high",
                ExpressionAttributeNames={"#partition": name, "#sort": sort},
                ExpressionAttributeValues=to_item(
                    {":partition": partition, ":low": span[0], ":high": span[1]}
                ),
                ScanIndexForward=not newest,
                Limit=limit,
            )
        return [{part: item[part] for part in (PARTITION, SORT)} for item in page["Items"]]


def _address(row: Mapping[str, Any]) -> tuple[str, str]:
    return row[PARTITION], row[SORT]


def _withdrawing_key(team: str, subject: str, purpose: str) -> Key:
    return {PARTITION: subject_partition(team, subject), SORT: f"{WITHDRAWING}#{purpose}"}


def copy_from_row(row: dict[str, Any]) -> Copy:
    """The inverse of ``copy_item``, of plain values."""
    team, subject = row[PARTITION].split("#")
    _, purpose, job = row[SORT].split("#")
    ends = from_text(row["kept_at"]), from_text(row["due_at"])
    return Copy(JobRef(team, subject, job), purpose, row["content_type"], *ends, row["what"])
