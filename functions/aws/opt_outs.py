"""What users said of sale and sharing: ``{team}#{subject}  opt_out#sale-sharing`` in the base table."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from functions.aws.audit import AuditRows, beside
from functions.aws.erasure_schema import not_erased
from functions.aws.faults import transaction, translated
from functions.aws.schema import PARTITION, SORT, from_item, subject_partition, to_item
from functions.core.audit import Entry
from functions.core.errors import Tombstoned
from functions.core.opt_outs import OptOut
from functions.core.purposes import SALE_SHARING
from functions.core.times import from_text, to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

OPT_OUT: Final = f"opt_out#{SALE_SHARING}"


@dataclass(frozen=True)
class DynamoOptOuts:
    """Implements the port `OptOuts`."""

    client: "DynamoDBClient"
    table: str
    ledger: str
    audit: AuditRows | None = None

    def get(self, team: str, subject: str) -> OptOut:
        """See the port."""
        with translated():
            answer = self.client.get_item(
                TableName=self.table, Key=to_item(_key(team, subject)), ConsistentRead=True
            )
        row = from_item(answer.get("Item", {}))
        return OptOut(row["opted_out"], row["by"], from_text(row["since"])) if row else OptOut()

    def put(self, team: str, subject: str, opt_out: OptOut, entry: Entry) -> None:
        """See the port."""
        assert opt_out.since is not None
        values = {"opted_out": opt_out.opted_out, "by": opt_out.by, "since": to_text(opt_out.since)}
        put = {"TableName": self.table, "Item": to_item({**_key(team, subject), **values})}
        items: Any = [not_erased(self.ledger, team, subject), {"Put": put}, *beside(self.audit, entry)]
        with transaction(Tombstoned()):
            self.client.transact_write_items(TransactItems=items)


def _key(team: str, subject: str) -> dict[str, str]:
    return {PARTITION: subject_partition(team, subject), SORT: OPT_OUT}
