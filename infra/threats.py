"""Who touched which photo, and what looks like an attack: CloudTrail's data events, and GuardDuty.

The trail answers an incident's first question: which objects were read or deleted, by which role, from where.
It holds keys, which are pseudonyms, and addresses, and lives as long as S3's access logs do. GuardDuty is one
for an account and region, so a stage says whether it is this stack's to switch on. Its findings come as
events of `aws.guardduty` on the account's own bus.
"""

from aws_cdk import aws_cloudtrail as cloudtrail
from aws_cdk import aws_guardduty as guardduty
from constructs import Construct

from infra.stage import Stage
from infra.storage import Storage


class Threats(Construct):
    """What records and what detects; neither changes anything."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: Stage, storage: Storage) -> None:
        super().__init__(scope, construct_id)
        if stage.trail:
            self._build_trail(storage)
        if stage.guard_duty:
            self._build_detector()

    def _build_trail(self, storage: Storage) -> None:
        trail = cloudtrail.Trail(
            self,
            "Trail",
            bucket=storage.access_logs,
            s3_key_prefix="trail",
            is_multi_region_trail=False,
            include_global_service_events=False,
            enable_file_validation=True,  # a signed digest each hour: what was taken away from it shows
            management_events=cloudtrail.ReadWriteType.NONE,  # an account has a trail of these
        )
        photos = (storage.originals, storage.held, storage.results, storage.exports)
        trail.add_s3_event_selector(
            [cloudtrail.S3EventSelector(bucket=bucket) for bucket in photos],
            include_management_events=False,
        )

    def _build_detector(self) -> None:
        feature = guardduty.CfnDetector.CFNFeatureConfigurationProperty(
            name="S3_DATA_EVENTS", status="ENABLED"
        )
        self.detector = guardduty.CfnDetector(
            self,
            "Detector",
            enable=True,
            finding_publishing_frequency="FIFTEEN_MINUTES",
            features=[feature],
        )
