"""Proofs of consent, as the port `Store`: an erasure does not delete them, it says when they end.

GDPR Art. 7(1), 17(3)(e): that there was a consent has to be shown after the person was erased, too, for the
team's ``consent_proof`` time. A proof names nobody: pseudonyms, times, and the hash of the evidence.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from functions.aws.consent_rows import CONSENT
from functions.aws.faults import translated
from functions.aws.row_traces import made_at
from functions.aws.schema import PARTITION, SORT, TTL, subject_partition, to_item
from functions.core.errors import Conflict
from functions.core.reach import SLICES, Reach
from functions.core.retention_ports import TeamSettings
from functions.core.store_names import PROOFS
from functions.core.store_ports import Page, Trace
from functions.core.times import Clock, now

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NAMES: Final = {"#pk": PARTITION, "#sk": SORT, "#ttl": TTL}


@dataclass(frozen=True)
class DynamoProofs:
    """Finds proofs that have no end yet, of a subject or a team, by consistent reads.

    Deleting one gives it its end.
    """

    client: "DynamoDBClient"
    ledger: str
    settings: TeamSettings
    clock: Clock = now
    name: str = PROOFS

    def find(self, reach: Reach, after: object | None = None) -> Page:
        """See the port. Those of a team are in the slice's segment; neither a job nor dates have any."""
        if reach.job or reach.low:
            return Page([], None)
        start: Any = {"ExclusiveStartKey": after} if after else {}
        with translated():
            answer = (
                self.client.query(**self._of(reach), **start)
                if reach.subject
                else (self.client.scan(**self._in(reach), **start))
            )
        mine = [item for item in answer["Items"] if reach.takes_job(made_at(item))]
        traces = [
            Trace((item[PARTITION]["S"], item[SORT]["S"]), owner=item[PARTITION]["S"].split("#")[1])
            for item in mine
        ]
        return Page(traces, answer.get("LastEvaluatedKey"))

    def _of(self, reach: Reach) -> Any:
        values = {":pk": subject_partition(reach.team, reach.subject), ":consent": CONSENT}
        return {
            "TableName": self.ledger,
            "KeyConditionExpression": "#pk = :pk AND begins_with(#sk, :consent)",
            "FilterExpression": "attribute_not_exists(#ttl)",
            "ExpressionAttributeNames": NAMES,
            "ExpressionAttributeValues": to_item(values),
            "ConsistentRead": True,
        }

    def _in(self, reach: Reach) -> Any:
        return {
            "TableName": self.ledger,
            "Segment": reach.slice,
            "TotalSegments": SLICES,
            "FilterExpression": "begins_with(#pk, :team) AND begins_with(#sk, :consent)"
            " AND attribute_not_exists(#ttl)",
            "ExpressionAttributeNames": NAMES,
            "ExpressionAttributeValues": to_item({":team": f"{reach.team}#", ":consent": CONSENT}),
            "ConsistentRead": True,
        }

    def delete(self, traces: Sequence[Trace]) -> int:
        """See the port."""
        for trace in traces:
            partition, sort = trace.address
            life = self.settings.of(partition.split("#")[0]).retention.consent_proof
            until = int((self.clock() + timedelta(minutes=life)).timestamp())
            key: Any = to_item({PARTITION: partition, SORT: sort})
            with translated():
                found = self.client.get_item(TableName=self.ledger, Key=key, ConsistentRead=True)
            if "Item" in found:
                self._end({**found["Item"], **to_item({TTL: until})})
        return 0

    def _end(self, proof: Any) -> None:
        """A withdrawal may have given it its end in this moment; then that one stands."""
        with suppress(Conflict), translated(ConditionalCheckFailedException=Conflict()):
            self.client.put_item(
                TableName=self.ledger,
                Item=proof,
                ConditionExpression="attribute_not_exists(#ttl)",
                ExpressionAttributeNames={"#ttl": TTL},
            )
