"""Proofs of consent, as the port `Store`: an erasure does not delete them, it says when they end.

GDPR Art. 7(1), 17(3)(e): that there was a consent has to be shown after the person was erased, too, for the
team's ``consent_proof`` time. A proof names nobody: pseudonyms, times, and the hash of the evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from functions.aws.consent_rows import CONSENT
from functions.aws.faults import translated
from functions.aws.schema import PARTITION, SORT, TTL, subject_partition, to_item
from functions.core.reach import Reach
from functions.core.retention_ports import TeamSettings
from functions.core.store_ports import Page, Trace
from functions.core.times import Clock, now

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NAMES: Final = {"#pk": PARTITION, "#sk": SORT, "#ttl": TTL}


@dataclass(frozen=True)
class DynamoProofs:
    """Finds a subject's proofs that have no end yet, by consistent reads; deleting one gives it its end."""

    client: "DynamoDBClient"
    ledger: str
    settings: TeamSettings
    clock: Clock = now
    name: str = "consent_proofs"

    def find(self, reach: Reach, after: object | None = None) -> Page:
        """See the port."""
        if reach.job or not reach.subject:
            return Page([], None)
        start: Any = {"ExclusiveStartKey": after} if after else {}
        values = {":pk": subject_partition(reach.team, reach.subject), ":consent": CONSENT}
        with translated():
            answer = self.client.query(
                TableName=self.ledger,
                KeyConditionExpression="#pk = :pk AND begins_with(#sk, :consent)",
                FilterExpression="attribute_not_exists(#ttl)",
                ExpressionAttributeNames=NAMES,
                ExpressionAttributeValues=to_item(values),
                ConsistentRead=True,
                **start,
            )
        traces = [Trace((item[PARTITION]["S"], item[SORT]["S"])) for item in answer["Items"]]
        return Page(traces, answer.get("LastEvaluatedKey"))

    def delete(self, traces: Sequence[Trace]) -> int:
        """See the port."""
        for trace in traces:
            partition, sort = trace.address
            life = self.settings.of(partition.split("#")[0]).retention.consent_proof
            until = int((self.clock() + timedelta(minutes=life)).timestamp())
            key: Any = to_item({PARTITION: partition, SORT: sort})
            with translated():
                found = self.client.get_item(TableName=self.ledger, Key=key, ConsistentRead=True)
                # The tombstone stands: nobody else writes a proof of this subject any more.
                if "Item" in found:
                    ended: Any = {**found["Item"], **to_item({TTL: until})}
                    self.client.put_item(TableName=self.ledger, Item=ended)
        return 0
