"""A deployment out of the adapters, over moto."""

from datetime import datetime
from functools import cached_property
from types import SimpleNamespace
from typing import Any, cast

import pytest

from functions.aws import depictions, rows, stores, wide_rows
from functions.aws.agreements import DynamoAgreements
from functions.aws.archive import S3Archive, S3Pictures
from functions.aws.audit import AuditRows, DynamoAudit, entry_from_item
from functions.aws.audit_heads import DynamoHeads
from functions.aws.audit_log import DynamoAuditLog
from functions.aws.consents import DynamoConsents
from functions.aws.datasets import DynamoDatasets
from functions.aws.depicted import Depicted
from functions.aws.export_stores import ExportRows
from functions.aws.exports import DynamoExports
from functions.aws.files import S3Files
from functions.aws.holds import HOLD, RESTRICTION, DynamoHolds, hold_key
from functions.aws.incidents import DynamoIncidents
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.lists import DynamoLists
from functions.aws.objects import S3Objects, S3Presence
from functions.aws.opt_outs import DynamoOptOuts
from functions.aws.partition import DynamoPartition
from functions.aws.remasks import DynamoRemasks
from functions.aws.reports import DynamoReports
from functions.aws.restricted_jobs import DynamoRestrictedJobs
from functions.aws.restrictions import DynamoRestrictions, DynamoWalks
from functions.aws.retained import DynamoRetained
from functions.aws.retained_exports import DynamoRetainedExports
from functions.aws.reviews import DynamoReviews
from functions.aws.rows import DynamoRows
from functions.aws.schema import to_item
from functions.aws.services import DynamoQuotas, KmsMac, KmsVerifier, SqsRequeue, StateMachine
from functions.aws.staff_schema import client_key, member_item, person_key
from functions.aws.stores import S3Uploads, S3Versions
from functions.aws.team_settings import DynamoRedatings, DynamoSettings
from functions.aws.teams import DynamoTeams
from functions.aws.unapproved import DynamoUnapproved
from functions.core.audit import Entry
from functions.core.store_names import RESULTS
from functions.core.store_ports import Store
from functions.core.times import to_text
from tests.contracts.backends import BOUNDS, CLIENT, KEEP, MEMBER, PER_MINUTE, TEAM, Backend, Bucket
from tests.contracts.cloud import Cloud
from tests.fakes.clock import ManualClock


class MotoBucket(Bucket):
    """A bucket in moto."""

    versions: S3Versions
    uploads: S3Uploads

    def __init__(self, client: Any, name: str, key: str) -> None:
        self.client, self.name = client, name
        self.objects, self.presence = S3Objects(client, name, key), S3Presence(client, name)
        self.versions = S3Versions(client, name, "bucket")
        self.uploads = S3Uploads(client, name, "bucket_uploads")
        self.files = S3Files(client, name)

    def write(self, key: str, data: bytes) -> str:
        etag: str = self.client.put_object(Bucket=self.name, Key=key, Body=data)["ETag"]
        return etag.strip('"')

    def read(self, key: str) -> bytes | None:
        try:
            data: bytes = self.client.get_object(Bucket=self.name, Key=key)["Body"].read()
        except self.client.exceptions.NoSuchKey:
            return None
        return data

    def days(self, key: str) -> int | None:
        tags = self.client.get_object_tagging(Bucket=self.name, Key=key)["TagSet"]
        return {tag["Key"]: int(tag["Value"]) for tag in tags}.get("expire")

    def lock(self, key: str) -> None:
        error = {"Key": key, "Code": "AccessDenied", "Message": ""}
        plain = self.client.delete_objects

        def answer(**asked: Any) -> Any:
            keys = [each["Key"] for each in asked["Delete"]["Objects"]]
            rest = [{"Key": each} for each in keys if each != key]
            if rest:
                plain(**{**asked, "Delete": {**asked["Delete"], "Objects": rest}})
            return {"Errors": [error] if key in keys else []}

        self.files = S3Files(cast("Any", SimpleNamespace(delete_objects=answer)), self.name)

    def switch_versioning_on(self) -> None:
        self.client.put_bucket_versioning(Bucket=self.name, VersioningConfiguration={"Status": "Enabled"})

    def start_upload(self, key: str) -> None:
        self.client.create_multipart_upload(Bucket=self.name, Key=key)


class MotoBackend(Backend):
    """Out of the adapters, in tables of its own."""

    rows: DynamoRows
    export_rows: ExportRows

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.table, self.ledger_table = cloud.new_table(), cloud.new_table()
        self.audit_table = cloud.new_table()
        entries = self.entries = AuditRows(self.audit_table, KEEP.days)
        self.jobs = DynamoJobs(cloud.dynamodb, self.table, self.ledger_table)
        self.consents = DynamoConsents(cloud.dynamodb, self.table, self.ledger_table, entries)
        self.opt_outs = DynamoOptOuts(cloud.dynamodb, self.table, self.ledger_table, entries)
        self.datasets = DynamoDatasets(cloud.dynamodb, self.table)
        self.exports = DynamoExports(cloud.dynamodb, self.table, self.ledger_table, audit=entries)
        self.retained_exports = DynamoRetainedExports(cloud.dynamodb, self.table)
        self.export_rows = ExportRows(cloud.dynamodb, self.table)
        self.ledger = DynamoLedger(cloud.dynamodb, self.ledger_table, KEEP, entries)
        self.unapproved = DynamoUnapproved(cloud.dynamodb, self.ledger_table)
        self.mac = KmsMac(cloud.kms, cloud.mac_key)
        self.verifier = KmsVerifier(cloud.kms, cloud.mac_key)
        self.executions = StateMachine(cloud.step_functions, cloud.machine)
        self.teams = DynamoTeams(cloud.dynamodb, self.table)
        self.lists = self.due = DynamoLists(cloud.dynamodb, self.table)
        self.partition = DynamoPartition(cloud.dynamodb, self.table)
        self.retained = self.counting = DynamoRetained(cloud.dynamodb, self.table)
        self.incidents = DynamoIncidents(cloud.dynamodb, self.table, entries)
        self.settings = DynamoSettings(cloud.dynamodb, self.table, BOUNDS, entries)
        self.agreements = DynamoAgreements(cloud.dynamodb, self.table, self.ledger_table, entries)
        self.remasks = DynamoRemasks(cloud.dynamodb, self.table, self.ledger_table, entries)
        self.reports = DynamoReports(cloud.dynamodb, self.table, self.ledger_table)
        self.reviews = DynamoReviews(cloud.dynamodb, self.table, self.ledger_table, entries)
        self.diary = DynamoAudit(cloud.dynamodb, entries)
        self.log = DynamoAuditLog(cloud.dynamodb, self.audit_table)
        self.heads = DynamoHeads(cloud.dynamodb, self.ledger_table)
        self.redatings = DynamoRedatings(cloud.dynamodb, self.table)
        self.quotas = DynamoQuotas(cloud.dynamodb, self.table, PER_MINUTE)
        self.rows, self.clock = DynamoRows(cloud.dynamodb, self.table), ManualClock()
        self.restrictions = DynamoRestrictions(cloud.dynamodb, self.table, self.ledger_table, entries)
        self.walks = DynamoWalks(cloud.dynamodb, self.table)
        self.restricted_jobs = DynamoRestrictedJobs(cloud.dynamodb, self.table, self.ledger_table)
        self.holds = DynamoHolds(cloud.dynamodb, self.ledger_table, self.clock, entries)
        client: Any = to_item({**client_key(CLIENT), "team": TEAM})
        person: Any = to_item({**person_key(MEMBER.id), "team": TEAM})
        for item in (client, person, member_item(MEMBER)):
            cloud.dynamodb.put_item(TableName=self.table, Item=item)

    @cached_property
    def depicted(self) -> Depicted:  # type: ignore[override]
        results = S3Versions(self.cloud.s3, self._bucket.name, RESULTS)
        objects: list[Store] = [results, self._bucket.uploads]
        return Depicted(
            self.cloud.dynamodb, self.table, objects, self.export_rows, self.settings, self.ledger, self.clock
        )

    @cached_property
    def archive(self) -> S3Archive:  # type: ignore[override]
        return S3Archive(self.cloud.s3, self._bucket.name, self.cloud.data_key)

    @cached_property
    def pictures(self) -> S3Pictures:  # type: ignore[override]
        return S3Pictures(self.cloud.s3, self._bucket.name)

    @cached_property
    def queue(self) -> str:
        return self.cloud.new_queue()

    @cached_property
    def background_queue(self) -> str:
        return self.cloud.new_queue()

    @cached_property
    def requeue(self) -> SqsRequeue:  # type: ignore[override]
        return SqsRequeue(self.cloud.sqs, {"identity": self.queue, "background": self.background_queue})

    @cached_property
    def _bucket(self) -> MotoBucket:
        return MotoBucket(self.cloud.s3, self.cloud.new_bucket(), self.cloud.data_key)

    def bucket(self) -> MotoBucket:
        return self._bucket

    def put_row(self, team: str, subject: str, sort: str) -> None:
        item: Any = to_item({"pk": f"{team}#{subject}", "sk": sort})
        self.cloud.dynamodb.put_item(TableName=self.table, Item=item)

    def hold(self, team: str, subject: str, until: datetime | None) -> None:
        row: Any = {"until": to_text(until), "ground": "a claim"} if until else {}
        item: Any = to_item({**hold_key(team, subject, HOLD if until else RESTRICTION), **row})
        self.cloud.dynamodb.put_item(TableName=self.ledger_table, Item=item)

    def audit(self, team: str) -> list[Entry]:
        pages = self.cloud.dynamodb.get_paginator("scan").paginate(TableName=self.audit_table)
        items = [item for page in pages for item in page["Items"]]
        entries = [entry_from_item(item) for item in items]
        assert [int(item["ttl"]["N"]) for item in items] == [int((e.at + KEEP).timestamp()) for e in entries]
        assert [item["pk"]["S"] for item in items] == [f"{e.team}#{e.hour}" for e in entries]
        return sorted((each for each in entries if each.team == team), key=lambda each: each.id)

    def end_execution(self, erasure_id: str, attempt: int) -> None:
        self.cloud.step_functions.stop_execution(executionArn=self.execution(f"{erasure_id}-{attempt}"))

    def execution(self, name: str) -> str:
        """The ARN of an execution."""
        return f"{self.cloud.machine.replace(':stateMachine:', ':execution:')}:{name}"

    def small_pages(self, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
        monkeypatch.setattr(stores, "PAGE", size)
        monkeypatch.setattr(rows, "PAGE", size)
        monkeypatch.setattr(depictions, "FEW", size)
        monkeypatch.setattr(wide_rows, "FEW", size)
