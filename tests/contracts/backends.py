"""The same deployment twice: out of fakes, and out of the adapters over moto."""

from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Any

import pytest

from functions.aws import clients, stores
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.objects import S3Objects
from functions.aws.schema import client_key, member_item, person_key, to_item
from functions.aws.services import KmsMac, KmsVerifier, StateMachine
from functions.aws.stores import DynamoRows, S3Uploads, S3Versions
from functions.aws.teams import DynamoTeams
from functions.core.member import Member
from functions.core.ports import Executions, Jobs, Ledger, Mac, Objects, Store, Teams, Verifier
from tests.fakes.bucket import FakeBucket, FakeObjects, FakeUploads, FakeVersions
from tests.fakes.jobs import FakeJobs, FakeRows
from tests.fakes.ledger import FakeLedger
from tests.fakes.services import FakeExecutions, FakeMac, FakeTeams

CLIENT, TEAM = "client-of-a-backend", "teamaaaaaaaaaaaa"
MEMBER = Member("ada", TEAM, ("admin",), datetime(2026, 11, 22, tzinfo=UTC))
KEEP = timedelta(days=65)


class Bucket(ABC):
    """A bucket, and the ports onto it."""

    objects: Objects
    versions: Store
    uploads: Store

    @abstractmethod
    def write(self, key: str, data: bytes) -> str:
        """Put a file as a browser does; its ETag as S3's event tells it."""

    @abstractmethod
    def read(self, key: str) -> bytes | None:
        """What a reader sees."""

    @abstractmethod
    def switch_versioning_on(self) -> None:
        """What an operator might do one day."""

    @abstractmethod
    def start_upload(self, key: str) -> None:
        """Begin a multipart upload."""


class Backend(ABC):
    """All ports of one deployment; ``rows`` is the store over the rows of ``jobs``."""

    jobs: Jobs
    ledger: Ledger
    mac: Mac
    verifier: Verifier
    executions: Executions
    teams: Teams
    rows: Store

    @abstractmethod
    def bucket(self) -> Bucket:
        """The bucket of the test, empty."""

    @abstractmethod
    def end_execution(self, erasure_id: str, attempt: int) -> None:
        """Let an execution that runs come to its end."""

    @abstractmethod
    def small_pages(self, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
        """From now on every store lists pages of this size."""


class _FakeSide(Bucket):
    def __init__(self) -> None:
        self.it = FakeBucket()
        self.objects = FakeObjects(self.it)
        self.versions = self.fake_versions = FakeVersions(self.it, "bucket")
        self.uploads = self.fake_uploads = FakeUploads(self.it, "bucket_uploads")

    def write(self, key: str, data: bytes) -> str:
        return self.it.write(key, data)

    def read(self, key: str) -> bytes | None:
        version = self.it.current(key)
        return version.data if version else None

    def switch_versioning_on(self) -> None:
        self.it.versioned = True

    def start_upload(self, key: str) -> None:
        self.it.start_upload(key)


class FakeBackend(Backend):
    """Out of fakes."""

    def __init__(self) -> None:
        self.ledger = FakeLedger()
        self.fake_jobs = FakeJobs(self.ledger)
        self.jobs = self.fake_jobs
        self.mac = FakeMac()
        self.verifier = FakeMac()
        self.executions = self.fake_executions = FakeExecutions()
        self.teams = FakeTeams({CLIENT: TEAM}, {MEMBER.id: MEMBER})
        self.fake_rows = FakeRows(self.fake_jobs)
        self.rows = self.fake_rows
        self.it = _FakeSide()

    def bucket(self) -> Bucket:
        return self.it

    def end_execution(self, erasure_id: str, attempt: int) -> None:
        self.fake_executions.ended.add((erasure_id, attempt))

    def small_pages(self, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
        self.fake_rows.page = self.it.fake_versions.page = self.it.fake_uploads.page = size


class MotoBucket(Bucket):
    """A bucket in moto."""

    def __init__(self, client: Any, name: str, key: str) -> None:
        self.client, self.name = client, name
        self.objects = S3Objects(client, name, key)
        self.versions = S3Versions(client, name, "bucket")
        self.uploads = S3Uploads(client, name, "bucket_uploads")

    def write(self, key: str, data: bytes) -> str:
        etag: str = self.client.put_object(Bucket=self.name, Key=key, Body=data)["ETag"]
        return etag.strip('"')

    def read(self, key: str) -> bytes | None:
        try:
            data: bytes = self.client.get_object(Bucket=self.name, Key=key)["Body"].read()
        except self.client.exceptions.NoSuchKey:
            return None
        return data

    def switch_versioning_on(self) -> None:
        self.client.put_bucket_versioning(Bucket=self.name, VersioningConfiguration={"Status": "Enabled"})

    def start_upload(self, key: str) -> None:
        self.client.create_multipart_upload(Bucket=self.name, Key=key)


class Cloud:
    """AWS as moto plays it, once for all tests: clients cost more than everything else."""

    def __init__(self) -> None:
        self.dynamodb, self.s3, self.kms = clients.dynamodb(), clients.s3(), clients.kms()
        self.step_functions = clients.step_functions()
        mac_key = self.kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
        self.mac_key = mac_key["KeyMetadata"]["Arn"]
        self.data_key = self.kms.create_key()["KeyMetadata"]["Arn"]
        machine = self.step_functions.create_state_machine(
            name="machine",
            definition='{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}',
            roleArn="arn:aws:iam::123456789012:role/machine",
        )
        self.machine = machine["stateMachineArn"]
        self._names = (f"t{number}" for number in count())

    def new_table(self) -> str:
        """A table as the stack makes it."""
        name = next(self._names)
        self.dynamodb.create_table(
            TableName=f"table-{name}",
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[
                {"AttributeName": "pk", "AttributeType": "S"},
                {"AttributeName": "sk", "AttributeType": "S"},
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        return f"table-{name}"

    def new_bucket(self, *, locks: bool = False) -> str:
        """A bucket without versions, or one with versions that can be locked."""
        name = f"bucket-{next(self._names)}"
        region: Any = {"LocationConstraint": "eu-central-1"}
        self.s3.create_bucket(Bucket=name, CreateBucketConfiguration=region, ObjectLockEnabledForBucket=locks)
        return name


class MotoBackend(Backend):
    """Out of the adapters, in tables of its own."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.table, self.ledger_table = cloud.new_table(), cloud.new_table()
        self.jobs = DynamoJobs(cloud.dynamodb, self.table, self.ledger_table)
        self.ledger = DynamoLedger(cloud.dynamodb, self.ledger_table, KEEP)
        self.mac = KmsMac(cloud.kms, cloud.mac_key)
        self.verifier = KmsVerifier(cloud.kms, cloud.mac_key)
        self.executions = StateMachine(cloud.step_functions, cloud.machine)
        self.teams = DynamoTeams(cloud.dynamodb, self.table)
        self.rows = DynamoRows(cloud.dynamodb, self.table)
        client: Any = to_item({**client_key(CLIENT), "team": TEAM})
        person: Any = to_item({**person_key(MEMBER.id), "team": TEAM})
        for item in (client, person, member_item(MEMBER)):
            cloud.dynamodb.put_item(TableName=self.table, Item=item)

    @cached_property
    def _bucket(self) -> MotoBucket:
        return MotoBucket(self.cloud.s3, self.cloud.new_bucket(), self.cloud.data_key)

    def bucket(self) -> MotoBucket:
        return self._bucket

    def end_execution(self, erasure_id: str, attempt: int) -> None:
        self.cloud.step_functions.stop_execution(executionArn=self.execution(f"{erasure_id}-{attempt}"))

    def execution(self, name: str) -> str:
        """The ARN of an execution."""
        return f"{self.cloud.machine.replace(':stateMachine:', ':execution:')}:{name}"

    def small_pages(self, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
        monkeypatch.setattr(stores, "PAGE", size)
