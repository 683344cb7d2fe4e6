"""Buckets, tables and the queue of uploads (design, section 4)."""

from dataclasses import dataclass
from typing import Any

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from functions.aws.schema import BY_DUE, BY_STATE, BY_TIME, PARTITION, SORT, TTL
from functions.core.names import BACKGROUND, IDENTITY
from functions.core.retention import NETS
from infra.stage import Stage


@dataclass(frozen=True)
class Lane:
    """The queue of a masker, and where its messages end that ran out of tries."""

    uploads: sqs.Queue
    dead_letters: sqs.Queue


class Storage(Construct):
    """Everything that holds data at rest."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: Stage, key: kms.Key) -> None:
        super().__init__(scope, construct_id)
        self._stage, self._key = stage, key
        self.removal = RemovalPolicy.RETAIN if stage.retain else RemovalPolicy.DESTROY
        self.lanes = {
            IDENTITY: self._build_lane("Uploads", "DeadLetters"),
            BACKGROUND: self._build_lane("BackgroundUploads", "BackgroundDeadLetters"),
        }
        self.access_logs = self._build_access_logs()
        self.originals = self._build_bucket("Originals", [_expire_all(1)], stage.origins)
        self.held = self._build_bucket("Held", _expire_by_tag())
        self.results = self._build_bucket("Results", _expire_by_tag())
        self.exports = self._build_bucket("Exports", _expire_by_tag())
        self._readers: dict[s3.Bucket, list[iam.Role]] = {self.originals: [], self.held: []}
        self._notify(self.originals)
        self.table = self._build_table("Table", stage.recovery_days)
        self.ledger = self._build_table("Ledger", stage.ledger_recovery_days)
        self.audit = self._build_table("Audit", stage.ledger_recovery_days, told=False)
        for index in (BY_TIME, BY_STATE, BY_DUE):
            self._add_index(*index)

    def let_read(self, bucket: s3.Bucket, role: iam.Role) -> None:
        """Remember who reads a bucket's objects; `close` shuts unmasked photos to everybody else."""
        if bucket in self._readers:
            self._readers[bucket].append(role)

    def close(self) -> None:
        """Deny reading what is unmasked to whoever is no reader, administrators of the account included.

        It is about objects alone: who may change the bucket's policy can do so still, and is seen doing it.
        """
        for bucket, readers in self._readers.items():
            bucket.add_to_resource_policy(_only_readers(bucket, readers))

    def _build_lane(self, name: str, dead: str) -> Lane:
        life = Duration.seconds(self._stage.queue_seconds)
        common: dict[str, Any] = {
            "encryption": sqs.QueueEncryption.KMS,
            "encryption_master_key": self._key,
            "enforce_ssl": True,
            "retention_period": life,
        }
        dead_letters = sqs.Queue(self, dead, visibility_timeout=Duration.seconds(30), **common)
        limit = sqs.DeadLetterQueue(queue=dead_letters, max_receive_count=self._stage.most_receives)
        visibility = Duration.seconds(self._stage.visibility_seconds)
        uploads = sqs.Queue(self, name, dead_letter_queue=limit, visibility_timeout=visibility, **common)
        uploads.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("s3.amazonaws.com")],
                actions=["sqs:SendMessage"],
                resources=[uploads.queue_arn],
                conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
            )
        )
        return Lane(uploads, dead_letters)

    def _build_access_logs(self) -> s3.Bucket:
        return s3.Bucket(
            self,
            "AccessLogs",
            encryption=s3.BucketEncryption.S3_MANAGED,  # log delivery takes no other
            lifecycle_rules=[_expire_all(self._stage.access_log_days)],
            **self._common(),
        )

    def _build_bucket(
        self, name: str, rules: list[s3.LifecycleRule], origins: tuple[str, ...] = ()
    ) -> s3.Bucket:
        cors = s3.CorsRule(
            allowed_methods=[s3.HttpMethods.POST], allowed_origins=list(origins), exposed_headers=["ETag"]
        )
        bucket = s3.Bucket(
            self,
            name,
            encryption=s3.BucketEncryption.KMS,
            encryption_key=self._key,
            bucket_key_enabled=True,
            cors=[cors] if origins else None,
            lifecycle_rules=rules,
            server_access_logs_bucket=self.access_logs,
            server_access_logs_prefix=f"{name.lower()}/",
            **self._common(),
        )
        for statement in _only_key(bucket, self._key):
            bucket.add_to_resource_policy(statement)
        return bucket

    def _common(self) -> dict[str, Any]:
        # Unversioned on purpose: a delete is a delete.
        return {
            "block_public_access": s3.BlockPublicAccess.BLOCK_ALL,
            "enforce_ssl": True,
            "minimum_tls_version": 1.2,
            "object_ownership": s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            "removal_policy": self.removal,
        }

    def _notify(self, bucket: s3.Bucket) -> None:
        """Send each lane's uploads, by the end of their keys, to its queue."""
        # On the bucket itself: the construct library's way adds a function of its own, with wildcards.
        resource = bucket.node.default_child
        assert isinstance(resource, s3.CfnBucket)
        resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            queue_configurations=[
                s3.CfnBucket.QueueConfigurationProperty(
                    event="s3:ObjectCreated:*", queue=queues.uploads.queue_arn, filter=_ending_in(f"/{lane}")
                )
                for lane, queues in self.lanes.items()
            ]
        )
        for queues in self.lanes.values():  # their policies too: S3 checks them when the rule is made
            bucket.node.add_dependency(queues.uploads)

    def _add_index(self, name: str, partition: str, sort: str) -> None:
        self.table.add_global_secondary_index(
            index_name=name,
            partition_key=dynamodb.Attribute(name=partition, type=dynamodb.AttributeType.STRING),
            sort_key=dynamodb.Attribute(name=sort, type=dynamodb.AttributeType.STRING),
            projection_type=dynamodb.ProjectionType.KEYS_ONLY,
        )

    def _build_table(self, name: str, recovery_days: int, *, told: bool = True) -> dynamodb.Table:
        return dynamodb.Table(
            self,
            name,
            partition_key=dynamodb.Attribute(name=PARTITION, type=dynamodb.AttributeType.STRING),
            sort_key=dynamodb.Attribute(name=SORT, type=dynamodb.AttributeType.STRING),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED,
            encryption_key=self._key,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True, recovery_period_in_days=recovery_days
            ),
            time_to_live_attribute=TTL,
            # The outbox: a change of state shows in both. Of the audit nothing is told.
            stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES if told else None,
            deletion_protection=self._stage.retain,
            removal_policy=self.removal,
        )


def _ending_in(suffix: str) -> s3.CfnBucket.NotificationFilterProperty:
    rule = s3.CfnBucket.FilterRuleProperty(name="suffix", value=suffix)
    return s3.CfnBucket.NotificationFilterProperty(s3_key=s3.CfnBucket.S3KeyFilterProperty(rules=[rule]))


def _expire_all(days: int) -> s3.LifecycleRule:
    return s3.LifecycleRule(
        id="all", expiration=Duration.days(days), abort_incomplete_multipart_upload_after=Duration.days(1)
    )


def _expire_by_tag() -> list[s3.LifecycleRule]:
    rules = [
        s3.LifecycleRule(
            id=f"expire-{days}", expiration=Duration.days(days), tag_filters={"expire": str(days)}
        )
        for days in NETS
    ]
    return [
        *rules,
        s3.LifecycleRule(id="uploads", abort_incomplete_multipart_upload_after=Duration.days(1)),
    ]


def _only_readers(bucket: s3.Bucket, readers: list[iam.Role]) -> iam.PolicyStatement:
    # AWS compares the role, the emulator its session.
    session = f"arn:{Aws.PARTITION}:sts::{Aws.ACCOUNT_ID}:assumed-role"
    who = [name for role in readers for name in (role.role_arn, f"{session}/{role.role_name}/*")]
    return iam.PolicyStatement(
        sid="OnlyReaders",
        effect=iam.Effect.DENY,
        principals=[iam.AnyPrincipal()],
        actions=["s3:GetObject", "s3:GetObjectVersion"],
        resources=[bucket.arn_for_objects("*")],
        conditions={"ArnNotLike": {"aws:PrincipalArn": who}},
    )


def _only_key(bucket: s3.Bucket, key: kms.Key) -> list[iam.PolicyStatement]:
    named = "s3:x-amz-server-side-encryption"
    wanted = {"OnlyKms": (named, "aws:kms"), "OnlyOurKey": (f"{named}-aws-kms-key-id", key.key_arn)}
    return [
        iam.PolicyStatement(
            sid=sid,
            effect=iam.Effect.DENY,
            principals=[iam.AnyPrincipal()],
            actions=["s3:PutObject"],
            resources=[bucket.arn_for_objects("*")],
            # Who names none gets the bucket's default, which is ours.
            conditions={"StringNotEquals": {header: value}, "Null": {header: "false"}},
        )
        for sid, (header, value) in wanted.items()
    ]
