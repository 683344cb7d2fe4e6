"""The KMS keys."""

from aws_cdk import Aws, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.stage import Stage


class Keys(Construct):
    """``data`` encrypts every store; ``pseudonym`` makes subjects of user ids, ``session`` seals sessions.

    ``report`` seals capabilities to report a job, ``receipts`` signs receipts of erasures. None of the last
    four leaves KMS. The key of sessions guards nothing that outlives a quarter of an hour; a receipt is to be
    checked for years.
    """

    def __init__(self, scope: Construct, construct_id: str, *, stage: Stage) -> None:
        super().__init__(scope, construct_id)
        self.data = self._build_data(stage)
        self.pseudonym = self._build_pseudonym(stage)
        self.session = kms.Key(
            self,
            "Session",
            description="Moretta: HMAC that seals sessions of users' browsers",
            key_spec=kms.KeySpec.HMAC_256,
            key_usage=kms.KeyUsage.GENERATE_VERIFY_MAC,
            removal_policy=_removal(stage),
        )
        self.report = kms.Key(
            self,
            "Report",
            description="Moretta: HMAC of the capabilities to report a job",
            key_spec=kms.KeySpec.HMAC_256,
            key_usage=kms.KeyUsage.GENERATE_VERIFY_MAC,
            removal_policy=_removal(stage),
        )
        self.receipts = self._build_receipts(stage)
        for key in (self.data, self.pseudonym, self.session, self.report, self.receipts):
            _keep(key, stage)

    def _build_data(self, stage: Stage) -> kms.Key:
        key = kms.Key(
            self,
            "Data",
            description="Moretta: photos, tables, queues, logs",
            enable_key_rotation=True,
            removal_policy=_removal(stage),
        )
        groups = f"arn:{Aws.PARTITION}:logs:{stage.region}:{Aws.ACCOUNT_ID}:*"
        key.add_to_resource_policy(
            _use_by(
                f"logs.{stage.region}.amazonaws.com",
                {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
            )
        )
        # An alarm tells the topic of alarms.
        key.add_to_resource_policy(
            _use_by("cloudwatch.amazonaws.com", {"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}})
        )
        # S3 tells the queue of an upload. No bucket is named here: bucket, queue and key would form a circle.
        key.add_to_resource_policy(
            _use_by("s3.amazonaws.com", {"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}})
        )
        return key

    def _build_pseudonym(self, stage: Stage) -> kms.Key:
        return kms.Key(
            self,
            "Pseudonym",
            description="Moretta: HMAC that turns user ids into pseudonyms; never rotated",
            key_spec=kms.KeySpec.HMAC_256,
            key_usage=kms.KeyUsage.GENERATE_VERIFY_MAC,
            removal_policy=_removal(stage),
        )

    def _build_receipts(self, stage: Stage) -> kms.Key:
        return kms.Key(
            self,
            "Receipts",
            description="Moretta: ECDSA that signs receipts of erasures; never rotated",
            key_spec=kms.KeySpec.ECC_NIST_P256,
            key_usage=kms.KeyUsage.SIGN_VERIFY,
            removal_policy=_removal(stage),
        )


def _keep(key: kms.Key, stage: Stage) -> None:
    """Let nobody delete a key, where data is real: it cannot be made again, and what it encrypts is lost.

    Who may change the key's policy can lift this; taking a deployment down then takes two deliberate steps.
    """
    if stage.retain:
        key.add_to_resource_policy(
            iam.PolicyStatement(
                sid="NobodyDeletes",
                effect=iam.Effect.DENY,
                principals=[iam.AnyPrincipal()],
                actions=["kms:ScheduleKeyDeletion", "kms:DisableKey"],
                resources=["*"],  # in a key's own policy this is the key alone
            )
        )


def _use_by(service: str, conditions: dict[str, dict[str, str]]) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        principals=[iam.ServicePrincipal(service)],
        actions=["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
        resources=["*"],  # in a key's own policy this is the key alone
        conditions=conditions,
    )


def _removal(stage: Stage) -> RemovalPolicy:
    return RemovalPolicy.RETAIN if stage.retain else RemovalPolicy.DESTROY
