"""Rows go: many at once, or one with all that points to it, or one only if no masker claimed it meanwhile."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from functions.aws.faults import transaction, translated
from functions.aws.schema import PARTITION, SORT, to_item
from functions.core.errors import Conflict
from functions.core.store_ports import Trace

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BATCH: Final = 25  # BatchWriteItem takes no more; of a transaction (100, and 4 MB) it is a quarter
GONE: Final = f"attribute_not_exists({PARTITION})"


@dataclass(frozen=True)
class RowDeletion:
    """Deletes the rows that traces address: ``address`` is partition and sort key."""

    client: "DynamoDBClient"
    table: str

    def delete(self, traces: Sequence[Trace]) -> int:
        """Delete these; how many could not be deleted."""
        plain = [trace for trace in traces if not trace.linked and trace.seen is None]
        tied = [trace for trace in traces if trace.linked or trace.seen is not None]
        failed = sum(self._delete_batch(plain[at : at + BATCH]) for at in range(0, len(plain), BATCH))
        return failed + sum(self._delete_packed(pack) for pack in _packs(tied))

    def _delete_batch(self, traces: Sequence[Trace]) -> int:
        """What BatchWriteItem leaves unprocessed was not deleted."""
        requests: Any = [{"DeleteRequest": {"Key": _key(*trace.address)}} for trace in traces]
        with translated():
            answer = self.client.batch_write_item(RequestItems={self.table: requests})
        return len(answer.get("UnprocessedItems", {}).get(self.table, []))

    def _delete_packed(self, traces: Sequence[Trace]) -> int:
        """All or none; if one was claimed meanwhile, each by itself."""
        deletes = [delete for trace in traces for delete in self._deletes(trace)]
        try:
            with transaction(*(Conflict() for _ in deletes)):
                self.client.transact_write_items(TransactItems=deletes)
        except Conflict:
            return 1 if len(traces) == 1 else sum(self._delete_packed([trace]) for trace in traces)
        return 0

    def _deletes(self, trace: Trace) -> list[Any]:
        first: dict[str, Any] = {"TableName": self.table, "Key": _key(*trace.address)}
        if trace.seen is not None:
            first["ExpressionAttributeNames"] = {"#lease": "lease"}
            first["ConditionExpression"] = f"{GONE} OR attribute_not_exists(#lease)"
        if trace.seen:
            first["ConditionExpression"] = f"{GONE} OR #lease = :seen"
            first["ExpressionAttributeValues"] = to_item({":seen": trace.seen})
        rest = [{"TableName": self.table, "Key": _key(*address)} for address in trace.linked]
        return [{"Delete": delete} for delete in (first, *rest)]


def _packs(traces: Sequence[Trace]) -> Iterator[list[Trace]]:
    pack: list[Trace] = []
    size = 0
    for trace in traces:
        if pack and size + 1 + len(trace.linked) > BATCH:
            yield pack
            pack, size = [], 0
        pack.append(trace)
        size += 1 + len(trace.linked)
    if pack:
        yield pack


def _key(partition: str, sort: str) -> dict[str, Any]:
    return {PARTITION: {"S": partition}, SORT: {"S": sort}}
