"""A deployment over moto in this process: every function as it is built, called by the events of AWS."""

import importlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Final
from unittest import mock

from functions.aws.ledger import DynamoLedger
from functions.aws.schema import from_item, to_item
from functions.aws.services import KmsMac
from functions.aws.staff_schema import client_key, member_item, team_key
from functions.core.agreement import INTERNAL
from functions.core.agreement_text import version_of
from functions.core.deployment import Deployment, Operator
from functions.core.member import Member
from functions.core.names import new_team_id
from functions.core.store_names import BUCKETS
from functions.core.subjects import Identified, identify
from functions.core.team_settings import RETAINED
from functions.core.times import now
from soak.emptying import empty
from soak.shared import shared_clients, signing_key, staff_pool
from tests.contracts.cloud import Cloud
from tests.fakes.imaging import FakeImaging

MINUTES: Final = {name: [1, 24 * 60, 24 * 60] for name in RETAINED} | {"correction_window": [0, 0, 60]}
FACTS: Final = Deployment(
    Operator("A", "B", "c@example.org", "d@example.org"), "soak", "eu-central-1", (), (), {}
)
MASKERS: Final = ("mask_identity", "mask_background")
# What a function is told that is not a name of the deployment. A lease is over at once: who was killed is
# followed by the next without a wait.
NUMBERS: Final[Mapping[str, int]] = {
    "lease_seconds": 0,
    "path_encoded": 0,
    "most": 100,
    "lag_seconds": 0,
    "retry_seconds": 0,
    "delay_seconds": 0,
    "most_bytes": 10_000_000,
    "jobs_per_minute": 10_000,
    "most_attempts": 3,
    "back_off_seconds": 1,
    "private_hosts": 0,
    "audit_days": 3650,
    "reports_per_minute": 10_000,
}


@cache
def _names(cloud: Cloud) -> dict[str, str]:
    """What a deployment tells its functions; one is enough, because each case finds it empty."""
    told = {name: cloud.new_table() for name in ("table", "ledger", "audit")}
    told |= {name: cloud.new_bucket() for name in BUCKETS}
    told |= {name: cloud.new_queue() for name in ("uploads_queue", "backgrounds_queue", "deliveries")}
    told |= dict.fromkeys(("pseudonym_key", "session_key", "report_key"), cloud.mac_key)
    told |= dict.fromkeys(("receipts_key", "signing_key"), signing_key())
    return told | {
        "encryption_key": cloud.data_key,
        "state_machine": cloud.machine,
        "pool": staff_pool(),
        "bus": "default",
        "source": "urn:moretta:soak",
        "issuer": "urn:moretta:soak",
        "retention": json.dumps(MINUTES),
        "deployment": FACTS.to_text(),
        "agreement_mode": INTERNAL,
        "agreement_version": version_of(FACTS),
    }


class Context:
    """Lambda's context object."""

    def get_remaining_time_in_millis(self) -> int:
        return 300_000


@dataclass
class Played:
    """Tables, buckets and queues, empty but for one team."""

    cloud: Cloud
    team: str = field(default_factory=new_team_id)
    imaging: FakeImaging = field(default_factory=FakeImaging)
    sent: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names = _names(self.cloud)
        empty(list(self.names.values()))
        self.put({**team_key(self.team), "name": "a team", "admins": 1})
        self.put({**client_key("client"), "team": self.team})
        admin = member_item(Member("admin", self.team, ("admin",), now()))
        self.cloud.dynamodb.put_item(TableName=self.names["table"], Item=admin)

    def put(self, row: Mapping[str, Any], table: str = "table") -> None:
        """Write a row."""
        item: Any = to_item(row)
        self.cloud.dynamodb.put_item(TableName=self.names[table], Item=item)

    def rows(self, table: str = "table") -> list[dict[str, Any]]:
        """All rows of a table."""
        pages = self.cloud.dynamodb.get_paginator("scan").paginate(TableName=self.names[table])
        return [from_item(item) for page in pages for item in page["Items"]]

    def objects(self, bucket: str) -> dict[str, bytes]:
        """All files of a bucket."""
        name, s3 = self.names[bucket], self.cloud.s3
        listed = s3.list_objects_v2(Bucket=name).get("Contents", [])
        return {one["Key"]: s3.get_object(Bucket=name, Key=one["Key"])["Body"].read() for one in listed}

    def user(self, user_id: str) -> Identified:
        """A user's pseudonyms."""
        mac = KmsMac(self.cloud.kms, self.names["pseudonym_key"])
        return identify(self.team, user_id, mac, DynamoLedger(self.cloud.dynamodb, self.names["ledger"]))

    def call(self, name: str, event: Mapping[str, Any]) -> Any:
        """Invoke a function, built anew as by a new worker."""
        with self.worker(name) as work:
            return work(event)

    @contextmanager
    def worker(self, name: str) -> Iterator[Callable[[Mapping[str, Any]], Any]]:
        """A worker that may be invoked again and again."""
        module: Any = importlib.import_module(f"functions.{name}.handler")
        with self._environment(name), self._outside(name, module):
            _forget(module)
            try:
                yield lambda event: module.handler(event, Context())
            finally:
                _forget(module)

    @contextmanager
    def _environment(self, name: str) -> Iterator[None]:
        kind: Any = importlib.import_module(f"functions.{name}.settings").Settings
        known: dict[str, Any] = {
            one.name: NUMBERS.get(one.name, 3600) if one.type is int else self.names[one.name]
            for one in fields(kind)
        }
        with mock.patch.dict("os.environ", kind(**known).to_env()), shared_clients():
            yield

    @contextmanager
    def _outside(self, name: str, module: Any) -> Iterator[None]:
        """No model is loaded and no receiver is asked: both are shown elsewhere."""
        if name in MASKERS:
            with mock.patch.object(module, _pipeline(module), return_value=self.imaging):
                yield
        elif name == "deliver_webhook":
            with mock.patch.object(module, "HttpsSender", return_value=mock.Mock(post=self._post)):
                yield
        else:
            yield

    def _post(self, _url: str, _headers: Mapping[str, str], body: bytes) -> int:
        self.sent.append(body)
        return 200


def _forget(module: Any) -> None:
    """No world of another worker: none that is kept is used again."""
    for name, made in vars(module).items():
        if name.startswith("build") and hasattr(made, "cache_clear"):
            made.cache_clear()


def _pipeline(module: Any) -> str:
    names: list[str] = [name for name in vars(module) if name.startswith("build_")]
    return names[0]
