"""A deployed stage with two teams, and what a test asks of it from outside and, as root, from inside."""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import uuid4

import urllib3

from functions.aws.schema import from_item
from functions.core.store_names import BUCKETS
from tools.client import Client
from tools.deployed import Deployed
from tools.local_cloud import LocalCloud
from tools.team import Team, make_team

# In every user id and file name of these tests: it must turn up nowhere (promise 15).
CANARY = "kanarienvogel"


@dataclass(frozen=True)
class Speaker:
    """A team and its client."""

    team: str
    client: Client


@dataclass(frozen=True)
class World:
    """One deployed stage."""

    cloud: LocalCloud
    deployed: Deployed
    one: Speaker
    other: Speaker

    @cached_property
    def s3(self) -> Any:
        return self.deployed.session.client("s3")

    @cached_property
    def dynamodb(self) -> Any:
        return self.deployed.session.client("dynamodb")

    @cached_property
    def sqs(self) -> Any:
        return self.deployed.session.client("sqs")

    @property
    def table(self) -> str:
        return self.deployed.outputs["TableName"]

    @property
    def ledger(self) -> str:
        return self.deployed.outputs["LedgerName"]

    @property
    def audit(self) -> str:
        return self.deployed.outputs["AuditName"]

    def bucket(self, name: str) -> str:
        """The name that CloudFormation gave to one of `BUCKETS`."""
        return self.deployed.outputs[f"{name.title()}Bucket"]

    def function(self, name: str) -> dict[str, Any]:
        """The configuration of a deployed function, by the name of its folder."""
        pages = self.deployed.session.client("lambda").get_paginator("list_functions").paginate()
        (found,) = [
            function
            for page in pages
            for function in page["Functions"]
            if function["Handler"] == f"functions.{name}.handler.handler"
            and function["FunctionName"].startswith(f"Moretta-{self.deployed.stage.name}-")
        ]
        return dict(found)

    def keys(self, bucket: str, prefix: str = "") -> list[str]:
        """The keys of a bucket."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket(bucket), Prefix=prefix)
        return [entry["Key"] for page in pages for entry in page.get("Contents", [])]

    def stored(self, prefix: str = "") -> dict[tuple[str, ...], str]:
        """Every version, delete marker and unfinished upload below a prefix, with a hash of its bytes."""
        return {
            address: digest
            for bucket in BUCKETS
            for address, digest in (*self._versions(bucket, prefix), *self._uploads(bucket, prefix))
        }

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table."""
        pages = self.dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
        return [from_item(item) for page in pages for item in page["Items"]]

    def backlog(self) -> int:
        """Messages that wait or are being worked on, in the queues of both lanes."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        counts = 0
        for queue in ("Uploads", "DeadLetters", "BackgroundUploads", "BackgroundDeadLetters"):
            answer = self.sqs.get_queue_attributes(
                QueueUrl=self.deployed.outputs[f"{queue}QueueUrl"], AttributeNames=names
            )
            counts += sum(int(answer["Attributes"][name]) for name in names)
        return counts

    def sweep(self) -> None:
        """What the schedule does each minute, now."""
        functions = self.deployed.session.client("lambda")
        answer = functions.invoke(FunctionName=self.function("sweep")["FunctionName"])
        assert "FunctionError" not in answer

    def swept(self) -> None:
        """Wait until every job whose file did not come is expired."""

        def nothing_awaits() -> bool:
            self.sweep()
            return all(row.get("state") != "awaiting_upload" for row in self.rows(self.table))

        eventually(nothing_awaits, "no job awaits its file")

    def quiet(self, seconds: float = 60) -> None:
        """Wait until every event has been worked on."""
        eventually(lambda: self.backlog() == 0, "the queues are empty", seconds)

    def _versions(self, bucket: str, prefix: str) -> Iterator[tuple[tuple[str, ...], str]]:
        name = self.bucket(bucket)
        for page in self.s3.get_paginator("list_object_versions").paginate(Bucket=name, Prefix=prefix):
            for entry in page.get("Versions", []):
                key, version = entry["Key"], entry["VersionId"]
                body = self.s3.get_object(Bucket=name, Key=key, VersionId=version)["Body"].read()
                yield (bucket, "version", key, version), hashlib.sha256(body).hexdigest()
            for entry in page.get("DeleteMarkers", []):
                yield (bucket, "marker", entry["Key"], entry["VersionId"]), ""

    def _uploads(self, bucket: str, prefix: str) -> Iterator[tuple[tuple[str, ...], str]]:
        answer = self.s3.list_multipart_uploads(Bucket=self.bucket(bucket), Prefix=prefix)
        for entry in answer.get("Uploads", []):
            yield (bucket, "upload", entry["Key"], entry["UploadId"]), ""


def new_user() -> str:
    """A user id that nobody else has."""
    return f"{CANARY}-{uuid4()}"


def prefix_of(speaker: Speaker, job_id: str) -> str:
    """Where all objects of a job's subject are."""
    return f"{speaker.team}/{job_id[:32]}/"


def key_of(speaker: Speaker, job_id: str) -> str:
    """Where a job's objects are."""
    return f"{prefix_of(speaker, job_id)}{job_id[32:]}/identity"


def post(
    client: Client,
    form: Mapping[str, Any],
    data: bytes,
    headers: Mapping[str, str] | None = None,
    /,
    **changes: str | None,
) -> urllib3.BaseHTTPResponse:
    """Post a file with a form, its fields changed or (None) left out; S3's whole answer."""
    fields = {**form["fields"], **changes}
    kind = fields["Content-Type"] or "application/octet-stream"
    parts: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    parts["file"] = (f"{CANARY}.jpg", data, kind)
    return client.http.request("POST", form["url"], fields=parts, headers=headers)


def eventually(holds: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Wait until a condition holds, and say which one did not."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"after {seconds:.0f} s it is not so that {what}"
        time.sleep(0.05)


def speaker(deployed: Deployed, team: Team) -> Speaker:
    """The client of a new team."""
    client = Client(
        deployed.api_url, deployed.token_url, team.client_id, team.client_secret, deployed.ca_bundle
    )
    return Speaker(team.team, client)


def two_teams(cloud: LocalCloud, deployed: Deployed) -> World:
    """A deployed stage with two new teams."""
    one, other = (speaker(deployed, make_team(deployed.session, deployed.outputs, name)) for name in "ab")
    return World(cloud, deployed, one, other)
